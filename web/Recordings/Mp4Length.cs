using System.Buffers.Binary;

namespace Mihari.Web.Recordings;

/// <summary>How long an MP4 plays, as its <c>mvhd</c> says (ISO/IEC 14496-12). A program that is started for it takes as long as the conversion.</summary>
internal static class Mp4Length
{
    private const int HeadBytes = 8, LongHeadBytes = 16;

    /// <exception cref="InvalidDataException">The file has no such box.</exception>
    public static async Task<TimeSpan> Read(string file, CancellationToken cancel)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 4096, useAsync: true);
        var end = await Find(stream, "moov"u8.ToArray(), stream.Length, cancel);
        await Find(stream, "mvhd"u8.ToArray(), end, cancel);
        var body = new byte[32];
        await stream.ReadExactlyAsync(body, cancel);

        // Version and flags, two times, then the unit and the length; in version 1 all but the unit have 8 bytes.
        var (unit, length) = body[0] == 1
            ? (BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(20)), BinaryPrimitives.ReadUInt64BigEndian(body.AsSpan(24)))
            : (BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(12)), BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(16)));
        return unit == 0 ? throw new InvalidDataException("mvhd counts in no unit") : TimeSpan.FromSeconds((double)length / unit);
    }

    /// <summary>Goes to the body of the next box of a kind, and returns its end.</summary>
    private static async Task<long> Find(FileStream stream, byte[] kind, long end, CancellationToken cancel)
    {
        var head = new byte[LongHeadBytes];
        while (stream.Position + HeadBytes <= end)
        {
            var at = stream.Position;
            await stream.ReadExactlyAsync(head.AsMemory(0, HeadBytes), cancel);
            long size = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (size == 1)
            {
                await stream.ReadExactlyAsync(head.AsMemory(HeadBytes, LongHeadBytes - HeadBytes), cancel);
                size = BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(HeadBytes));
            }

            if (size < HeadBytes || size > end - at)
                break;

            if (head.AsSpan(4, 4).SequenceEqual(kind))
                return at + size;

            stream.Position = at + size;
        }

        throw new InvalidDataException($"no {System.Text.Encoding.ASCII.GetString(kind)}");
    }
}
