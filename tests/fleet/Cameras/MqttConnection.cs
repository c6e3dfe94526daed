using System.Net;
using System.Net.Sockets;

namespace Mihari.Tests.Fleet.Cameras;

/// <summary>
/// One MQTT session over one socket, as lean as it gets: ten thousand of them live beside the servers that are measured.
/// It ends at the first error and is not used again.
/// </summary>
public sealed class MqttConnection : IDisposable
{
    private const int FirstBuffer = 512;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Lock _sending = new();
    private readonly Action<ushort> _acknowledged;
    private readonly Action<byte[]> _received;
    private byte[] _buffer = new byte[FirstBuffer];
    private int _filled;
    private ushort _lastId;
    private long _heard;
    private bool _isPinged;

    /// <param name="acknowledged">The server has acknowledged the PUBLISH of that id.</param>
    /// <param name="received">A message came; it has been acknowledged.</param>
    public MqttConnection(Action<ushort> acknowledged, Action<byte[]> received) => (_acknowledged, _received) = (acknowledged, received);

    /// <summary>When the server was last heard, by <see cref="Clock"/>.</summary>
    public TimeSpan Heard => new(Volatile.Read(ref _heard));

    /// <summary>CONNECT and SUBSCRIBE, both answered; an exception where either is refused or takes too long.</summary>
    public async Task Open(IPEndPoint from, IPEndPoint to, string client, string key, int keepAliveSeconds, string topic, CancellationToken cancel)
    {
        _socket.Bind(from);
        await _socket.ConnectAsync(to, cancel);
        await SendFirst(MqttPackets.Connect(client, key, keepAliveSeconds), cancel);
        var (type, answer) = await Next(cancel);
        if (type != MqttPackets.ConnAck || answer[1] != 0)
            throw new RefusedException(answer.Length > 1 ? answer[1] : 0);

        await SendFirst(MqttPackets.Subscribe(++_lastId, topic), cancel);
        (type, _) = await Next(cancel);
        if (type != MqttPackets.SubAck)
            throw new InvalidDataException("no SUBACK");
    }

    /// <summary>Receives until the connection ends or is closed; never throws for that.</summary>
    public async Task Receive()
    {
        try
        {
            while (true)
            {
                var (first, body) = await Next(CancellationToken.None);
                switch (first & MqttPackets.TypeMask)
                {
                    case MqttPackets.PubAck:
                        _acknowledged(MqttPackets.Id(body));
                        break;
                    case MqttPackets.PingResp:
                        Volatile.Write(ref _isPinged, false);
                        break;
                    case MqttPackets.Publish:
                        var payload = MqttPackets.Payload(first, body, out var id).ToArray();
                        if (id != 0)
                            Send(MqttPackets.Acknowledge(id));
                        _received(payload);
                        break;
                    default:
                        throw new InvalidDataException("a packet that a server does not send");
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException or InvalidDataException)
        {
            Dispose();
        }
    }

    /// <summary>The id for a next PUBLISH; the caller remembers it before it sends, because the answer may be faster.</summary>
    public ushort NextId()
    {
        lock (_sending)
            return _lastId = _lastId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastId + 1);
    }

    /// <summary>Sends a packet; where the connection is over nothing happens, its receiving ends too.</summary>
    public void Send(byte[] packet)
    {
        try
        {
            lock (_sending)
                _socket.Send(packet);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Dispose();
        }
    }

    /// <summary>Keeps the session alive; a server that has been silent for too long is given up.</summary>
    public void Tend(TimeSpan now, TimeSpan pingAfter, TimeSpan silence)
    {
        if (now - Heard > silence)
        {
            Dispose();
        }
        else if (now - Heard > pingAfter && !Interlocked.Exchange(ref _isPinged, true))
        {
            Send(MqttPackets.PingRequest);
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task SendFirst(byte[] packet, CancellationToken cancel) => await _socket.SendAsync(packet, cancel);

    private async Task<(byte First, byte[] Body)> Next(CancellationToken cancel)
    {
        int header, body;
        while (!MqttPackets.TryMeasure(_buffer.AsSpan(0, _filled), out header, out body))
        {
            if (_filled == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);

            var read = await _socket.ReceiveAsync(_buffer.AsMemory(_filled), cancel);
            if (read == 0)
                throw new EndOfStreamException();

            _filled += read;
            Volatile.Write(ref _heard, Clock.Now.Ticks);
        }

        var packet = (_buffer[0], _buffer[header..(header + body)]);
        _filled -= header + body;
        Buffer.BlockCopy(_buffer, header + body, _buffer, 0, _filled);
        return packet;
    }
}

/// <summary>The server answered CONNECT with that code of the standard.</summary>
public sealed class RefusedException(int code) : Exception
{
    public int Code => code;
}
