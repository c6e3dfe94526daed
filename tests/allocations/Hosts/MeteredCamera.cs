using System.Net;
using System.Net.Sockets;
using Mihari.Identifiers;
using Mihari.Tests.Fleet.Cameras;

namespace Mihari.Tests.Allocations.Hosts;

/// <summary>
/// A camera whose own work is not in what is measured: its packets are made before, and it sends and receives without allocating, one message
/// after another on the thread that asks.
/// </summary>
internal sealed class MeteredCamera : IDisposable
{
    private const int KeepAliveSeconds = 120;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = (int)Patience.TotalMilliseconds };
    private readonly byte[] _received = new byte[64 << 10];
    private readonly byte[] _acknowledgement = MqttPackets.Acknowledge(0);
    private readonly string _topic;
    private int _filled;
    private ushort _id;

    private MeteredCamera(string device, BuildingId building) => (Device, Building, _topic) = (device, building, $"v1/{device}/");

    public string Device { get; }

    /// <summary>Where it alone stands.</summary>
    public BuildingId Building { get; }

    /// <summary>The body of the command that came last; null where none did.</summary>
    public byte[]? Command { get; private set; }

    /// <summary>Connects, listens to commands, and says hello.</summary>
    public static MeteredCamera Connect(EndPoint gateway, string device, string key, BuildingId building)
    {
        var camera = new MeteredCamera(device, building);
        camera._socket.Connect(gateway);
        camera._socket.Send(MqttPackets.Connect(device, key, KeepAliveSeconds));
        camera.Await(MqttPackets.ConnAck);
        camera._socket.Send(MqttPackets.Subscribe(++camera._id, camera._topic + "command"));
        camera.Await(MqttPackets.SubAck);
        camera.Say(camera.Packet("hello", CameraMessages.Hello("boot", TimeProvider.System.GetUtcNow())));
        return camera;
    }

    /// <summary>A message with the next packet id, for <see cref="Say"/>.</summary>
    public byte[] Packet(string channel, byte[] payload) => MqttPackets.PublishOnce(++_id, _topic + channel, payload);

    /// <summary>Sends a message and waits until it is acknowledged.</summary>
    public void Say(byte[] packet)
    {
        _socket.Send(packet);
        Await(MqttPackets.PubAck);
    }

    /// <summary>Tells the gateway that it is there; the answer is passed over by whatever is awaited next.</summary>
    public void KeepAlive() => _socket.Send(MqttPackets.PingRequest);

    /// <summary>Waits for a command; the bytes of what is kept of it are the only ones that this allocates.</summary>
    public byte[] AwaitCommand()
    {
        if (Command is null)
            Await(MqttPackets.Publish);

        var command = Command!;
        Command = null;
        return command;
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Takes packets up to one of that type.</summary>
    private void Await(byte wanted)
    {
        while (true)
        {
            int header, body;
            while (!MqttPackets.TryMeasure(_received.AsSpan(0, _filled), out header, out body))
            {
                var read = _socket.Receive(_received.AsSpan(_filled));
                Assert.True(read > 0, "the gateway closed the connection");
                _filled += read;
            }

            var type = (byte)(_received[0] & MqttPackets.TypeMask);
            if (type == MqttPackets.Publish)
                Take(_received.AsSpan(header, body));

            _filled -= header + body;
            Buffer.BlockCopy(_received, header + body, _received, 0, _filled);
            if (type == wanted)
                return;
        }
    }

    private void Take(ReadOnlySpan<byte> body)
    {
        Command = MqttPackets.Payload(_received[0], body, out var id).ToArray();
        (_acknowledgement[2], _acknowledgement[3]) = ((byte)(id >> 8), (byte)id);
        _socket.Send(_acknowledgement);
    }
}
