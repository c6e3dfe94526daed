using Mihari.Agent.Media;
using Mihari.Tests.Agent.Support;

namespace Mihari.Tests.Agent.Media;

/// <summary>Fragments, and clips of them, that hold sound beside the pictures.</summary>
public sealed class SoundTrackTests
{
    /// <summary>The lengths of an AAC frame and of a time unit of the pictures.</summary>
    private const double Frame = 1024 / 48_000.0, Unit = 1 / 10_240.0;

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 3, 4, 0, TimeSpan.Zero);

    [Fact]
    public async Task Next_StreamWithSound_YieldsBothTracks()
    {
        var fragments = await Samples.Fragments(sound: true);

        Assert.Equal(12, fragments.Count);
        Assert.Matches("^avc1\\.42[0-9a-f]{4},mp4a\\.40\\.2$", fragments[0].Init.Codecs);
        Assert.Equal((160, 90), (fragments[0].Init.Width, fragments[0].Init.Height));
        Assert.All(fragments, f => Assert.Equal(TimeSpan.FromSeconds(1), f.Length));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => TimeSpan.FromSeconds(i)), fragments.Select(f => f.Position));
        Assert.All(fragments, f => Assert.InRange(f.SoundLag.TotalSeconds, 0, Frame));
        Assert.All(fragments.Zip(fragments.Skip(1)), pair => Assert.True(pair.Second.Follows(pair.First)));
    }

    [Fact]
    public async Task Samples_OfBothTracks_AreAllThatTheFragmentHolds()
    {
        foreach (var fragment in await Samples.Fragments(sound: true))
        {
            Assert.True(Mp4.TryNext(fragment.Bytes, 0, fragment.Bytes.Length, out var moof));
            var samples = fragment.Pictures.Samples(fragment.Bytes).Concat(fragment.Sound!.Samples(fragment.Bytes)).OrderBy(s => s.Start.Value).ToList();

            Assert.Equal(moof.End + 8, samples[0].Start.Value);
            Assert.Equal(fragment.Bytes.Length, samples[^1].End.Value);
            Assert.All(samples.Zip(samples.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
        }
    }

    [Fact]
    public async Task Join_MiddleOfARecording_KeepsSoundAndPicturesTogether()
    {
        var recording = (await Samples.Recording(Start, 12, sound: true))[4..9];

        var cut = await Cut(recording);

        Assert.Equal(TimeSpan.Zero, cut[0].Position);
        Assert.All(cut.Zip(cut.Skip(1)), pair => Assert.True(pair.Second.Follows(pair.First)));
        Assert.All(cut.Zip(recording), pair => Assert.InRange((pair.First.SoundLag - pair.Second.Fragment.SoundLag).TotalSeconds, -Unit, Unit));
    }

    /// <summary>Another run of ffmpeg begins at 0 again; its sound may begin where that of the one before has not ended yet.</summary>
    [Fact]
    public async Task Join_OverTwoRunsAndAHole_NoTrackGoesBackAndBothStayTogether()
    {
        var recording = await Samples.Recording(Start, 24, sound: true);
        List<CapturedFragment> taken = [.. recording[9..11], .. recording[12..15], .. recording[20..22]];

        var cut = await Cut(taken);

        foreach (var (one, next) in cut.Zip(cut.Skip(1)))
        {
            Assert.InRange((next.Position - one.Position - one.Length).TotalSeconds, 0, (2 * Frame) + Unit);
            Assert.InRange((next.Sound!.Position - one.Sound!.Position - one.Sound.Length).TotalSeconds, 0, (2 * Frame) + Unit);
        }

        Assert.All(cut.Zip(taken), pair => Assert.InRange((pair.First.SoundLag - pair.Second.Fragment.SoundLag).TotalSeconds, -Unit, Unit));
    }

    [Fact]
    public async Task Join_SoundCameWithinTheSpan_EndsWhereItCame()
    {
        var silent = await Samples.Recording(Start, 3);
        var sounding = await Samples.Recording(Start.AddSeconds(3), 3, sound: true);

        var clip = Clip.Join([.. silent, .. sounding], Start, Start.AddSeconds(6))!;

        Assert.Equal((Start.AddSeconds(3), TimeSpan.FromSeconds(3)), (clip.To, clip.Missing));
    }

    [Fact]
    public async Task Join_WithSound_PlaysBothToTheEnd()
    {
        using var folder = new TempFolder();
        var clip = Clip.Join((await Samples.Recording(Start, 24, sound: true))[6..18], Start, Start.AddSeconds(18))!;
        await File.WriteAllBytesAsync(folder["clip.mp4"], clip.Bytes);

        var pictures = await Programs.RunFfmpeg("-xerror", "-i", folder["clip.mp4"], "-an", "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1");
        var sound = await Programs.RunFfmpeg("-xerror", "-i", folder["clip.mp4"], "-vn", "-f", "s16le", "pipe:1");

        Assert.Equal(60 * 160 * 90, pictures.Length);
        Assert.InRange(sound.Length / 2 / 48_000.0, 11.95, 12.05);
    }

    private static async Task<List<Fragment>> Cut(List<CapturedFragment> taken)
    {
        var clip = Clip.Join(taken, taken[0].At, taken[^1].End)!;
        var reader = new FragmentReader(new MemoryStream(clip.Bytes));
        var fragments = new List<Fragment>();
        while (await reader.Next(CancellationToken.None) is { } fragment)
            fragments.Add(fragment);
        Assert.Equal(taken.Count, fragments.Count);
        return fragments;
    }
}
