using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mihari.Tests.Allocations.Hosts;

/// <summary>A program at the dashboard hub, over a WebSocket that is read without allocating: JSON records of SignalR's protocol, which end with 0x1E.</summary>
internal sealed class MeteredHub : IDisposable
{
    private const byte End = 0x1E;
    private const byte WholeText = 0x81;
    private const byte Masked = 0x80;
    private const int TwoByteLength = 126;
    private const int EightByteLength = 127;
    private static readonly byte[] Ping = Frame("""{"type":6}""");

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 20_000 };
    private readonly byte[] _received = new byte[64 << 10];
    private readonly byte[] _begin = new byte[Item.Length];
    private int _filled;
    private int _taken;
    private long _record;

    /// <summary>How a stream's item begins.</summary>
    private static ReadOnlySpan<byte> Item => "{\"type\":2"u8;

    /// <summary>Connects with a session's cookies and watches those buildings, of which each has come once when this returns.</summary>
    public static MeteredHub Watch(int port, string cookies, IReadOnlyCollection<MeteredCamera> cameras)
    {
        var hub = new MeteredHub();
        hub._socket.Connect(IPAddress.Loopback, port);
        hub._socket.Send(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"GET /hubs/dashboard HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: {cookies}\r\n\r\n")));
        hub.TakeAnswer();
        hub._socket.Send(Frame("""{"protocol":"json","version":1}"""));
        foreach (var (number, camera) in cameras.Index())
            hub._socket.Send(Frame(string.Create(CultureInfo.InvariantCulture, $$"""{"type":4,"invocationId":"{{number}}","target":"WatchBuilding","arguments":["{{camera.Building.Value}}"]}""")));

        hub.Await(cameras.Count);
        return hub;
    }

    /// <summary>Tells the server that the program is there, which it wants to hear twice a minute.</summary>
    public void Greet() => _socket.Send(Ping);

    /// <summary>Waits for so many further items of all streams.</summary>
    public void Await(int items)
    {
        while (items > 0)
        {
            var frame = Need(2);
            var length = (long)(frame[1] & 0x7F);
            var header = 2;
            if (length == TwoByteLength)
                (length, header) = (BinaryPrimitives.ReadUInt16BigEndian(Need(4)[2..]), 4);
            else if (length == EightByteLength)
                (length, header) = (BinaryPrimitives.ReadInt64BigEndian(Need(10)[2..]), 10);

            var isText = (frame[0] & 0x0F) is 0 or 1;
            Assert.True(isText || (frame[0] & 0x0F) != 8, "the hub closed the connection");
            _taken += header;
            items -= TakePayload(length, isText);
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>A frame that is masked, as a client's must be, with a mask of zeros.</summary>
    private static byte[] Frame(string record)
    {
        var text = Encoding.UTF8.GetBytes(record);
        var length = text.Length + 1;
        byte[] size = length < TwoByteLength ? [(byte)(Masked | length)] : [Masked | TwoByteLength, (byte)(length >> 8), (byte)length];
        return [WholeText, .. size, 0, 0, 0, 0, .. text, End];
    }

    private void TakeAnswer()
    {
        int end;
        while ((end = _received.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
            Fill();

        Assert.StartsWith("HTTP/1.1 101", Encoding.ASCII.GetString(_received, 0, end), StringComparison.Ordinal);
        _taken = end + 4;
    }

    /// <summary>How many items ended in it.</summary>
    private int TakePayload(long length, bool isText)
    {
        var items = 0;
        while (length > 0)
        {
            Need(1);
            var part = _received.AsSpan(_taken, (int)Math.Min(length, _filled - _taken));
            foreach (var one in part)
                items += isText && Take(one) ? 1 : 0;

            _taken += part.Length;
            length -= part.Length;
        }

        return items;
    }

    /// <summary>Whether an item ends here.</summary>
    private bool Take(byte one)
    {
        if (one != End)
        {
            if (_record < _begin.Length)
                _begin[_record] = one;
            _record++;
            return false;
        }

        _record = 0;
        return Item.SequenceEqual(_begin);
    }

    private ReadOnlySpan<byte> Need(int bytes)
    {
        while (_filled - _taken < bytes)
            Fill();

        return _received.AsSpan(_taken, bytes);
    }

    private void Fill()
    {
        if (_taken > 0)
        {
            _filled -= _taken;
            Buffer.BlockCopy(_received, _taken, _received, 0, _filled);
            _taken = 0;
        }

        var read = _socket.Receive(_received.AsSpan(_filled));
        Assert.True(read > 0, "the hub closed the connection");
        _filled += read;
    }
}
