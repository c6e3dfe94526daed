using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using Mihari.Protocol;

namespace Mihari.Benchmarks.Streams;

/// <summary>
/// What a camera sends: a fragment of 125,000 bytes a second, 1 Mbit/s, whose last bytes are its number. Nothing in it can be shown, but
/// its boxes are those of fragmented MP4. The cameras' seconds are spread evenly over a second.
/// </summary>
/// <param name="share">Where in the second this one sends: 0 to 1.</param>
internal sealed class FragmentSource(double share)
{
    public const int FragmentBytes = 125_000;
    public const int MostFragments = 4000;

    private const int MoofBytes = 120;

    private static readonly byte[] Init = [.. Box("ftyp", 24), .. Box("moov", 700)];

    private readonly byte[] _fragment = [.. Box("moof", MoofBytes), .. Box("mdat", FragmentBytes - MoofBytes)];
    private readonly long[] _sent = new long[MostFragments];
    private int _count;

    /// <summary>The number of a fragment, which a viewer has received.</summary>
    public static int NumberOf(ReadOnlySpan<byte> fragment) => BinaryPrimitives.ReadInt32BigEndian(fragment[^4..]);

    /// <summary>Whether a binary frame is a fragment, rather than an init segment.</summary>
    public static bool IsFragment(ReadOnlySpan<byte> frame) => frame.Length == FragmentBytes && frame.Slice(4, 4).SequenceEqual("moof"u8);

    /// <summary>When the last byte of a fragment had been handed to the system; 0 where that has not been noted.</summary>
    public long SentAt(int number) => Volatile.Read(ref _sent[number]);

    public int SentIn(long from, long to) => _sent.Count(at => at >= from && at < to);

    /// <summary>Sends until the socket is closed or it is cancelled.</summary>
    public async Task Send(WebSocket socket, CancellationToken cancel)
    {
        try
        {
            var header = new StreamHeader { Codecs = "avc1.42c01e", Width = 640, Height = 360, From = TimeProvider.System.GetUtcNow() };
            await socket.SendAsync(Wire.Write(header, WireJson.Default.StreamHeader), WebSocketMessageType.Text, endOfMessage: true, cancel);
            await socket.SendAsync(Init, WebSocketMessageType.Binary, endOfMessage: true, cancel);
            while (_count < MostFragments)
            {
                await Task.Delay(UntilNext(), TimeProvider.System, cancel);
                var number = _count++;
                BinaryPrimitives.WriteInt32BigEndian(_fragment.AsSpan(^4..), number);
                var mark = Wire.Write(new FragmentMark { At = TimeProvider.System.GetUtcNow() }, WireJson.Default.FragmentMark);
                await socket.SendAsync(mark, WebSocketMessageType.Text, endOfMessage: true, cancel);
                await socket.SendAsync(_fragment, WebSocketMessageType.Binary, endOfMessage: true, cancel);
                Volatile.Write(ref _sent[number], Stopwatch.GetTimestamp());
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // Nobody wants more.
        }
    }

    private TimeSpan UntilNext()
    {
        var into = Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency % 1;
        var left = (share - into + 1) % 1;
        return TimeSpan.FromSeconds(left < 0.05 ? left + 1 : left);
    }

    private static byte[] Box(string type, int length)
    {
        var box = new byte[length];
        BinaryPrimitives.WriteInt32BigEndian(box, length);
        Encoding.ASCII.GetBytes(type).CopyTo(box, 4);
        return box;
    }
}
