using System.Globalization;
using System.Text.Json;
using Mihari.Agent.Media;

namespace Mihari.Agent.Recording;

/// <summary>The files of a card: <c>yyyyMMdd/HHmmssfff.mp4</c> in UTC, each with its side file.</summary>
internal sealed class RecordingFolder(string path)
{
    /// <summary>How many of the newest minutes are walked box by box at start; older ones are held to their length.</summary>
    private const int Walked = 3;

    public string Path { get; } = path;

    public bool Exists => Directory.Exists(Path);

    public string FileOf(DateTimeOffset start) =>
        System.IO.Path.Combine(Path, start.ToString("yyyyMMdd", CultureInfo.InvariantCulture), start.ToString("HHmmssfff", CultureInfo.InvariantCulture) + ".mp4");

    /// <summary>Reads all minutes, oldest first. Of what a crash has torn the whole fragments are kept, and the rest is dropped.</summary>
    /// <param name="motion">What a manifest says of motion in a span.</param>
    /// <param name="torn">What was torn.</param>
    public List<Minute> Scan(Func<DateTimeOffset, TimeSpan, IReadOnlyList<int[]>> motion, out List<Torn> torn)
    {
        torn = [];
        var minutes = new List<Minute>();
        foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Reverse())
        {
            switch (System.IO.Path.GetExtension(file))
            {
                case ".mp4" when Read(file, walk: minutes.Count < Walked) is { } minute:
                    minutes.Add(minute);
                    break;
                case ".mp4":
                    var lost = new FileInfo(file).Length;
                    var mended = TornMinute.Mend(file, motion);
                    if (mended is not null)
                        minutes.Add(mended);
                    else
                        Drop(file);
                    torn.Add(new Torn(file, mended?.Manifest.DurationMs, lost - (mended?.Manifest.Bytes ?? 0)));
                    break;
                case ".json" when !File.Exists(System.IO.Path.ChangeExtension(file, ".mp4")):
                case ".new":
                    File.Delete(file);
                    break;
            }
        }

        minutes.Sort((a, b) => a.Manifest.Start.CompareTo(b.Manifest.Start));
        return minutes;
    }

    public void Delete(DateTimeOffset start)
    {
        var file = FileOf(start);
        var day = System.IO.Path.GetDirectoryName(file)!;
        try
        {
            File.Delete(System.IO.Path.ChangeExtension(file, ".json"));
            File.Delete(file);
            if (!Directory.EnumerateFileSystemEntries(day).Any())
                Directory.Delete(day);
        }
        catch (DirectoryNotFoundException) when (Exists)
        {
            // Somebody removed the day by hand: the minute is gone, as was asked.
        }
    }

    /// <summary>The fragments of a file that a predicate on capture time takes.</summary>
    /// <exception cref="InvalidDataException">The file is not what its rows say.</exception>
    public static IEnumerable<CapturedFragment> ReadFragments(
        string file, DateTimeOffset start, int initBytes, IReadOnlyList<int[]> rows, Func<CapturedFragment, bool> take, Func<DateTimeOffset, bool> worth)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[initBytes];
        stream.ReadExactly(bytes);
        var init = InitSegment.Parse(bytes);
        foreach (var row in rows)
        {
            var at = start.AddMilliseconds(row[2]);
            if (!worth(at))
                continue;

            bytes = new byte[row[1]];
            stream.Position = row[0];
            stream.ReadExactly(bytes);
            var fragment = new CapturedFragment(Fragment.Parse(bytes, init), at);
            if (take(fragment))
                yield return fragment;
        }
    }

    /// <summary>The side file of a minute; null where it is missing or does not fit its file.</summary>
    public static Minute? Read(string file, bool walk)
    {
        try
        {
            var minute = JsonSerializer.Deserialize(File.ReadAllBytes(System.IO.Path.ChangeExtension(file, ".json")), RecordingJson.Default.Minute);
            if (minute is null || minute.Manifest.Bytes != new FileInfo(file).Length || !minute.Tiles())
                return null;
            if (walk)
                _ = ReadFragments(file, minute.Manifest.Start, minute.InitBytes, minute.Fragments, _ => true, _ => true).Count();
            return minute;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or FileNotFoundException or DirectoryNotFoundException or EndOfStreamException)
        {
            return null;
        }
    }

    private static void Drop(string file)
    {
        File.Delete(file);
        File.Delete(System.IO.Path.ChangeExtension(file, ".json"));
    }
}

/// <summary>A file that was found torn.</summary>
/// <param name="File">Its path.</param>
/// <param name="KeptMs">How long it is now; null where nothing of it was whole.</param>
/// <param name="LostBytes">How much was cut off.</param>
internal readonly record struct Torn(string File, int? KeptMs, long LostBytes);
