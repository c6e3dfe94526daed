using System.Runtime.InteropServices;
using Mihari.Agent.Media;
using Mihari.Tests.Agent.Support;

namespace Mihari.Tests.Agent.Sources;

/// <summary>The sound of sources through the real pipeline.</summary>
[Trait("Category", "Slow")]
public sealed class SoundTests : IDisposable
{
    private const string Pictures = "testsrc=s=320x180:r=10:d=";

    private readonly TempFolder _temp = new();

    [Theory]
    [InlineData("aac", "2", "44100")]
    [InlineData("pcm_alaw", "1", "8000")]
    [InlineData("libopus", "1", "48000")]
    public async Task File_WithSound_ComesAsAacBesideThePictures(string codec, string channels, string rate)
    {
        await Programs.RunFfmpeg(
            "-f", "lavfi", "-i", Pictures + "4", "-f", "lavfi", "-i", "sine=f=440:d=4", "-c:v", "libx264", "-preset", "ultrafast",
            "-c:a", codec, "-ac", channels, "-ar", rate, _temp["sound.mkv"]);

        var fragments = await Play("sound.mkv", 6);

        Assert.EndsWith(",mp4a.40.2", fragments[0].Init.Codecs, StringComparison.Ordinal);
        Assert.Equal(48_000u, fragments[0].Init.Sound!.Timescale);
        Assert.All(fragments, f => Assert.InRange(f.SoundLag.TotalMilliseconds, -1, 25));
        Assert.All(fragments, f => Assert.InRange(f.Length.TotalSeconds, 0.9, 1.1));
        Assert.All(fragments.Zip(fragments.Skip(1)), pair => Assert.True(pair.Second.Follows(pair.First)));
    }

    [Fact]
    public async Task File_FlashAndBeepAtOnce_StayTogether()
    {
        await Programs.RunFfmpeg(
            "-f", "lavfi", "-i", "color=c=black:s=320x180:r=10:d=6,drawbox=t=fill:c=white:enable='gte(t,3)'",
            "-f", "lavfi", "-i", "aevalsrc=gte(t\\,3)*0.5*sin(2764*t):s=16000:d=6", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", _temp["flash.mkv"]);

        var clip = await Clip(await Play("flash.mkv", 5));

        var grey = await Programs.RunFfmpeg("-i", clip, "-vf", "scale=2:2,format=gray", "-f", "rawvideo", "pipe:1");
        var flash = Array.FindIndex(grey, b => b > 128) / 4 / 10.0;
        var samples = MemoryMarshal.Cast<byte, short>(await Programs.RunFfmpeg("-i", clip, "-f", "s16le", "-ar", "48000", "pipe:1")).ToArray();
        var beep = Array.FindIndex(samples, s => Math.Abs((int)s) > 3000) / 48_000.0;
        Assert.InRange(flash, 2.9, 3.1);
        Assert.InRange(beep - flash, -0.05, 0.05);
    }

    [Fact]
    public async Task File_SoundWithAHole_HasSilenceInIt()
    {
        await Programs.RunFfmpeg(
            "-f", "lavfi", "-i", Pictures + "6", "-f", "lavfi", "-i", "sine=f=440:d=6,aselect=lt(t\\,2)+gt(t\\,3.5)",
            "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "pcm_alaw", "-ar", "8000", _temp["hole.mkv"]);

        var fragments = await Play("hole.mkv", 5);

        Assert.All(fragments, f => Assert.InRange(f.Sound!.Length.TotalSeconds, 0.97, 1.03));
        Assert.All(fragments.Zip(fragments.Skip(1)), pair => Assert.True(pair.Second.Follows(pair.First)));
    }

    /// <summary>As of a camera that sends its next key frame some seconds after it was asked.</summary>
    [Fact]
    public async Task File_SoundBeginsLongBeforeThePictures_BeginsWithThePictures()
    {
        await Programs.RunFfmpeg(
            "-f", "lavfi", "-i", "sine=f=440:d=9", "-itsoffset", "2.5", "-f", "lavfi", "-i", Pictures + "6",
            "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-map", "0", "-map", "1", _temp["late.mkv"]);

        var fragments = await Play("late.mkv", 3);

        Assert.All(fragments, f => Assert.InRange(f.Length.TotalSeconds, 0.9, 1.1));
        Assert.All(fragments, f => Assert.InRange(f.SoundLag.TotalMilliseconds, -25, 25));
    }

    /// <summary>The pictures would wait for it for good.</summary>
    [Fact]
    public async Task File_SoundIsPromisedAndNeverComes_GoesOnWithoutIt()
    {
        await Programs.RunFfmpeg(
            "-itsoffset", "100", "-f", "lavfi", "-i", "sine=f=440:r=8000:d=1", "-f", "lavfi", "-i", Pictures + "60",
            "-map", "1", "-map", "0", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "pcm_alaw", _temp["dead.mkv"]);
        var sink = new PictureSink();
        await using var running = new RunningPipeline("file:" + _temp["dead.mkv"], sink);

        var fragment = (await sink.Take(1, running.Limit))[0].Fragment;

        Assert.Null(fragment.Init.Sound);
        Assert.Contains(running.Log.All, line => line.Contains("it goes on without sound", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("file:", true)]
    [InlineData("synthetic:seed=3", true)]
    [InlineData("file:", false)]
    [InlineData("synthetic:seed=3", false)]
    public async Task Sound_SwitchedOnOrOff_IsThereOrNoTrackOfIt(string source, bool sound)
    {
        await Programs.RunFfmpeg(
            "-f", "lavfi", "-i", Pictures + "4", "-f", "lavfi", "-i", "sine=f=440:d=4", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", _temp["sound.mkv"]);
        var sink = new PictureSink();
        await using var running = new RunningPipeline(source == "file:" ? source + _temp["sound.mkv"] : source, sink, sound: sound);

        var fragments = await sink.Take(2, running.Limit);

        Assert.All(fragments, f => Assert.Equal(sound, f.Fragment.Sound is not null));
        Assert.Equal(sound, fragments[0].Fragment.Init.Codecs.Contains("mp4a", StringComparison.Ordinal));
    }

    [Fact]
    public async Task File_WithoutSound_HasNoTrackOfIt()
    {
        await Programs.RunFfmpeg("-f", "lavfi", "-i", Pictures + "4", "-c:v", "libx264", "-preset", "ultrafast", _temp["silent.mkv"]);

        Assert.Null((await Play("silent.mkv", 1))[0].Init.Sound);
    }

    public void Dispose() => _temp.Dispose();

    private async Task<List<Fragment>> Play(string file, int count)
    {
        var sink = new PictureSink();
        await using var running = new RunningPipeline("file:" + _temp[file], sink);
        return [.. (await sink.Take(count, running.Limit)).Select(f => f.Fragment)];
    }

    private async Task<string> Clip(List<Fragment> fragments)
    {
        var start = new DateTimeOffset(2026, 11, 22, 3, 4, 0, TimeSpan.Zero);
        var clip = Mihari.Agent.Media.Clip.Join([.. fragments.Select((f, i) => new CapturedFragment(f, start.AddSeconds(i)))], start, start.AddSeconds(fragments.Count))!;
        await File.WriteAllBytesAsync(_temp["clip.mp4"], clip.Bytes);
        return _temp["clip.mp4"];
    }
}
