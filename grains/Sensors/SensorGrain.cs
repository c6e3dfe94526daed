using System.Collections.Immutable;
using Mihari.Grains.Capture;
using Mihari.Grains.Rooms;
using Mihari.Grains.State;
using Mihari.Grains.Timeline;
using Mihari.Identifiers;
using Mihari.Sensors;
using Mihari.Timeline;
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
    TimeProvider time) : StatefulGrain<SensorState>(store), ISensorLink, ISensorSetup
{
    private SensorId Id => SensorId.Parse(this.GetPrimaryKeyString());

    public async Task Record(SensorEvent fired)
    {
        var id = Id;
        var entry = TimelineEntries.Event(id, fired);
        if (SensorRules.IsOld(fired, time.GetUtcNow()) && await timeline.Contains(entry.Owner, entry.Kind, entry.At, entry.Id))
            return;

        // A sensor that no room has taken in yet is part of the history and causes nothing.
        if (State.Room is not { } room)
        {
            await timeline.Append([entry]);
            return;
        }

        var trigger = new CaptureTrigger(fired.Id, id, fired.Kind, fired.At + fired.ClockSkew, State.Feeds);
        await GrainFactory.GetGrain<IRoomMembers>(room.Value).SensorFired(trigger);

        // The entry last: where it is there, all is done.
        await Commit(SensorRules.After(State, fired));
        await timeline.Append([entry]);
    }

    public async Task Synchronise(bool open, DateTimeOffset at)
    {
        if (State.Room is not null && State.Open != open && (State.LastEvent is not { } last || at >= last))
            await Commit(State with { Open = open, LastEvent = at });
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
}
