using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Cameras;
using Mihari.Grains.Audit;
using Mihari.Grains.Cameras;
using Mihari.Grains.Capture;
using Mihari.Grains.Gateways;
using Mihari.Grains.Media;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Streams;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Mihari.Grains.Streams;

/// <summary>
/// One live or playback stream. Its situation is in memory: every node says again that it watches, and the bytes flow on whether the
/// grain is there or not.
/// </summary>
internal sealed partial class StreamGrain(
    IUploadAddress web, TimeProvider time, StreamInstruments instruments, ILogger<StreamGrain> log)
    : Grain, IStreamGrain, IStreamLink
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(0.5);

    private readonly Dictionary<string, IStreamNode> _nodes = new(StringComparer.Ordinal);
    private readonly FollowerTokens _followers = new();
    private StreamId _id;
    private DateTimeOffset? _from;
    private Caller? _by;
    private StreamSituation _stream = new();
    private IGrainTimer _timer = null!;
    private long _version;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!StreamId.TryParse(this.GetPrimaryKeyString(), out _id))
            throw new FormatException("a stream id is needed");

        _version = time.GetUtcNow().UtcTicks;
        var never = new GrainTimerCreationOptions { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan };
        _timer = this.RegisterGrainTimer(static (self, _) => self.Advance(self._stream), this, never);
        return Task.CompletedTask;
    }

    public async Task<StreamStatus> Watch(Caller by, StreamRequest request, IStreamNode node)
    {
        var route = await Camera.FindRoute(by, _id.IsLive ? Permission.ViewLive : Permission.ViewRecordings);
        var now = time.GetUtcNow();
        if (_stream.Run is not null || !StreamRules.IsNothing(route, _from ?? request.From, now))
            await Note(by, route, request.From, now);

        (_by, _from) = (by, _from ?? request.From);
        _nodes[request.Node] = node;
        await Advance(StreamRules.Watched(_stream, request.Node, now));
        return Status(request.Node);
    }

    public Task Leave(string node)
    {
        _nodes.Remove(node);
        return Advance(StreamRules.Left(_stream, node));
    }

    public async Task<CarryPermit?> Carry(string token, string node, Uri address)
    {
        var next = StreamRules.Carried(_stream, token, new StreamPlace(node, address, time.GetUtcNow()), time.GetUtcNow());
        if (ReferenceEquals(next, _stream) || _by is null)
            return null;

        var route = await Camera.FindRoute(_by, _id.IsLive ? Permission.ViewLive : Permission.ViewRecordings);
        instruments.Came(time.GetUtcNow() - next.Run!.AskedAt, _id.IsLive);
        await Advance(next);
        return new CarryPermit(next.Run.Id, route.ClockSkew);
    }

    public Task Drop(string run) => Advance(StreamRules.Dropped(_stream, run, _id.IsLive, time.GetUtcNow()));

    public Task<bool> Admit(string run, string token) =>
        Task.FromResult(_stream.Run?.Id == run && _followers.Take(token, time.GetUtcNow()));

    public Task Answer(CommandAnswer answer)
    {
        if (answer is { Ok: false } && _stream.Run?.Id == answer.Command)
            CameraRefused(_id, answer.ErrorCode);
        return Advance(StreamRules.Answered(_stream, answer, _id.IsLive, time.GetUtcNow()));
    }

    private ICameraStreams Camera => GrainFactory.GetGrain<ICameraStreams>(_id.Camera.Value);

    /// <summary>Makes <paramref name="next"/> the situation, does what it asks for, and tells the nodes.</summary>
    private async Task Advance(StreamSituation next)
    {
        var before = _stream;
        _stream = StreamRules.Advance(next, _id.IsLive, time.GetUtcNow());
        switch (StreamRules.Next(_stream, time.GetUtcNow()))
        {
            case StreamStep.Ask:
                await Ask();
                break;
            case StreamStep.Stop:
                await Stop();
                break;
        }

        foreach (var gone in _nodes.Keys.Where(name => !_stream.Watching.ContainsKey(name)))
            _nodes.Remove(gone);
        if (_stream.State != before.State || _stream.Reason != before.Reason || _stream.Run?.Id != before.Run?.Id)
            Tell();

        if (_stream.Watching.IsEmpty && _stream.Run is null)
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        else if (before.Watching.IsEmpty)
            _timer.Change(Tick, Tick);
    }

    private async Task Ask()
    {
        var reason = StreamReason.CameraFailed;
        try
        {
            var route = await Camera.FindRoute(_by!, _id.IsLive ? Permission.ViewLive : Permission.ViewRecordings);
            reason = StreamRules.Refusal(route, _from, time.GetUtcNow());
            if (reason == StreamReason.None)
            {
                // Where there was nothing to be seen a moment ago, it is noted only now.
                await Note(_by!, route, _from, time.GetUtcNow());
                var run = new StreamRun(_id.NewCommand(), MediaTokens.New(), time.GetUtcNow());
                if (await Gateway(route).Send(_id.Camera, route.Epoch, StreamCommands.Start(_id, run, route, _from, web.Base)))
                {
                    _stream = StreamRules.Asked(_stream, run);
                    return;
                }

                reason = StreamReason.CameraOffline; // Its connection is a moment old, or over.
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whoever watched may not any more, or a silo is away: the next Watch says which.
            NotAsked(_id, e);
        }

        _stream = StreamRules.Failed(_stream, reason, _id.IsLive, time.GetUtcNow());
    }

    private async Task Stop()
    {
        _stream = StreamRules.Stopped(_stream, _id.IsLive);
        try
        {
            // The node that carried it closes the socket by itself; this reaches a camera that is still on its way to one.
            var route = await Camera.FindRoute(_by!, _id.IsLive ? Permission.ViewLive : Permission.ViewRecordings);
            if (route is { Presence: Presence.Online, Gateway: not null })
                await Gateway(route).Send(_id.Camera, route.Epoch, StreamCommands.Stop(_id, route, time.GetUtcNow()));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            NotAsked(_id, e);
        }
    }

    private void Tell()
    {
        _version++;
        foreach (var (name, node) in _nodes)
            node.OnStreamChanged(_id, Status(name)).Ignore();
    }

    private StreamStatus Status(string node)
    {
        var carrier = _stream.Run is { Carrier: { } place } run
            ? new StreamCarrier(run.Id, place.Node, place.Address, place.Node == node ? "" : _followers.For(node, time.GetUtcNow()))
            : null;
        return new StreamStatus(_version, _stream.State, _stream.Reason, carrier);
    }

    private Task Note(Caller by, CameraRoute route, DateTimeOffset? from, DateTimeOffset now) =>
        GrainFactory.GetGrain<IViewings>(_id.Camera.Value).Note(Viewing(by, route, from, now), ViewingRules.PartOf(from));

    private AuditEntry Viewing(Caller by, CameraRoute route, DateTimeOffset? from, DateTimeOffset now) => AuditLines.New(
        by, now, route.Place.Customer, _id.IsLive ? AuditAction.LiveViewed : AuditAction.RecordingViewed, AuditSubject.Device, _id.Camera.Value, route.Name,
        new AuditChange("from", null, from is { } moment ? AuditLines.Moment(moment) : null));

    private IGatewayGrain Gateway(CameraRoute route) => GrainFactory.GetGrain<IGatewayGrain>(route.Gateway!);

    [LoggerMessage(2501, LogLevel.Information, "The camera of stream {Stream} refused it: {Code}")]
    private partial void CameraRefused(StreamId stream, string? code);

    [LoggerMessage(2502, LogLevel.Information, "The camera of stream {Stream} could not be told")]
    private partial void NotAsked(StreamId stream, Exception exception);
}
