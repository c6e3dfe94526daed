using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Mihari.Agent.Capture;
using Mihari.Agent.Configuration;
using Mihari.Agent.Link;
using Mihari.Agent.Media;
using Mihari.Agent.Motion;
using Mihari.Agent.Pictures;
using Mihari.Agent.Recording;
using Mihari.Agent.Replies;
using Mihari.Agent.Sources;
using Mihari.Agent.Stills;
using Mihari.Agent.Streams;
using Mihari.Protocol;

namespace Mihari.Agent.Cameras;

/// <summary>
/// One camera: its pictures, card, motion, link and commands. What it keeps lies in
/// <c>{DataFolder}/{DeviceId}</c>: <c>card/</c>, <c>journal</c> and <c>replies</c>.
/// </summary>
internal sealed partial class CameraAgent : IPictureSink, ICardObserver, ILinkOwner, IDisposable
{
    /// <summary>Fragments that may wait for a slow card, some two minutes; then the oldest are lost.</summary>
    private const int MostWaiting = 120;

    private static readonly TimeSpan CardCheck = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RebootDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    private readonly CameraOptions _camera;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Outbox _outbox;
    private readonly RecordingRing _ring;
    private readonly StillRing _stills = new();
    private readonly MotionSpans _spans = new();
    private readonly StillMaker _stillMaker;
    private readonly Uploader _uploader;
    private readonly StreamDesk _streams;
    private readonly CommandDesk _desk;
    private readonly PicturePipeline _pipeline;
    private readonly DeviceLink _link;
    private readonly Channel<CapturedFragment?> _fragments = System.Threading.Channels.Channel.CreateBounded<CapturedFragment?>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly FileStream _sole;
    private MotionWatch _motion;
    private WireVideoState _video = WireVideoState.Ok;
    private string _boot = "";
    private CancellationTokenSource? _run;
    private CancellationTokenSource? _reboot;

