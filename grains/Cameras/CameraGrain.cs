using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Cameras;
using Mihari.Contracts;
using Mihari.Grains.Audit;
using Mihari.Grains.Buildings;
using Mihari.Grains.Capture;
using Mihari.Grains.Contracts;
using Mihari.Grains.Gateways;
using Mihari.Grains.Media;
using Mihari.Grains.Notifications;
using Mihari.Grains.Projections;
using Mihari.Grains.Recordings;
using Mihari.Media;
using Mihari.Grains.State;
using Mihari.Grains.Timeline;
using Mihari.Grains.Troubles;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Timeline;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Runtime;

namespace Mihari.Grains.Cameras;

/// <summary>One camera: its connection, what it reports, its clips and open commands. Every change goes through <see cref="Advance"/>.</summary>
[PreferLocalPlacement]
internal sealed class CameraGrain(
    [PersistentState("camera")] IPersistentState<CameraState> store,
    ITimeline timeline,
    IGatewayLiveness gateways,
    IUploadAddress uploads,
    IOptions<CaptureOptions> captureOptions,
    IOptions<PresenceOptions> presenceOptions,
    CaptureInstruments instruments,
    TimeProvider time,
    ILogger<CameraGrain> log) : StatefulGrain<CameraState>(store), ICameraGrain, ICameraLink, IClipUploads, ICameraSetup, ICameraCapture, ICameraUpkeep, ICameraStreams
{
    private DeviceId _id;
    private CameraHistory _history = null!;
    private RecordingHistory _recordings = null!;
    private CameraSocket _socket = null!;
    private CommandDispatch _commands = null!;
    private NoticeDispatch _notices = null!;
    private UpwardReport _report = null!;
    private IGrainTimer _upkeep = null!;
    private bool _isIndexed;
    private int _protocolErrors;

    private CaptureOptions Capturing => captureOptions.Value;
    private CameraState Shown => PresenceRules.Shown(State, _socket.IsGatewayAlive(State));

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = DeviceId.Parse(this.GetPrimaryKeyString());
        _history = new CameraHistory(new ClipHistory(_id, timeline), GrainFactory);
        _recordings = new RecordingHistory(_id, timeline);
        _socket = new CameraSocket(_id, GrainFactory, gateways);
        _commands = new CommandDispatch(_id, GrainFactory, uploads);
        _notices = new NoticeDispatch(this, GrainFactory, log, () => State.Notices);
        _report = new UpwardReport(this, log, Report);
        var never = new GrainTimerCreationOptions { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan };
        _upkeep = this.RegisterGrainTimer(static (self, _) => self.CheckPresence(), this, never);
        ArmUpkeep();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.WhenAll(_notices.Last(), _report.Last());

    public async Task<ConnectResult> Connect(ConnectRequest request)
    {
        if (State.Contract is not { } contract || !await GrainFactory.GetGrain<IContractKeys>(contract.Value).Verify(_id, request.KeyHash))
            return ConnectResult.Refused;

        var before = State;
        await Advance(PresenceRules.Connected(State, request.Gateway, request.Attempt, time.GetUtcNow()));
        _socket.CloseOlder(before, request.Gateway);
        return new ConnectResult(true, State.Epoch, State.ClockSkew);
    }

    public async Task Listen(long epoch)
    {
        if (epoch != State.Epoch)
            return;
        _commands.Forget();
        await Advance(CaptureDecisions.Advance(State, _id, time.GetUtcNow(), Capturing, isBack: true));
        _commands.SendOpen(State);
    }

    public Task Disconnect(long epoch) => Advance(PresenceRules.Disconnected(State, epoch, time.GetUtcNow()));

    public Task LetGo(long epoch) => Advance(PresenceRules.LetGo(State, epoch, time.GetUtcNow()));

    public Task LetGoUnheld(string gateway, long held, long attempt) => Advance(PresenceRules.LetGoUnheld(State, gateway, held, attempt, time.GetUtcNow()));

    public Task Greet(DeviceGreeting greeting) => Advance(ReportRules.Greeted(PresenceRules.Heard(State, _id, greeting.Epoch, time.GetUtcNow()), greeting));

    public Task MeasureSkew(long epoch, TimeSpan skew) => Advance(ReportRules.Measured(State, epoch, skew));

    public Task ReportStatus(DeviceStatus status) => Advance(ReportRules.Reported(PresenceRules.Heard(State, _id, status.Epoch, time.GetUtcNow()), status));

    public Task RecordSegment(long epoch, SegmentRecorded segment)
    {
        PresenceRules.Demand(State, _id, epoch);
        _socket.MoveBeside(State, DeactivateOnIdle);
        return timeline.Append([TimelineEntries.Segment(_id, segment)]);
    }

    public Task Answer(CommandAnswer answer)
    {
        instruments.Answered(answer.Ok, answer.ErrorCode);
        var now = time.GetUtcNow();
        return Advance(CaptureDecisions.Advance(CaptureDecisions.Answer(ReportRules.Answered(State, answer), answer, now), _id, now, Capturing, isBack: false));
    }

    public Task CountProtocolError() => Task.FromResult(++_protocolErrors);

    public async Task Capture(CaptureTrigger trigger)
    {
        var now = time.GetUtcNow();
        var next = await _history.WindowsUnlessCaused(trigger, _id, now, Capturing) is { } windows
            ? CaptureDecisions.Trigger(State, _id, trigger, windows, now, Capturing, MediaTokens.New) : State;
        await (ReferenceEquals(next, State) && _isIndexed ? Task.CompletedTask : Advance(next)); // Most falls into a clip that runs.
    }

    public Task<UploadPermit> BeginUpload(ClipId clip, ClipPart part, string token) =>
        Task.FromResult(UploadRules.Permit(State, _id, clip, part, token, time.GetUtcNow()));

    public async Task CompleteUpload(ClipId clip, ClipPart part, string token, long bytes, string sha256)
    {
        if (UploadRules.Find(State, clip, part, token) is null)
            throw new UnknownIdException("upload", clip.Value);

        await Advance(CaptureDecisions.Uploaded(State, clip, part, bytes, time.GetUtcNow()));
        instruments.Stored(part, bytes);
    }

    public async Task<bool> Register(ContractNumber contract)
    {
        if (State.Contract is null)
            await Advance(State with { Contract = contract });
        return State.Contract == contract;
    }

    public Task<RegisteredDevice?> FindRegistration() =>
        Task.FromResult(State.Contract is { } contract ? new RegisteredDevice(_id, contract, State.Epoch > 0) : null);

    public Task Release(ContractNumber contract) =>
        State.Contract == contract && State.Place is null ? Advance(State with { Contract = null }) : Task.CompletedTask;

    public async Task SetBarred(bool barred)
    {
        await Advance(State.IsBarred == barred ? State : State with { IsBarred = barred });
        if (barred)
            await Disconnect();
    }

    public Task Disconnect() => _socket.Expel(State);

    public async Task<bool> Settle(Placement step)
    {
        if (PlacementRules.After(State, step, time.GetUtcNow()) is not { } next)
            return false;

        await Advance(next);
        return true;
    }

    public Task<CameraFacts> GetFacts() => Task.FromResult(CameraViews.Facts(_id, Shown));

    public Task<ClipPage> ReadClips(DeviceId heir, DateTimeOffset from, DateTimeOffset to, int limit, string? continuation) =>
        _history.ReadFor(State, heir, from, to, limit, continuation);

    public Task<ImmutableArray<DateOnly>> ReadClipDays(DeviceId heir, DateOnly from, DateOnly to, TimeSpan offset) => _history.DaysFor(State, heir, from, to, offset);

    public Task<MediaOwnership> GetOwnership() => Task.FromResult(new MediaOwnership(PlacementRules.OwnerOfMedia(State), State.Thumbnail?.Clip));

    public Task<CameraStatus> GetStatus() => Task.FromResult(CameraViews.Status(_id, Shown));

    public async Task CheckPresence()
    {
        var now = time.GetUtcNow();
        var present = PresenceRules.IsAboutToBeOffline(State, now, presenceOptions.Value) && await _socket.IsHeld(State)
            ? PresenceRules.Heard(State, _id, State.Epoch, now)
            : PresenceRules.Advance(State, _socket.IsGatewayAlive(State), now, presenceOptions.Value);
        await Advance(CaptureDecisions.Advance(present, _id, now, Capturing, isBack: false));
    }

    public Task<CameraDetail> Get(Caller by) => Task.FromResult(CameraViews.Detail(by, _id, Shown, _protocolErrors));

    public Task<ClipPage> GetClips(Caller by, DateTimeOffset from, DateTimeOffset to, int limit, string? continuation) =>
        _history.Read(by, State, _id, from, to, limit, continuation);

    public Task<ImmutableArray<DateOnly>> GetClipDays(Caller by, DateOnly from, DateOnly to, TimeSpan offset) => _history.Days(by, State, _id, from, to, offset);

    public Task<RecordedSpan> GetRecordings(Caller by, DateTimeOffset from, DateTimeOffset to) => _recordings.Read(by, Shown, from, to, time.GetUtcNow());

    public Task<MediaAddress> FindMedia(Caller by, ClipId clip, ClipPart part) => Task.FromResult(CameraViews.Media(by, _id, State, clip, part));

    public Task<CameraRoute> FindRoute(Caller by, Permission permission) => Task.FromResult(CameraViews.Route(by, permission, _id, Shown));

    public Task NoteViewing(Caller by, ClipId clip) =>
        GrainFactory.GetGrain<IViewings>(_id.Value).Note(CameraViews.Viewing(by, _id, State, clip, time.GetUtcNow()));

    /// <summary>Makes <paramref name="next"/> the state with all that follows from it: troubles, timeline, commands, report.</summary>
    private async Task Advance(CameraState next)
    {
        var now = time.GetUtcNow();
        var before = State;
        next = NoticeRules.Noted(_id, before, TroubleRules.Apply(before, next, now, presenceOptions.Value), _notices.Taken, now);
        if (ReferenceEquals(next, before) && _isIndexed)
        {
            ArmUpkeep();
            return;
        }

        next = ReferenceEquals(next, before) ? next : next with { Revision = before.Revision + 1 };
        var entries = TimelineEntries.Due(_id, before, next, _isIndexed, now);

        // The state first: what the timeline has and the state has not would look like a clip that was seen to long ago.
        _isIndexed = false;
        await Commit(next);
        instruments.Asked(next.Commands.Count(c => !before.Commands.Contains(c)));
        _commands.SendOpen(State);
        ArmUpkeep();

        // Only then is it certain that the timeline has what the state says; else the next change says all of it again.
        await (entries.Count == 0 ? Task.CompletedTask : timeline.Append(entries));
        _isIndexed = true;
        _notices.Request();
        _report.Request();
    }

    private Task Report() => State.Place is { } place
        ? GrainFactory.GetGrain<IBuildingReports>(place.Building.Value).ReportCamera(place.Room, CameraViews.Status(_id, Shown))
        : Task.CompletedTask;

    private void ArmUpkeep()
    {
        var wait = CameraSchedule.WaitForNext(State, _socket.IsGatewayAlive(State), time.GetUtcNow(), presenceOptions.Value, Capturing);
        _upkeep.Change(wait, Timeout.InfiniteTimeSpan);
        if (CameraSchedule.StaysFor(wait) is { } stay)
            DelayDeactivation(stay);
    }
}
