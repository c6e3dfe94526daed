using System.Buffers;

namespace Mihari.Web.Streams;

/// <summary>What a browser needs before the first fragment, and again where it changes.</summary>
/// <param name="Codecs">RFC 6381, as in <c>avc1.64001f,mp4a.40.2</c>.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Init">The init segment.</param>
internal sealed record StreamFormat(string Codecs, int Width, int Height, ReadOnlyMemory<byte> Init);

/// <summary>
/// A fragment on its way through this node: its bytes are one pooled array, which all its viewers send from. Whoever holds it has
/// been counted; the last one to release it gives the array back.
/// </summary>
internal sealed class MediaFragment(byte[] rented, int length, StreamFormat format, DateTimeOffset at, long received)
{
    private int _holders = 1;

    /// <summary>Valid while it is held.</summary>
    public ReadOnlyMemory<byte> Bytes => rented.AsMemory(0, length);

    public StreamFormat Format { get; } = format;

    /// <summary>When its first picture was taken, in the server's time.</summary>
    public DateTimeOffset At { get; } = at;

    /// <summary>Timestamp of its last byte.</summary>
    public long Received { get; } = received;

    public MediaFragment Hold()
    {
        Interlocked.Increment(ref _holders);
        return this;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            ArrayPool<byte>.Shared.Return(rented);
    }
}
