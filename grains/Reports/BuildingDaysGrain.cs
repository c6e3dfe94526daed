using System.Collections.Immutable;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Grains.Accounts;
using Mihari.Grains.Cameras;
using Mihari.Grains.Rooms;
using Mihari.Grains.State;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Timeline;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Mihari.Grains.Reports;

/// <summary>
/// Accounts for the days of a building's cameras while that is known. Who stood there is stored first, then the days are written, and only then it is
/// stored that they are: what a crash leaves is done again, with the same outcome.
/// </summary>
internal sealed partial class BuildingDaysGrain(
    [PersistentState("buildingDays")] IPersistentState<BuildingDaysState> store, ITimeline timeline, TimeProvider time, ILogger<BuildingDaysGrain> logger)
    : StatefulGrain<BuildingDaysState>(store), IReportUpkeep, IBuildingDays
{
    private const int RowsAtOnce = 100;

    /// <summary>So long what was counted of open days is shown again.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly DayReading _reading = new(timeline);
    private (DateTimeOffset At, Task<ImmutableArray<CameraDay>> Days)? _open;

    private BuildingId Id => new(this.GetPrimaryKeyString());

    public async Task Visit()
    {
        var now = time.GetUtcNow();
        var silent = new Dictionary<DeviceId, Exception>();
        var (looked, isWhole) = await Look(now, silent);
        await Commit(looked);
        var (facts, _) = await Facts(State.Stays.Select(stay => stay.Device), silent);
        Say(silent);
        var days = DayRules.ToClose(State.ClosedBefore, now).ToList();
        var count = new DayCount(timeline, State.Stays, facts, State.Unsettled.Concat(days).DefaultIfEmpty(now).Min(), now);
        foreach (var day in days)
        {
            var isOpen = await Write(day, await count.Of(day, static _ => true), await Known(day), now);
            await Commit(State with { ClosedBefore = day.AddDays(1), Unsettled = isOpen || !isWhole ? State.Unsettled.Add(day) : State.Unsettled });
            _open = null;
        }

        foreach (var day in State.Unsettled)
        {
            // One of which there is no account yet could not be asked before.
            var known = await Known(day);
            var (closed, open) = (Devices(known, isOpen: false), Devices(known, isOpen: true));
            var counted = await count.Of(day, device => !closed.Contains(device) && facts.ContainsKey(device));
            var isOpen = await Write(day, counted, known, now);
            if (DayRules.IsSettled(day, now) || (isWhole && !isOpen && open.IsSubsetOf(counted.Select(camera => camera.Device))))
                await Commit(State with { Unsettled = State.Unsettled.Remove(day) });
        }
    }

    public async Task<ImmutableArray<CameraDay>> GetOpen(DateTimeOffset before)
    {
        var now = time.GetUtcNow();
        if (before <= FirstOpen(State, now))
            return [];

        if (_open is not { } open || open.At + Fresh <= now || open.Days.IsFaulted)
            _open = open = (now, CountOpen(now));

        return await open.Days;
    }

    private async Task<ImmutableArray<CameraDay>> CountOpen(DateTimeOffset now)
    {
        var silent = new Dictionary<DeviceId, Exception>();
        var (state, _) = await Look(now, silent);
        var (facts, _) = await Facts(state.Stays.Select(stay => stay.Device), silent);
        Say(silent);
        var count = new DayCount(timeline, state.Stays, facts, FirstOpen(state, now), now);
        var days = ImmutableArray.CreateBuilder<CameraDay>();
        for (var day = FirstOpen(state, now); day < now; day = day.AddDays(1))
            days.AddRange(await count.Of(day, static _ => true));

        return days.ToImmutable();
    }

    private static DateTimeOffset FirstOpen(BuildingDaysState state, DateTimeOffset now) =>
        DayRules.ToClose(state.ClosedBefore, now).FirstOrDefault(DayRules.ClosedBefore(state.ClosedBefore, now) ?? DayRules.StartOf(now - DayRules.ClosesAfter));

    /// <summary>The state with who stands there now, and whether all could be asked.</summary>
    private async Task<(BuildingDaysState State, bool IsWhole)> Look(DateTimeOffset now, Dictionary<DeviceId, Exception> silent)
    {
        var state = State;
        var rooms = await Rooms();
        var devices = await Task.WhenAll(rooms.Select(room => GrainFactory.GetGrain<IRoomMembers>(room.Room.Value).GetDevices()));
        var former = await Task.WhenAll(rooms.Select(room => GrainFactory.GetGrain<IRoomMembers>(room.Room.Value).GetFormerDevices()));
        var left = rooms.Zip(former).SelectMany(room => room.Second.Where(stay => stay.To > state.Visited && (stay.Building is null || stay.Building == Id)).Select(stay => (Stay: stay, Room: room.First.Name))).ToList();
        var (facts, isWhole) = await Facts(devices.SelectMany(d => d).Concat(state.Stays.Where(stay => stay.To is null).Select(stay => stay.Device)).Concat(left.Select(l => l.Stay.Device)), silent);
        var standing = rooms.Zip(devices).SelectMany(room => room.Second.Where(facts.ContainsKey).Select(device => new StandingCamera(facts[device], room.First.Name)))
            .Where(camera => camera.Facts.Status.Kind == DeviceKind.Camera && camera.Facts.Track!.Building == Id).ToList();
        var stays = Roster.After(
            state.Stays, Id, standing, facts.ToDictionary(fact => fact.Key, fact => fact.Value.Track!),
            [.. left.Where(l => facts.ContainsKey(l.Stay.Device)).Select(l => new DepartedDevice(l.Stay, l.Room, facts[l.Stay.Device].Status.Kind))], state.Visited, now);
        var closedBefore = DayRules.ClosedBefore(state.ClosedBefore, now);
        var next = state with
        {
            Stays = [.. await Task.WhenAll(stays.Select(stay => Dated(stay, facts.GetValueOrDefault(stay.Device), now)))],

            // Who came and left in the meantime, and could not be asked, is asked for the next time.
            Visited = isWhole || state.Visited is null ? now : state.Visited,
            ClosedBefore = closedBefore,
            Unsettled = state.Unsettled.RemoveAll(day => day >= closedBefore),
        };
        return (next, isWhole);
    }

    /// <summary>One that was there before that was kept is due since it is known to have recorded.</summary>
    private async Task<CameraStay> Dated(CameraStay stay, CameraFacts? facts, DateTimeOffset now) =>
        stay is { From: null, To: null } && facts is { Track.FirstSeen: null, Status.Presence: not Presence.NeverSeen }
            ? stay with { From = await _reading.Oldest(stay.Device, now) ?? now }
            : stay;

    /// <summary>None where the building is deleted.</summary>
    private async Task<ImmutableArray<RoomEntry>> Rooms()
    {
        try
        {
            return (await GrainFactory.GetGrain<IBuildingGrain>(Id.Value).GetDashboard(Access.Server)).Rooms;
        }
        catch (UnknownIdException)
        {
            return [];
        }
    }

    /// <summary>Of those that can answer, and whether all can; who cannot is among the silent then.</summary>
    private async Task<(Dictionary<DeviceId, CameraFacts> Facts, bool IsWhole)> Facts(IEnumerable<DeviceId> devices, Dictionary<DeviceId, Exception> silent)
    {
        var all = await Task.WhenAll(devices.Distinct().Select(Ask));
        return (all.OfType<CameraFacts>().Where(facts => facts.Track is not null).ToDictionary(facts => facts.Status.Camera), all.All(facts => facts?.Track is not null));

        async Task<CameraFacts?> Ask(DeviceId device)
        {
            try
            {
                return await GrainFactory.GetGrain<ICameraSetup>(device.Value).GetFacts();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // One that cannot answer stops nobody else's account.
                silent.TryAdd(device, e);
                return null;
            }
        }
    }

    /// <summary>Once, however often they were asked.</summary>
    private void Say(Dictionary<DeviceId, Exception> silent)
    {
        foreach (var (device, exception) in silent.Take(1))
            NoAnswer(logger, silent.Count, Id.Value, device.Value, exception);
    }

    private Task<List<TimelineEntry>> Known(DateTimeOffset day) => DayEntries.Read(timeline, Id, day, day.AddMilliseconds(1));

    private static HashSet<DeviceId> Devices(IEnumerable<TimelineEntry> known, bool isOpen) =>
        [.. known.Select(DayEntries.Read).Where(day => day.Body.IsOpen == isOpen).Select(day => day.Device)];

    /// <summary>Writes those that are others than before; true where something of them may be known later.</summary>
    private async Task<bool> Write(DateTimeOffset day, List<CameraDay> days, List<TimelineEntry> entries, DateTimeOffset now)
    {
        var known = entries.ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        var isSettled = DayRules.IsSettled(day, now);
        var counted = days.ToDictionary(d => d.Device.Value, StringComparer.Ordinal);
        foreach (var entry in known.Values.Where(entry => isSettled && !counted.ContainsKey(entry.Id)))
            counted[entry.Id] = DayEntries.Read(entry);

        days = [.. counted.Values.Select(d => d with { Body = DayRecount.NotLess(d.Body, known.TryGetValue(d.Device.Value, out var before) ? DayEntries.Read(before).Body : null) })];
        if (isSettled)
            days = days.ConvertAll(d => d with { Body = DayRecount.Settled(d.Body) });

        foreach (var some in days.Select(d => DayEntries.Of(Id, d, known.GetValueOrDefault(d.Device.Value))).OfType<TimelineEntry>().Chunk(RowsAtOnce))
            await timeline.Append(some);

        return days.Any(d => d.Body.IsOpen);
    }

    [LoggerMessage(2861, LogLevel.Warning, "{Count} devices of building {Building}, {Device} among them, could not say how they stand; it counts them again at its next visit")]
    private static partial void NoAnswer(ILogger logger, int count, string building, string device, Exception exception);
}
