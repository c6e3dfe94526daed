using System.Threading.Channels;
using Mihari.Agent.Motion;
using Mihari.Tests.Agent.Support;

namespace Mihari.Tests.Agent.Sources;

/// <summary>Files through the real pipeline.</summary>
public sealed class SourceTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Fact]
    public async Task File_Short_IsPlayedAgainWithoutAGap()
    {
        await Programs.RunFfmpeg("-f", "lavfi", "-i", "testsrc=s=320x180:r=10:d=2", "-c:v", "libx264", "-preset", "ultrafast", _temp["two.mp4"]);
        var sink = new PictureSink();
        await using var running = new RunningPipeline("file:" + _temp["two.mp4"], sink);

        var before = await sink.Fragments.Reader.ReadAsync(running.Limit);
        for (var i = 0; i < 5; i++)
        {
            var next = await sink.Fragments.Reader.ReadAsync(running.Limit);

            // No gap; and earlier only by what the first guesses of the clock were too late, on a machine that was slow to start.
            Assert.InRange((next.At - before.End).TotalMilliseconds, -1000, 150);
            Assert.InRange(next.Fragment.Length.TotalSeconds, 0.9, 1.1);
            before = next;
        }
    }

    [Fact]
    public async Task File_KnownMotion_IsFoundWithinASecondAndNotBefore()
    {
        // Seven quiet seconds with noise and a burnt-in counter, then something crosses for three, then quiet.
        await Programs.RunFfmpeg(
            "-f", "lavfi", "-i", "color=c=0x77808a:s=640x360:r=10:d=13,noise=alls=8:allf=t", "-f", "lavfi", "-i", "color=c=0x282018:s=70x150:r=10:d=13",
            "-filter_complex", "[0][1]overlay=x='if(between(t,7,10),(t-7)*200,-200)':y=180", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "20", _temp["motion.mp4"]);
        var events = Channel.CreateUnbounded<DateTimeOffset>();
        var watch = new MotionWatch(0.5, new MotionSpans(), fired => events.Writer.TryWrite(fired.At));
        var sink = new PictureSink { Watch = watch };
        await using var running = new RunningPipeline("file:" + _temp["motion.mp4"], sink);

        var first = await sink.Fragments.Reader.ReadAsync(running.Limit);
        var found = await events.Reader.ReadAsync(running.Limit);

        // The first guess of the clock is late where the machine is slow to start; later fragments know better when the first began.
        var start = first.At;
        while (sink.Fragments.Reader.TryRead(out var later))
        {
            if (later.At - (later.Fragment.Position - first.Fragment.Position) is var at && at < start)
                start = at;
        }

        Assert.InRange((found - start).TotalSeconds, 6.8, 8);
    }

    /// <summary>The protocol's video is H.264: what a camera sends as H.265 is encoded anew, as everything is.</summary>
    [Fact]
    public async Task File_OfH265_ComesAsH264()
    {
        await Programs.RunFfmpeg(
            "-f", "lavfi", "-i", "testsrc=s=320x180:r=10:d=4", "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", _temp["hevc.mp4"]);
        var sink = new PictureSink();
        await using var running = new RunningPipeline("file:" + _temp["hevc.mp4"], sink);

        var fragment = (await sink.Fragments.Reader.ReadAsync(running.Limit)).Fragment;

        Assert.StartsWith("avc1.", fragment.Init.Codecs, StringComparison.Ordinal);
        Assert.Equal((320, 180), (fragment.Init.Width, fragment.Init.Height));
    }

    public void Dispose() => _temp.Dispose();
}
