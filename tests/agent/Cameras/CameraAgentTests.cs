using System.Text.Json;
using Mihari.Agent.Cameras;
using Mihari.Agent.Configuration;
using Mihari.Agent.Media;
using Mihari.Tests.Agent.Support;

namespace Mihari.Tests.Agent.Cameras;

/// <summary>The whole agent on a synthetic scene, against a real broker.</summary>
public sealed class CameraAgentTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly HttpClient _http = new();
    private readonly Lines _log = new();

    [Fact]
    public async Task Run_SyntheticScene_SaysHelloFiresAndCaptures()
    {
        await using var broker = await Broker.Start();
        await using var uploads = new UploadServer();
        await using var running = Run(broker, "synthetic:seed=0&every=15s");

        var hello = await broker.Next(_ => true);
        Assert.Equal("hello", hello.Channel);
        Assert.Equal("camera", hello.Payload.GetProperty("kind").GetString());
        Assert.Equal("ok", hello.Payload.GetProperty("sd").GetProperty("state").GetString());

        var fired = await broker.Next(m => m.Channel == "event");
        var at = fired.Payload.GetProperty("at").GetDateTimeOffset();
        await broker.Command("c1", "capture", new
        {
            clip = "k",
            from = at.AddSeconds(-5),
            to = at.AddSeconds(5),
            trigger = at,
            uploadUrl = uploads.Address + "clip",
            thumbnailUrl = uploads.Address + "thumbnail",
        });
        var thumbnail = await uploads.Next();
        Assert.Equal("/thumbnail", thumbnail.Path);
        Assert.True(thumbnail.DigestFits);
        Assert.Equal([0xff, 0xd8], thumbnail.Body[..2]);
        var clip = await uploads.Next();
        Assert.Equal("/clip", clip.Path);
        var reader = new FragmentReader(new MemoryStream(clip.Body));
        var length = TimeSpan.Zero;
        while (await reader.Next(CancellationToken.None) is { } fragment)
            length += fragment.Length;
        Assert.InRange(length.TotalSeconds, 9, 12);
        var reply = await broker.Next(m => m.Channel == "reply");
        Assert.True(reply.Payload.GetProperty("ok").GetBoolean(), reply.Payload.ToString());
        Assert.InRange(reply.Payload.GetProperty("result").GetProperty("gapMs").GetInt32(), 0, 1500);

        // The moment has left the memory of pictures when it is asked for from before the start: the recording is decoded.
        await broker.Command("c2", "snapshot", new { uploadUrl = uploads.Address + "now" });
        Assert.Equal("/now", (await uploads.Next()).Path);
        await broker.Command("c3", "capture", new
        {
            clip = "k",
            from = at.AddHours(-2),
            to = at.AddHours(-2).AddSeconds(9),
            uploadUrl = uploads.Address + "clip",
            thumbnailUrl = uploads.Address + "thumbnail",
        });
        Assert.Equal("notRecorded", Error(await broker.Next(m => Reply(m, "c3"))));
        await broker.Command("c4", "dance", new { });
        Assert.Equal("unknownCommand", Error(await broker.Next(m => Reply(m, "c4"))));
        await broker.Command("c5", "ping", new { });
        Assert.Equal(hello.Payload.GetProperty("boot").GetString(), (await broker.Next(m => Reply(m, "c5"))).Payload.GetProperty("result").GetProperty("boot").GetString());

        await broker.Command("c6", "reboot", new { });
        Assert.True((await broker.Next(m => Reply(m, "c6"))).Payload.GetProperty("ok").GetBoolean());
        Assert.NotEqual(hello.Payload.GetProperty("boot").GetString(), (await broker.Next(m => m.Channel == "hello")).Payload.GetProperty("boot").GetString());

        // The reboot has closed a minute: it is listed, and fetched as recorded.
        await broker.Command("c7", "listSegments", new { from = at.AddHours(-1), to = at.AddHours(1) });
        var minute = (await broker.Next(m => Reply(m, "c7"))).Payload.GetProperty("result").GetProperty("segments")[0];
        await broker.Command("c8", "fetchSegment", new { start = minute.GetProperty("start").GetDateTimeOffset(), uploadUrl = uploads.Address + "minute" });
        Assert.Equal(minute.GetProperty("bytes").GetInt64(), (await uploads.Next()).Body.Length);
        Assert.DoesNotContain(_log.All, line => line.Contains(Broker.Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_Stream_SendsLiveAndRecordedPicturesUntilItIsStoppedOrReboots()
    {
        await using var broker = await Broker.Start();
        await using var server = new MediaServer();
        await using var running = Run(broker, "synthetic:");
        await broker.Next(m => m.Channel == "status" && m.Payload.TryGetProperty("video", out _));

        await broker.Command("c1", "stream", new { stream = "live", url = server.Address });
        using var live = await server.Next();
        Assert.Equal((640, 360), ((await live.Header()).Width, live.Init!.Height));
        var first = await live.Fragment();
        Assert.True((await broker.Next(m => Reply(m, "c1"))).Payload.GetProperty("ok").GetBoolean());
        var second = await live.Fragment();

        // A second later; less by what the first guess of the clock was too late, which the next fragments mend.
        Assert.InRange((second.At - first.At).TotalSeconds, 0.01, 1.2);
        Assert.True(Fragment.Parse(second.Bytes, live.Init!).Position > Fragment.Parse(first.Bytes, live.Init!).Position);

        await broker.Command("c2", "stream", new { stream = "recorded", url = server.Address, from = first.At.AddMilliseconds(5) });
        using var recorded = await server.Next();
        await recorded.Header();
        var again = await recorded.Fragment();
        Assert.InRange((again.At - first.At).TotalMilliseconds, -1, 1);
        Assert.Equal(first.Bytes, again.Bytes);

        await broker.Command("c3", "stopStream", new { stream = "live" });
        Assert.True((await broker.Next(m => Reply(m, "c3"))).Payload.GetProperty("ok").GetBoolean());
        await live.Closed();
        await broker.Command("c4", "reboot", new { });
        await recorded.Closed();
        Assert.DoesNotContain(_log.All, line => line.Contains(MediaServer.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_BrokerGoneAndAgentRestarted_SendsTheEventWithItsId()
    {
        await using var broker = await Broker.Start();
        await broker.Down();
        var fired = new TaskCompletionSource();
        await using (Run(broker, "synthetic:seed=0&every=15s"))
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            using var limit = new CancellationTokenSource(Programs.Patience);
            while (!_log.All.Any(l => l.Contains(": motion (", StringComparison.Ordinal)))
                await timer.WaitForNextTickAsync(limit.Token);
        }

        var journal = await File.ReadAllTextAsync(_temp[$"data/{Broker.Device}/journal"]);
        var waiting = journal.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("p")).First(p => p.TryGetProperty("sensor", out _));
        await broker.Up();
        await using var again = Run(broker, "synthetic:seed=0&every=15s");

        Assert.Equal("hello", (await broker.Next(_ => true)).Channel);
        Assert.Equal(waiting.GetProperty("id").GetString(), (await broker.Next(m => m.Channel == "event")).Payload.GetProperty("id").GetString());
        Assert.Equal("segment", (await broker.Next(m => m.Channel == "segment")).Channel);
    }

    [Fact]
    public async Task Run_CardTakenOutAndPutBack_IsReported()
    {
        await using var broker = await Broker.Start();
        await using var running = Run(broker, "synthetic:");
        await broker.Next(m => m.Channel == "status" && m.Payload.TryGetProperty("video", out _));

        Directory.Move(_temp[$"data/{Broker.Device}/card"], _temp["drawer"]);
        await broker.Next(m => Card(m) == "missing");
        Directory.Move(_temp["drawer"], _temp[$"data/{Broker.Device}/card"]);

        await broker.Next(m => Card(m) == "ok");
    }

    [Fact]
    public async Task Run_SourceMissingThenThere_ReportsVideoLostThenOk()
    {
        await using var broker = await Broker.Start();
        await using var running = Run(broker, "file:" + _temp["later.mp4"]);
        await broker.Next(m => Video(m) == "lost");

        await File.WriteAllBytesAsync(_temp["part"], await Samples.Bytes());
        File.Move(_temp["part"], _temp["later.mp4"]);

        await broker.Next(m => Video(m) == "ok");
    }

    public void Dispose()
    {
        _http.Dispose();
        _temp.Dispose();
    }

    private static bool Reply(Heard heard, string id) => heard.Channel == "reply" && heard.Payload.GetProperty("command").GetString() == id;

    private static string? Error(Heard heard) => heard.Payload.GetProperty("error").GetProperty("code").GetString();

    private static string? Card(Heard heard) =>
        heard.Channel == "status" && heard.Payload.TryGetProperty("sd", out var sd) && sd.TryGetProperty("state", out var state) ? state.GetString() : null;

    /// <summary>Where the pictures were lost before the session began, its hello says so, and no status follows.</summary>
    private static string? Video(Heard heard) =>
        heard.Channel is "status" or "hello" && heard.Payload.TryGetProperty("video", out var video) ? video.GetProperty("state").GetString() : null;

    private Running Run(Broker broker, string source)
    {
        var options = new AgentOptions { Server = broker.Server, DataFolder = _temp["data"] };
        var camera = new CameraOptions { DeviceId = Broker.Device, Key = Broker.Key, Source = source };
        return new Running(new CameraAgent(options, camera, Programs.Ffmpeg, _http, TimeProvider.System, _log));
    }

    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly CameraAgent _agent;
        private readonly Task _run;

        public Running(CameraAgent agent)
        {
            _agent = agent;
            _run = agent.Run(_stop.Token);
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _run.WaitAsync(Programs.Patience);
            _agent.Dispose();
            _stop.Dispose();
        }
    }
}