    public CameraAgent(AgentOptions agent, CameraOptions camera, FfmpegTool tool, HttpClient http, TimeProvider time, ILogger logger)
    {
        (_camera, _time, _logger) = (camera, time, logger);
        var home = Path.GetFullPath(Path.Combine(agent.DataFolder, camera.DeviceId));
        var folder = new RecordingFolder(camera.Card is { } card ? Path.GetFullPath(card) : Path.Combine(home, "card"));
        if (!Directory.Exists(home))
            Directory.CreateDirectory(folder.Path);
        Directory.CreateDirectory(home);

        // Two agents on one folder would write into each other's recordings.
        _sole = new FileStream(Path.Combine(home, "lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        _outbox = new Outbox(camera.DeviceId, Path.Combine(home, "journal"), logger);
        _ring = new RecordingRing(camera.DeviceId, folder, camera.Capacity, this, _spans.Within, logger);
        _stillMaker = new StillMaker(_stills, _ring, tool, time);
        _uploader = new Uploader(http, time, logger);
        _streams = new StreamDesk(camera.DeviceId, _ring, http, time, logger);
        _desk = new CommandDesk(camera.DeviceId, new ReplyTable(Path.Combine(home, "replies")), _outbox, Handlers(), time, logger);
        _ = SourceAddress.TryParse(camera.Source, out var source, out _);
        _pipeline = new PicturePipeline(camera, source!, tool, this, time, logger, agent.TimeZone);
        _link = new DeviceLink(camera, agent, _outbox, this, time, logger);
        _motion = NewMotion();
    }

    /// <summary>Runs until cancelled. A failure of one part starts all parts of this camera anew, and of no other.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        _ring.Open();
        while (!cancellation.IsCancellationRequested)
        {
            _boot = Guid.NewGuid().ToString("N");
            using var reboot = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
            using var run = CancellationTokenSource.CreateLinkedTokenSource(cancellation, reboot.Token);
            (_run, _reboot) = (run, reboot);
            Task[] parts = [_pipeline.Run(run.Token), _link.Run(run.Token), Record(run.Token)];
            await Task.WhenAny(parts);
            var rebooting = run.IsCancellationRequested;
            await run.CancelAsync();
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _desk.Drained().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _streams.Drained().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _ring.CloseMinute();
            if (rebooting)
                continue;

            PartFailed(_logger, _camera.DeviceId, Array.Find(parts, p => p.IsFaulted)?.Exception?.GetBaseException());
            await Task.Delay(AfterFailure, _time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void OnFragment(CapturedFragment fragment)
    {
        _streams.OnFragment(fragment);
        _fragments.Writer.TryWrite(fragment);
    }

    public void OnGrey(ReadOnlySpan<byte> grey, DateTimeOffset at) => _motion.Picture(grey, at);

    public void OnStill(Still still) => _stills.Add(still);

    public void OnVideo(bool present)
    {
        _video = present ? WireVideoState.Ok : WireVideoState.Lost;
        if (!present)
        {
            _motion.Stop();
            _motion = NewMotion();
            _fragments.Writer.TryWrite(null);
        }

        Status(new StatusReport { Video = new VideoReport { State = _video } });
    }

    public DateTimeOffset? Announced => _outbox.Announced;

    public void OnMinuteClosed(SegmentManifest minute)
    {
        _outbox.Add(Protocol.Channel.Segment, Wire.Write(minute, WireJson.Default.SegmentManifest));
        var card = _ring.Report();
        Status(new StatusReport { Sd = new SdCardReport { UsedBytes = card.UsedBytes, Oldest = card.Oldest } });
    }

    public void OnCardState(WireSdState state)
    {
        CardState(_logger, _camera.DeviceId, state);
        Status(new StatusReport { Sd = new SdCardReport { State = state } });
    }

    public Hello Hello() => new()
    {
        Protocol = Limits.Version,
        Kind = WireDeviceKind.Camera,
        Model = "mihari-agent",
        Firmware = typeof(CameraAgent).Assembly.GetName().Version?.ToString(3) ?? "0",
        Boot = _boot,
        Clock = _time.GetUtcNow(),
        Sensors = [new HelloSensor { Id = MotionWatch.Sensor, Kind = WireSensorKind.Motion }],
        Sd = _ring.Report(),
        Video = new VideoReport { State = _video },
    };

    public void OnCommand(byte[] payload) => _desk.Take(payload, _run!.Token);

    public bool IsOnCard(DateTimeOffset start) => _ring.Contains(start) || _ring.Report().State != WireSdState.Ok;

    public void Dispose()
    {
        _outbox.Dispose();
        _sole.Dispose();
    }

    private async Task Record(CancellationToken cancellation)
    {
        var next = _fragments.Reader.ReadAsync(cancellation).AsTask();
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (await next.WaitAsync(CardCheck, _time, cancellation) is { } fragment)
                    _ring.Append(fragment);
                else
                    _ring.CloseMinute();
                next = _fragments.Reader.ReadAsync(cancellation).AsTask();
            }
            catch (TimeoutException)
            {
                _ring.Check();
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private Dictionary<string, CommandHandler> Handlers() => new(StringComparer.Ordinal)
    {
        [CommandNames.Capture] = new CaptureRun(_camera.DeviceId, _ring, _stillMaker, _uploader, _time).Do,
        [CommandNames.Snapshot] = Snapshot,
        [CommandNames.Stream] = _streams.Start,
        [CommandNames.StopStream] = _streams.Stop,
        [CommandNames.FetchSegment] = FetchSegment,
        [CommandNames.ListSegments] = (command, _) => Task.FromResult<JsonElement?>(SegmentList.Answer(command, _ring)),
        [CommandNames.Ping] = (_, _) => Task.FromResult<JsonElement?>(Wire.Element(Hello(), WireJson.Default.Hello)),
        [CommandNames.Reboot] = (_, _) =>
        {
            // The reply has this long to go out; where it does not, it waits in the outbox for the next session.
            _reboot!.CancelAfter(RebootDelay);
            return Task.FromResult<JsonElement?>(null);
        },
    };

    private async Task<JsonElement?> Snapshot(Command command, CancellationToken cancellation)
    {
        var args = CommandDesk.Arguments(command, WireJson.Default.SnapshotArgs);
        var jpeg = _stillMaker.Now() ?? throw new CommandFailedException(ErrorCodes.Internal, "there are no pictures at present");
        await Put(args.UploadUrl, "image/jpeg", jpeg, command.Expires, cancellation);
        return null;
    }

    private async Task<JsonElement?> FetchSegment(Command command, CancellationToken cancellation)
    {
        var args = CommandDesk.Arguments(command, WireJson.Default.FetchSegmentArgs);
        var state = _ring.Report().State;
        var bytes = _ring.ReadMinute(args.Start) ?? throw (state == WireSdState.Ok
            ? new CommandFailedException(ErrorCodes.NotRecorded, "that minute is not on the card")
            : new CommandFailedException(ErrorCodes.SdUnavailable, $"the card is {state}"));
        await Put(args.UploadUrl, "video/mp4", bytes, command.Expires, cancellation);
        return null;
    }

    private async Task Put(string url, string mediaType, ReadOnlyMemory<byte> body, DateTimeOffset expires, CancellationToken cancellation)
    {
        if (!Uploader.IsAddress(url))
            throw new CommandFailedException(ErrorCodes.BadArguments, "uploads go to http or https addresses");
        if ((await _uploader.Put(_camera.DeviceId, url, mediaType, body, expires, cancellation)).Problem is { } problem)
            throw new CommandFailedException(ErrorCodes.UploadFailed, problem);
    }

    private MotionWatch NewMotion() => new(_camera.Sensitivity, _spans, fired =>
    {
        MotionFired(_logger, _camera.DeviceId, fired.Confidence ?? 0);
        _outbox.Add(Protocol.Channel.Event, Wire.Write(fired, WireJson.Default.SensorFired));
    });

    private void Status(StatusReport status) =>
        _outbox.AddStatus(Wire.Write(status, WireJson.Default.StatusReport));

    [LoggerMessage(4001, LogLevel.Error, "{Device}: a part of the camera failed; it starts anew")]
    private static partial void PartFailed(ILogger logger, string device, Exception? exception);

    [LoggerMessage(4002, LogLevel.Information, "{Device}: motion ({Confidence:0.00})")]
    private static partial void MotionFired(ILogger logger, string device, double confidence);

    [LoggerMessage(4003, LogLevel.Information, "{Device}: the card is {State}")]
    private static partial void CardState(ILogger logger, string device, WireSdState state);
}
