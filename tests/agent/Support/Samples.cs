using Mihari.Agent.Media;

namespace Mihari.Tests.Agent.Support;

/// <summary>Real fragments, encoded once.</summary>
internal static class Samples
{
    private static readonly Lazy<Task<byte[]>> Encoded = new(() => Programs.RunFfmpeg(
        "-f", "lavfi", "-i", "testsrc=s=160x90:r=5:d=12", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p",
        "-g", "5", "-sc_threshold", "0", "-f", "mp4", "-movflags", "frag_keyframe+empty_moov+default_base_moof", "pipe:1"));

    /// <summary>Twelve seconds of fragmented MP4, a fragment a second.</summary>
    public static Task<byte[]> Bytes() => Encoded.Value;

    public static async Task<List<Fragment>> Fragments()
    {
        var reader = new FragmentReader(new MemoryStream(await Bytes()));
        var fragments = new List<Fragment>();
        while (await reader.Next(CancellationToken.None) is { } fragment)
            fragments.Add(fragment);
        return fragments;
    }

    /// <summary>A recording of any length, a fragment a second.</summary>
    public static async Task<List<CapturedFragment>> Recording(DateTimeOffset start, int seconds)
    {
        var fragments = await Fragments();
        return [.. Enumerable.Range(0, seconds).Select(i => new CapturedFragment(fragments[i % fragments.Count], start.AddSeconds(i)))];
    }
}
