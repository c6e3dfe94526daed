using System.Buffers;
using System.Net.WebSockets;

namespace Mihari.Web.Streams;

/// <summary>What comes in is not what the device protocol says of media.</summary>
internal sealed class BrokenFeedException(string why) : Exception(why);

/// <summary>
/// Reads a stream's WebSocket into a channel: a text frame with the encoding, the init segment, and for each fragment a text frame with its
/// capture time (device protocol, Media). From a camera and from another node alike.
/// </summary>
internal sealed class FeedReader(WebSocket socket, StreamChannel channel, RelayInstruments instruments, TimeProvider time)
{
    private const int MaxText = 4 * 1024;
    private const int MaxInit = 64 * 1024;

    /// <summary>A second of the best video that there is has a tenth of it.</summary>
    private const int MaxFragment = 16 * 1024 * 1024;

    private const int FirstRoom = 128 * 1024;

    private StreamText? _header;
    private StreamFormat? _format;
    private DateTimeOffset? _at;

    /// <summary>Reads until the socket is closed.</summary>
    /// <param name="skew">To be added to the times in it for the server's.</param>
    /// <param name="silence">How long nothing may come; from a camera it is the socket's own business.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="BrokenFeedException">It is no such stream.</exception>
    /// <exception cref="WebSocketException">The connection broke off.</exception>
    public async Task Run(TimeSpan skew, TimeSpan silence, CancellationToken cancel)
    {
        using var quiet = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var over = cancel.Register(quiet.Cancel);
        var room = ArrayPool<byte>.Shared.Rent(FirstRoom);
        try
        {
            while (true)
            {
                quiet.CancelAfter(silence);
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    if (length == room.Length)
                        room = Larger(room, length);
                    part = await socket.ReceiveAsync(room.AsMemory(length), quiet.Token);
                    length += part.Count;
                    if (part.MessageType == WebSocketMessageType.Text && length > MaxText)
                        throw new BrokenFeedException("a text frame is too long");
                }
                while (!part.EndOfMessage);

                switch (part.MessageType)
                {
                    case WebSocketMessageType.Close:
                        return;
                    case WebSocketMessageType.Text:
                        Text(room.AsSpan(0, length), skew);
                        break;
                    default:
                        if (Binary(room, length) is not { } fragment)
                            break;
                        room = ArrayPool<byte>.Shared.Rent(FirstRoom);
                        instruments.Received(length);
                        quiet.CancelAfter(Timeout.InfiniteTimeSpan); // While its viewer has paused.
                        await channel.Put(fragment, cancel);
                        break;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    private void Text(ReadOnlySpan<byte> frame, TimeSpan skew)
    {
        if (!StreamText.TryRead(frame, out var text))
            throw new BrokenFeedException("a text frame is not what it should be");

        if (text.Codecs is not null)
            (_header, _at) = (text, null);
        else if (text.At is { } at)
            _at = At(at, skew);
    }

    private static DateTimeOffset At(DateTimeOffset at, TimeSpan skew)
    {
        var ticks = at.Ticks + skew.Ticks;
        return ticks >= DateTimeOffset.MinValue.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : throw new BrokenFeedException("there is no such time");
    }

    /// <summary>A fragment, which has taken the room over; null for an init segment.</summary>
    private MediaFragment? Binary(byte[] room, int length)
    {
        if (_header is { } header)
        {
            if (length > MaxInit || !Begins(room, length, "ftyp"u8))
                throw new BrokenFeedException("an init segment was to come");

            (_format, _header) = (new StreamFormat(header.Codecs!, header.Width, header.Height, room.AsSpan(0, length).ToArray()), null);
            return null;
        }

        if (_format is null || _at is not { } at || !Begins(room, length, "moof"u8))
            throw new BrokenFeedException("a fragment was to come, with its time before it");

        // A clock that runs ahead must not make an old picture look new.
        _at = null;
        var now = time.GetUtcNow();
        return new MediaFragment(room, length, _format, at < now ? at : now, time.GetTimestamp());
    }

    private static bool Begins(byte[] bytes, int length, ReadOnlySpan<byte> type) => length > 8 && bytes.AsSpan(4, 4).SequenceEqual(type);

    private static byte[] Larger(byte[] room, int length)
    {
        if (length >= MaxFragment)
            throw new BrokenFeedException("a fragment is too large");

        var larger = ArrayPool<byte>.Shared.Rent(2 * length);
        room.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(room);
        return larger;
    }
}
