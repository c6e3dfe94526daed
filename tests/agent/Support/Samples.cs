using System.Buffers.Binary;
using Mihari.Agent.Media;

namespace Mihari.Tests.Agent.Support;

/// <summary>Real fragments, encoded once.</summary>
internal static class Samples
{
    private static readonly Lazy<Task<byte[]>> Silent = new(() => Encode("-an"));

    private static readonly Lazy<Task<byte[]>> WithSound = new(() => Encode("-map", "0", "-map", "1", "-c:a", "aac", "-b:a", "48k", "-af", "atrim=start_sample=1024"));

    /// <summary>Twelve seconds of fragmented MP4, a fragment a second.</summary>
    public static Task<byte[]> Bytes(bool sound = false) => (sound ? WithSound : Silent).Value;

    public static async Task<List<Fragment>> Fragments(bool sound = false)
    {
        var reader = new FragmentReader(new MemoryStream(await Bytes(sound)));
        var fragments = new List<Fragment>();
        while (await reader.Next(CancellationToken.None) is { } fragment)
            fragments.Add(fragment);
        return fragments;
    }

    /// <summary>The fragment with a tail that makes it longer than what a connection takes up on its own.</summary>
    public static CapturedFragment Huge(CapturedFragment small, int tail = 12 << 20)
    {
        var bytes = small.Fragment.Bytes;
        Assert.True(Mp4.TryNext(bytes, 0, bytes.Length, out var moof) && Mp4.TryNext(bytes, moof.End, bytes.Length, out _));
        var huge = new byte[bytes.Length + tail];
        bytes.CopyTo(huge, 0);
        BinaryPrimitives.WriteInt32BigEndian(huge.AsSpan(moof.End), huge.Length - moof.End);
        return small with { Fragment = Fragment.Parse(huge, small.Fragment.Init) };
    }

    /// <summary>A recording of any length, a fragment a second.</summary>
    public static async Task<List<CapturedFragment>> Recording(DateTimeOffset start, int seconds, bool sound = false)
    {
        var fragments = await Fragments(sound);
        return [.. Enumerable.Range(0, seconds).Select(i => new CapturedFragment(fragments[i % fragments.Count], start.AddSeconds(i)))];
    }

    /// <summary>Whether pictures and sound go on where those of another fragment end.</summary>
    public static bool Follows(this Fragment fragment, Fragment other) =>
        IsNext(other.Pictures, fragment.Pictures) && (other.Sound is null ? fragment.Sound is null : fragment.Sound is not null && IsNext(other.Sound, fragment.Sound));

    private static bool IsNext(TrackFragment one, TrackFragment next) => next.BaseTime == one.BaseTime + (ulong)one.Duration;

    private static Task<byte[]> Encode(params string[] sound) => Programs.RunFfmpeg(
    [
        "-f", "lavfi", "-i", "testsrc=s=160x90:r=5:d=12", "-f", "lavfi", "-i", "sine=f=440:r=48000:d=12", .. sound,
        "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p",
        "-g", "5", "-sc_threshold", "0", "-f", "mp4", "-movflags", "frag_keyframe+empty_moov+default_base_moof", "pipe:1",
    ]);
}
