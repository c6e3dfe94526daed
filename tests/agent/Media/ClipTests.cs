using Mihari.Agent.Media;
using Mihari.Tests.Agent.Support;

namespace Mihari.Tests.Agent.Media;

public sealed class ClipTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 3, 4, 0, TimeSpan.Zero);

    [Fact]
    public async Task Join_MiddleOfARecording_StartsAtZeroAndPlays()
    {
        using var folder = new TempFolder();
        var recording = await Samples.Recording(Start, 12);

        var clip = Clip.Join(recording[4..9], Start.AddSeconds(4.5), Start.AddSeconds(8.5))!;

        Assert.Equal(Start.AddSeconds(4), clip.From);
        Assert.Equal(Start.AddSeconds(9), clip.To);
        Assert.Equal(TimeSpan.Zero, clip.Missing);
        var reader = new FragmentReader(new MemoryStream(clip.Bytes));
        for (var i = 0; i < 5; i++)
            Assert.Equal(TimeSpan.FromSeconds(i), (await reader.Next(CancellationToken.None))!.Position);
        Assert.Null(await reader.Next(CancellationToken.None));
        await File.WriteAllBytesAsync(folder["clip.mp4"], clip.Bytes);
        var raw = await Programs.RunFfmpeg("-i", folder["clip.mp4"], "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1");
        Assert.Equal(25 * 160 * 90, raw.Length);
    }

    [Fact]
    public async Task Join_RecordingWithAHole_SaysWhatIsMissing()
    {
        var recording = await Samples.Recording(Start, 12);

        var clip = Clip.Join([.. recording[2..4], .. recording[7..9]], Start.AddSeconds(2), Start.AddSeconds(9))!;

        Assert.Equal(TimeSpan.FromSeconds(3), clip.Missing);
    }

    [Fact]
    public void Join_NoFragments_IsNull() => Assert.Null(Clip.Join([], Start, Start.AddSeconds(1)));
}
