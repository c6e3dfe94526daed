using System.Collections.Immutable;
using Mihari.Grains.Capture;
using Mihari.Grains.Projections;
using Mihari.Grains.Rooms;
using Mihari.Grains.State;
using Mihari.Grains.Timeline;
using Mihari.Identifiers;
using Mihari.Sensors;
using Mihari.Timeline;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Mihari.Grains.Sensors;

/// <summary>
/// One sensor. An event is acknowledged when its timeline entry and every capture it causes are durable. That entry is all that
/// is written of it: one that comes again, after a crash in between too, leads to the same entry and the same captures, which
/// know their event.
/// </summary>
internal sealed class SensorGrain(
    [PersistentState("sensor")] IPersistentState<SensorState> store,
    ITimeline timeline,
    IOptions<HistoryOptions> history,
    TimeProvider time,
    ILogger<SensorGrain> log) : StatefulGrain<SensorState>(store), ISensorLink, ISensorSetup
{
    /// <summary>Tells the room of a contact's changes; a motion sensor, which most are, has none.</summary>
    private UpwardReport? _report;

    private SensorId? _id;

    private SensorId Id => _id ??= SensorId.Parse(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Whether the last change was told is not known any more.
        if (State is { Kind: SensorKind.Contact, Open: not null })
            Report();

        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _report?.Last() ?? Task.CompletedTask;

    public async Task Record(SensorEvent fired)
    {
        var id = Id;
        var now = time.GetUtcNow();
        if (SensorRules.IsForgotten(fired, now, history.Value.KeepEvents))
            return;

        var entry = TimelineEntries.Event(id, fired);
        if (SensorRules.IsOld(fired, now) && await timeline.Contains(entry.Owner, entry.Kind, entry.At, entry.Id))
            return;

        // A sensor that no room has taken in yet is part of the history and causes nothing.
        if (State.Room is { } room)
        {
            var trigger = new CaptureTrigger(fired.Id, id, fired.Kind, fired.At + fired.ClockSkew, State.Feeds);
            await GrainFactory.GetGrain<IRoomMembers>(room.Value).SensorFired(trigger);
        }

        // The entry last: where it is there, all is done.
        await Learn(SensorRules.After(State, fired));
        await timeline.Append([entry]);
    }

    public async Task Synchronise(bool open, DateTimeOffset at)
    {
        if (State.Open != open && (State.ChangedAt is not { } last || at >= last))
            await Learn(State with { Open = open, ChangedAt = at });
    }

    public async Task Place(RoomId room, SensorKind kind)
    {
        if (State.Room != room || State.Kind != kind)
            await Commit(State with { Room = room, Kind = kind });
    }

    public Task Remove(RoomId room) => State.Room == room ? Commit(State with { Room = null }) : Task.CompletedTask;

    public Task Feed(RoomId room) => State.Feeds.Contains(room) ? Task.CompletedTask : Commit(State with { Feeds = State.Feeds.Add(room) });

    public Task Unfeed(RoomId room) => State.Feeds.Contains(room) ? Commit(State with { Feeds = State.Feeds.Remove(room) }) : Task.CompletedTask;

    public Task<ImmutableArray<RoomId>> GetFeeds() => Task.FromResult(State.Feeds);

    public Task<bool?> IsOpen() => Task.FromResult(State.Kind == SensorKind.Contact ? State.Open : null);

    /// <summary>The room hears of a contact that was opened or closed.</summary>
    private async Task Learn(SensorState next)
    {
        var isNews = State.Open != next.Open;
        await Commit(next);
        if (isNews)
            Report();
    }

    private void Report() => (_report ??= new UpwardReport(this, log, Tell)).Request();

    private Task Tell() => State.Room is { } room ? GrainFactory.GetGrain<IRoomMembers>(room.Value).ContactChanged() : Task.CompletedTask;
}
