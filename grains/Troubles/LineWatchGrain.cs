using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Grains.Buildings;
using Mihari.Grains.Cameras;
using Mihari.Grains.Notifications;
using Mihari.Grains.Projections;
using Mihari.Grains.State;
using Mihari.Grains.Timeline;
using Mihari.Identifiers;
using Mihari.Timeline;
using Mihari.Troubles;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Mihari.Grains.Troubles;

/// <summary>
/// The watch over a building's line, which is lost or comes and goes. That is stored with all its cameras and with what is to be told of it in one write, and handed on
/// after that until it was taken; a crash in between hands on the same notice again.
/// </summary>
internal sealed partial class LineWatchGrain(
    [PersistentState("line")] IPersistentState<LineWatchState> store,
    ITimeline timeline,
    TimeProvider time,
    ILogger<LineWatchGrain> log) : StatefulGrain<LineWatchState>(store), ILineWatch, ILineWatchUpkeep
{
    /// <summary>A camera that is back within the hold-down says nothing of it here: it is seen.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(15);

    /// <summary>A camera says that it is back in the same moment to the building, which is asked then.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private UpwardReport _report = null!;
    private IGrainTimer _look = null!;
    private DateTimeOffset _lookAt = DateTimeOffset.MaxValue;

    private BuildingId Id => new(this.GetPrimaryKeyString());

    private IBuildingReports Building => GrainFactory.GetGrain<IBuildingReports>(Id.Value);

    private bool IsWatching => State is not { Line: null, Unstable: null, Held.IsEmpty: true };

    private bool IsIdle => !IsWatching && State.Pending.IsEmpty;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _report = new UpwardReport(this, log, HandOn);
        _look = this.RegisterGrainTimer(static (self, _) => self.Look(), this, new GrainTimerCreationOptions
        {
            DueTime = Timeout.InfiniteTimeSpan,
            Period = Timeout.InfiniteTimeSpan,
            KeepAlive = true,
        });
        if (!IsIdle)
            _report.Request();

        Arm(LookAgain);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (!IsIdle)
            GrainFactory.GetGrain<ILineWatchUpkeep>(Id.Value).Wake().Ignore();

        return _report.Last();
    }

    public async Task Report(Notice notice)
    {
        var isUnstable = notice.Trouble?.Kind == TroubleKind.Unstable;
        if (isUnstable ? UnstableLineRules.IsExplained(State, notice) : LineRules.IsExplained(State, notice))
        {
            Arm(notice.Kind == NoticeKind.TroubleEnded ? Soon : LookAgain);
            return;
        }

        var explained = isUnstable ? UnstableLineRules.Reported(State, notice)
            : notice.Kind == NoticeKind.TroubleRaised ? LineRules.Raised(State, Id, notice, await Away(), time.GetUtcNow()) : null;
        await (explained is null ? GrainFactory.GetGrain<INoticeBoard>(notice.Place.Room.Value).Tell(notice) : Save(explained));
    }

    public Task<LineTrouble?> Get() => Task.FromResult(LineRules.Shown(State));

    public Task Wake() => Task.CompletedTask;

    public Task<ImmutableArray<ExplainedTroubles>> GetExplained() => Task.FromResult(LineRules.Explained(State));

    /// <summary>The building's cameras that are away, and of the hubs those that went with the line.</summary>
    private async Task<AwayCameras> Away()
    {
        var building = await Building.GetAway();
        var hubs = await Task.WhenAll((State.Line?.Hubs ?? []).Select(async hub =>
            (hub.Room, Facts: await GrainFactory.GetGrain<ICameraSetup>(hub.Device.Value).GetFacts())));
        return building with
        {
            Away = building.Away.AddRange(hubs.Where(hub => hub.Facts.Room == hub.Room && hub.Facts.Status.Presence == Presence.Offline)
                .Select(hub => AwayCamera.Of(hub.Facts.Status, hub.Room))),
        };
    }

    private async Task Look()
    {
        _lookAt = DateTimeOffset.MaxValue;
        try
        {
            await Save(IsWatching ? Looked(await Away(), time.GetUtcNow()) : State);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            NotLooked(log, Id.Value, e);
        }

        // Also where nothing is new: a building that began anew meanwhile may not have heard of it.
        if (!IsIdle)
            _report.Request();

        Arm(LookAgain);
    }

    private LineWatchState Looked(AwayCameras building, DateTimeOffset now) =>
        UnstableLineRules.Looked(LineRules.Looked(State, Id, building, now), Id, building, now);

    private async Task Save(LineWatchState next)
    {
        next = LineRules.Without(next, _taken, time.GetUtcNow());
        if (ReferenceEquals(next, State))
            return;

        await Commit(next);
        _taken.IntersectWith(State.Pending.Select(notice => notice.Id));
        _report.Request();
        Arm(LookAgain);
    }

    /// <summary>
    /// Outside of every request. One that fails doesn't hold up the others, and all that were not taken are handed on again. The building comes last:
    /// who hears of it there looks into the history.
    /// </summary>
    private async Task HandOn()
    {
        try
        {
            await Task.WhenAll(State.Pending.Where(notice => !_taken.Contains(notice.Id)).GroupBy(notice => notice.Device).Select(TellInOrder));
        }
        finally
        {
            await Building.ReportLine(LineRules.Shown(State));
        }
    }

    /// <summary>Of one device, or of the building: an end must not overtake its beginning.</summary>
    private async Task TellInOrder(IEnumerable<Notice> notices)
    {
        foreach (var notice in notices)
            await Tell(notice);
    }

    private async Task Tell(Notice notice)
    {
        if (notice.Device is null)
        {
            await timeline.Append([TimelineEntries.Line(Id, notice, LineRules.Explained(State, notice))]);
            await GrainFactory.GetGrain<IBuildingNotices>(Id.Value).Tell(notice);
        }
        else
        {
            await GrainFactory.GetGrain<INoticeBoard>(notice.Place.Room.Value).Tell(notice);
        }

        _taken.Add(notice.Id);
    }

    /// <summary>Who comes while a look is due puts it off no further.</summary>
    private void Arm(TimeSpan wait)
    {
        var at = time.GetUtcNow() + wait;
        if (IsIdle || at >= _lookAt)
            return;

        _lookAt = at;
        _look.Change(wait, Timeout.InfiniteTimeSpan);
    }

    [LoggerMessage(2803, LogLevel.Warning, "Who of the cameras of building {Building} is back could not be seen; it is tried again")]
    private static partial void NotLooked(ILogger logger, string building, Exception e);
}
