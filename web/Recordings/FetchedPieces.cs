using System.Buffers.Binary;
using System.Globalization;
using Mihari.Web.Streams;

namespace Mihari.Web.Recordings;

/// <summary>
/// A recording as it comes from the camera, in files each of which has one encoding and one run of time: a new one begins where the
/// encoding changes, the fragments' own clock starts anew, or there is a hole.
/// </summary>
internal sealed class FetchedPieces(string folder) : IAsyncDisposable
{
    /// <summary>A longer pause between two fragments is a hole: it is left out of the converted file.</summary>
    private static readonly TimeSpan Hole = TimeSpan.FromSeconds(3);

    private readonly List<string> _files = [];
    private FileStream? _open;
    private StreamFormat? _format;
    private ulong _clock;
    private DateTimeOffset _at;

    /// <summary>The files, in order.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>The encoding of the first.</summary>
    public string? Codecs { get; private set; }

    /// <exception cref="IOException">There is no room.</exception>
    public async Task Add(MediaFragment fragment, CancellationToken cancel)
    {
        var clock = ClockOf(fragment.Bytes.Span);
        if (_open is null || !ReferenceEquals(_format, fragment.Format) || clock < _clock || fragment.At - _at > Hole)
            await Begin(fragment.Format, cancel);

        await _open!.WriteAsync(fragment.Bytes, cancel);
        (_clock, _at) = (clock, fragment.At);
    }

    public async ValueTask DisposeAsync()
    {
        if (_open is not null)
            await _open.DisposeAsync();
    }

    private async Task Begin(StreamFormat format, CancellationToken cancel)
    {
        if (_open is not null)
            await _open.DisposeAsync();

        var file = Path.Combine(folder, _files.Count.ToString("D4", CultureInfo.InvariantCulture) + ".mp4");
        _open = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 128 * 1024, useAsync: true);
        _files.Add(file);
        (_format, Codecs) = (format, Codecs ?? format.Codecs);
        await _open.WriteAsync(format.Init, cancel);
    }

    /// <summary>The decode time of a fragment (<c>moof/traf/tfdt</c>); 0 where it says none.</summary>
    private static ulong ClockOf(ReadOnlySpan<byte> fragment)
    {
        // The box lies near the start, before any media data.
        var head = fragment[..Math.Min(fragment.Length, 4096)];
        var at = head.IndexOf("tfdt"u8);
        if (at < 0 || at + 16 > head.Length)
            return 0;

        return head[at + 4] == 1 ? BinaryPrimitives.ReadUInt64BigEndian(head[(at + 8)..]) : BinaryPrimitives.ReadUInt32BigEndian(head[(at + 8)..]);
    }
}
