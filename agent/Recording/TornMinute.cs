using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Mihari.Agent.Media;
using Mihari.Protocol;

namespace Mihari.Agent.Recording;

/// <summary>What is whole of a recording that a crash, a power cut or a pulled card has torn.</summary>
internal static class TornMinute
{
    /// <summary>More is no minute: a damaged length must not claim the memory.</summary>
    private const long MostBytes = 512L << 20;

    /// <summary>
    /// Cuts a file back to its whole fragments and writes the side file that makes a minute of them. The order is that of a
    /// minute that is closed: the old side file goes, the cut is durable, then the new side file is moved to its place. A
    /// crash between any two leaves a torn file, which the next start mends.
    /// </summary>
    /// <returns>Null where no fragment is whole; the file is as it was.</returns>
    public static Minute? Mend(string file, Func<DateTimeOffset, TimeSpan, IReadOnlyList<int[]>> motion)
    {
        if (StartOf(file) is not { } start || new FileInfo(file).Length > MostBytes)
            return null;

        var bytes = File.ReadAllBytes(file);
        if (Whole(bytes, out var initBytes, out var rows, out var duration) is not (> 0 and var length))
            return null;

        var side = Path.ChangeExtension(file, ".json");
        File.Delete(side);
        using (var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.Read | FileShare.Delete))
        {
            stream.SetLength(length);
            stream.Flush(flushToDisk: true);
        }

        DirectorySync.Flush(Path.GetDirectoryName(file)!);
        var minute = new Minute
        {
            Manifest = new SegmentManifest
            {
                Start = start,
                DurationMs = duration,
                Bytes = length,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, length))),
                Motion = motion(start, TimeSpan.FromMilliseconds(duration)),
            },
            InitBytes = initBytes,
            Fragments = rows,
        };
        DirectorySync.WriteDurably(side, JsonSerializer.SerializeToUtf8Bytes(minute, RecordingJson.Default.Minute));
        return minute;
    }

    /// <summary>The name of a file is its start.</summary>
    private static DateTimeOffset? StartOf(string file) =>
        DateTimeOffset.TryParseExact(
            Path.GetFileName(Path.GetDirectoryName(file)) + Path.GetFileNameWithoutExtension(file), "yyyyMMddHHmmssfff",
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start) ? start : null;

    /// <summary>Walks the boxes from the start as far as they are whole; the length of that, 0 where no fragment is.</summary>
    private static int Whole(byte[] bytes, out int initBytes, out List<int[]> rows, out int duration)
    {
        (initBytes, rows, duration) = (0, [], 0);
        var end = 0;
        try
        {
            var at = 0;
            while (Mp4.TryNext(bytes, at, bytes.Length, out var box) && box.Type != Mp4.Moof)
            {
                at = box.End;
                if (box.Type == Mp4.Moov)
                    break;
            }

            var init = InitSegment.Parse(bytes[..at]);
            initBytes = at;
            ulong? first = null;
            while (Mp4.TryNext(bytes, at, bytes.Length, out var moof) && Mp4.TryNext(bytes, moof.End, bytes.Length, out var mdat))
            {
                var fragment = Fragment.Parse(bytes[at..mdat.End], init);
                if (!IsWritten(fragment))
                    break;

                first ??= fragment.Pictures.BaseTime;
                var into = (fragment.Position - init.Pictures.Time(first.Value)).TotalMilliseconds;

                // A time that goes back, or beyond what a minute holds: one after the other, as they were recorded.
                if (into < duration - MinuteWriter.Gap.TotalMilliseconds || into > duration + MinuteWriter.Gap.TotalMilliseconds)
                    into = duration;
                rows.Add([at, mdat.End - at, (int)Math.Round(into)]);
                duration = Math.Clamp((int)Math.Round(into + fragment.Length.TotalMilliseconds), 1, 120_000);
                at = end = mdat.End;
            }
        }
        catch (InvalidDataException)
        {
            // The rest is not what was recorded.
        }

        return end;
    }

    /// <summary>
    /// Pictures as they are in an MP4: lengths that tile each of them; sound as AAC writes it: its last bits are ones. Blocks that
    /// never reached the card read as zeros.
    /// </summary>
    private static bool IsWritten(Fragment fragment)
    {
        ReadOnlySpan<byte> bytes = fragment.Bytes;
        foreach (var sample in fragment.Pictures.Samples(bytes))
        {
            if (!IsTiled(bytes[sample]))
                return false;
        }

        foreach (var sample in fragment.Sound?.Samples(bytes) ?? [])
        {
            if (bytes[sample] is not [.., not 0])
                return false;
        }

        return true;
    }

    private static bool IsTiled(ReadOnlySpan<byte> picture)
    {
        var at = 0;
        while (picture.Length - at >= 4)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(picture[at..]);
            if (length == 0 || length > picture.Length - at - 4)
                return false;
            at += 4 + (int)length;
        }

        return at > 0 && at == picture.Length && picture[^1] != 0;
    }
}
