using System.Security.Cryptography;
using System.Text.Json;
using Mihari.Agent.Media;
using Mihari.Protocol;

namespace Mihari.Agent.Recording;

/// <summary>The minute that is being recorded. Not safe for several threads: the ring holds its lock.</summary>
internal sealed class MinuteWriter : IDisposable
{
    /// <summary>A pause in the pictures that is longer ends the minute, so that a minute has no hole.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromSeconds(2);

    private readonly Stream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<int[]> _fragments = [];
    private readonly InitSegment _init;

    private MinuteWriter(string path, Stream file, CapturedFragment first, DateTimeOffset start)
    {
        (Path, _file, _init, Start, End) = (path, file, first.Fragment.Init, start, start);
    }

    public string Path { get; }

    /// <summary>In whole milliseconds, as the manifest says it.</summary>
    public DateTimeOffset Start { get; }

    public DateTimeOffset End { get; private set; }

    public long Bytes { get; private set; }

    public IReadOnlyList<int[]> Fragments => _fragments;

    public int InitBytes => _init.Bytes.Length;

    /// <param name="path">A file that does not exist yet.</param>
    /// <param name="open">Creates it.</param>
    /// <param name="first">Its first fragment, which is not written yet.</param>
    /// <param name="start">The fragment's time in whole milliseconds.</param>
    public static MinuteWriter Create(string path, Func<string, Stream> open, CapturedFragment first, DateTimeOffset start)
    {
        var day = System.IO.Path.GetDirectoryName(path)!;
        if (!Directory.Exists(day))
        {
            // The day's own name has to be durable too, or a power cut takes all of its minutes.
            Directory.CreateDirectory(day);
            DirectorySync.Flush(System.IO.Path.GetDirectoryName(day)!);
        }

        var writer = new MinuteWriter(path, open(path), first, start);
        try
        {
            writer.Write(first.Fragment.Init.Bytes);
            return writer;
        }
        catch
        {
            writer.Abandon();
            throw;
        }
    }

    /// <summary>Whether the fragment belongs to this minute of the wall clock, follows on, and is of the same encoding.</summary>
    public bool Fits(CapturedFragment fragment) =>
        fragment.At.ToUnixTimeSeconds() / 60 == Start.ToUnixTimeSeconds() / 60
        && fragment.At >= Start
        && (fragment.At - End).Duration() <= Gap
        && fragment.Fragment.Init.SameAs(_init);

    public void Append(CapturedFragment fragment)
    {
        var row = new[] { (int)Bytes, fragment.Fragment.Bytes.Length, (int)(fragment.At - Start).TotalMilliseconds };
        Write(fragment.Fragment.Bytes);
        _file.Flush();
        _fragments.Add(row);
        End = fragment.End;
    }

    /// <summary>Makes the minute durable: the file, its folder, then the side file.</summary>
    public Minute Close(Func<DateTimeOffset, TimeSpan, IReadOnlyList<int[]>> motion)
    {
        if (_file is FileStream file)
            file.Flush(flushToDisk: true);
        else
            _file.Flush();
        _file.Dispose();
        DirectorySync.Flush(System.IO.Path.GetDirectoryName(Path)!);
        var duration = Math.Clamp((int)(End - Start).TotalMilliseconds, 1, 120_000);
        var minute = new Minute
        {
            Manifest = new SegmentManifest
            {
                Start = Start,
                DurationMs = duration,
                Bytes = Bytes,
                Sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset()),
                Motion = motion(Start, TimeSpan.FromMilliseconds(duration)),
            },
            InitBytes = InitBytes,
            Fragments = [.. _fragments],
        };
        DirectorySync.WriteDurably(System.IO.Path.ChangeExtension(Path, ".json"), JsonSerializer.SerializeToUtf8Bytes(minute, RecordingJson.Default.Minute));
        return minute;
    }

    /// <summary>Gives the minute up: what is there of it is removed as far as that is possible.</summary>
    public void Abandon()
    {
        try
        {
            _file.Dispose();
            File.Delete(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A card that is gone or broken; the next start mends the file as torn.
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }

    private void Write(byte[] bytes)
    {
        _file.Write(bytes);
        _hash.AppendData(bytes);
        Bytes += bytes.Length;
    }
}
