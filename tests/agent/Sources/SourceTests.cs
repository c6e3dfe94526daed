using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Mihari.Agent.Configuration;
using Mihari.Agent.Media;
using Mihari.Agent.Motion;
using Mihari.Agent.Pictures;
using Mihari.Agent.Sources;
using Mihari.Tests.Agent.Support;

namespace Mihari.Tests.Agent.Sources;

/// <summary>Files and RTSP cameras through the real pipeline.</summary>
public sealed class SourceTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly Lines _log = new();

    [Fact]
    public async Task File_Short_IsPlayedAgainWithoutAGap()
    {
        await Programs.RunFfmpeg("-f", "lavfi", "-i", "testsrc=s=320x180:r=10:d=2", "-c:v", "libx264", "-preset", "ultrafast", _temp["two.mp4"]);
        var sink = new Sink();
        await using var running = new Running(this, "file:" + _temp["two.mp4"], sink);

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
        var sink = new Sink { Watch = watch };
        await using var running = new Running(this, "file:" + _temp["motion.mp4"], sink);

        var start = (await sink.Fragments.Reader.ReadAsync(running.Limit)).At;
        var found = await events.Reader.ReadAsync(running.Limit);

        Assert.InRange((found - start).TotalSeconds, 6.8, 8);
    }

    [Fact]
    public async Task Rtsp_CameraServed_YieldsFragmentsAndComesBackAfterItWasGone()
    {
        var (clients, sources) = (Programs.FreePort(), Programs.FreePort());
        var sink = new Sink();
        await using var running = new Running(this, $"rtsp://user:secret@127.0.0.1:{Text(clients)}/cam", sink, "udp");
        await using (await Served.Start(clients, sources))
        {
            await Until(sink, present: true, running.Limit);
            Assert.Equal(320, (await sink.Fragments.Reader.ReadAsync(running.Limit)).Fragment.Init.Width);
            Assert.DoesNotContain("secret", await CommandLinesOfFfmpeg(), StringComparison.Ordinal);
        }

        await Until(sink, present: false, running.Limit);
        await using (await Served.Start(clients, sources))
            await Until(sink, present: true, running.Limit);
        Assert.DoesNotContain(_log.All, line => line.Contains("secret", StringComparison.Ordinal));
    }

    public void Dispose() => _temp.Dispose();

    private static async Task Until(Sink sink, bool present, CancellationToken limit)
    {
        while (await sink.Video.Reader.ReadAsync(limit) != present)
        {
            // Passed over.
        }
    }

    /// <summary>What any user of the machine sees of the programs that were started here.</summary>
    private static async Task<string> CommandLinesOfFfmpeg()
    {
        var all = new System.Text.StringBuilder();
        foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            foreach (var child in (await File.ReadAllTextAsync(Path.Combine(task, "children"))).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                all.AppendLine(await File.ReadAllTextAsync($"/proc/{child}/cmdline"));
        }

        Assert.Contains("libx264", all.ToString(), StringComparison.Ordinal);
        return all.ToString();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A camera: ffmpeg's pictures, served by Debian's rtsp-server-perl, which speaks RTP over UDP only.</summary>
    private sealed class Served(Process server, Process camera) : IAsyncDisposable
    {
        public static async Task<Served> Start(int clients, int sources)
        {
            var server = Programs.Start("rtsp-server-perl", "-c", Text(clients), "-s", Text(sources),
                "--client_listen_address", "127.0.0.1", "--source_listen_address", "127.0.0.1", "--rtp_start_port", Text(Programs.FreePort() / 2 * 2));
            await Programs.Listening(sources);
            return new Served(server, Programs.Start(
                Programs.Ffmpeg.Path, "-hide_banner", "-loglevel", "quiet", "-nostdin", "-re", "-f", "lavfi", "-i", "testsrc=s=320x180:r=10", "-c:v", "libx264",
                "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-g", "10", "-f", "rtsp", $"rtsp://127.0.0.1:{Text(sources)}/cam"));
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var process in (Process[])[camera, server])
            {
                process.Kill();
                await process.WaitForExitAsync();
                process.Dispose();
            }
        }
    }

    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new(TimeSpan.FromSeconds(90));
        private readonly Task _run;

        public Running(SourceTests test, string source, Sink sink, string transport = "tcp")
        {
            var camera = new CameraOptions { DeviceId = Convert.ToHexString(Guid.NewGuid().ToByteArray()[..6]), Source = source, Transport = transport };
            Assert.True(SourceAddress.TryParse(source, out var address, out _));
            _run = new PicturePipeline(camera, address, Programs.Ffmpeg, sink, TimeProvider.System, test._log).Run(_stop.Token);
        }

        public CancellationToken Limit => _stop.Token;

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _run.WaitAsync(TimeSpan.FromSeconds(5));
            _stop.Dispose();
        }
    }

    private sealed class Sink : IPictureSink
    {
        public Channel<CapturedFragment> Fragments { get; } = Channel.CreateUnbounded<CapturedFragment>();

        public Channel<bool> Video { get; } = Channel.CreateUnbounded<bool>();

        public MotionWatch? Watch { get; init; }

        public void OnFragment(CapturedFragment fragment) => Fragments.Writer.TryWrite(fragment);

        public void OnGrey(ReadOnlySpan<byte> grey, DateTimeOffset at) => Watch?.Picture(grey, at);

        public void OnStill(Still still)
        {
        }

        public void OnVideo(bool present) => Video.Writer.TryWrite(present);
    }
}
