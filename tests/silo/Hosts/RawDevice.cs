using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mihari.Tests.Silo.Hosts;

/// <summary>A socket that speaks just enough MQTT 3.1.1 to misbehave.</summary>
internal sealed class RawDevice : IAsyncDisposable
{
    private readonly TcpClient _client;

    private RawDevice(TcpClient client) => (_client, Stream) = (client, client.GetStream());

    public Stream Stream { get; }

    public static async Task<RawDevice> Open(GatewayHost host, string source = "127.0.0.1")
    {
        var client = new TcpClient(new IPEndPoint(IPAddress.Parse(source), 0));
        await client.ConnectAsync(IPAddress.Loopback, host.Port);
        return new RawDevice(client);
    }

    public static async Task<RawDevice> Connect(GatewayHost host, TestDevice device, ushort keepAlive = 20)
    {
        var socket = await Open(host, device.Address);
        await socket.SendConnect(device, keepAlive);
        Assert.Equal((false, (byte)0), await socket.ReadConnAck());
        return socket;
    }

    public Task SendConnect(TestDevice device, ushort keepAlive, bool clean = true)
    {
        byte[] body =
        [
            .. Text("MQTT"), 4, (byte)(0xC0 | (clean ? 2 : 0)), (byte)(keepAlive >> 8), (byte)keepAlive,
            .. Text(device.Name), .. Text(device.Name), .. Text(device.Key),
        ];
        return Send(0x10, body);
    }

    public Task Publish(string topic, string payload, ushort packet, int quality = 1) =>
        Send((byte)(0x30 | (quality << 1)), [.. Text(topic), .. quality > 0 ? [(byte)(packet >> 8), (byte)packet] : Array.Empty<byte>(), .. Encoding.UTF8.GetBytes(payload)]);

    public Task Subscribe(string topic) => Send(0x82, [0, 1, .. Text(topic), 1]);

    /// <summary>A fixed header and what follows.</summary>
    public async Task Send(byte type, byte[] body)
    {
        byte[] packet = [type, .. Length(body.Length), .. body];
        await Stream.WriteAsync(packet);
    }

    public async Task<(bool SessionPresent, byte Code)> ReadConnAck()
    {
        var answer = await Read(4);
        Assert.Equal((0x20, 2), (answer[0], answer[1]));
        return (answer[2] == 1, answer[3]);
    }

    /// <summary>The packet id of the next PUBACK; null where the connection was closed instead.</summary>
    public async Task<int?> ReadPubAck()
    {
        try
        {
            var answer = await Read(4);
            Assert.Equal((0x40, 2), (answer[0], answer[1]));
            return (answer[2] << 8) | answer[3];
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The next PUBLISH, without its fixed header.</summary>
    public async Task<byte[]> ReadPublish()
    {
        Assert.Equal(0x30, (await Read(1))[0] & 0xF0);
        var (length, shift, digit) = (0, 0, 0);
        do
        {
            digit = (await Read(1))[0];
            length |= (digit & 0x7F) << shift;
            shift += 7;
        }
        while (digit > 0x7F);

        return await Read(length);
    }

    public async Task<byte[]> Read(int count)
    {
        var answer = new byte[count];
        using var patience = new CancellationTokenSource(GrainCalls.Patience);
        await Stream.ReadExactlyAsync(answer, patience.Token);
        return answer;
    }

    /// <summary>Waits until the server closes, taking whatever comes before.</summary>
    public async Task Closed()
    {
        using var patience = new CancellationTokenSource(GrainCalls.Patience);
        var buffer = new byte[1024];
        try
        {
            while (await Stream.ReadAsync(buffer, patience.Token) > 0)
            {
                // Only its end matters.
            }
        }
        catch (IOException)
        {
            // Reset: closed as well.
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    public static byte[] Length(int length)
    {
        var digits = new List<byte>();
        do
        {
            var digit = length & 0x7F;
            length >>= 7;
            digits.Add((byte)(length > 0 ? digit | 0x80 : digit));
        }
        while (length > 0);
        return [.. digits];
    }

    private static byte[] Text(string text) => [(byte)(text.Length >> 8), (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];
}
