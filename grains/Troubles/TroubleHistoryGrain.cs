using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Grains.Cameras;
using Mihari.Grains.Rooms;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Refusals;
using Mihari.Timeline;
using Mihari.Troubles;

namespace Mihari.Grains.Troubles;

/// <summary>
/// The history of a building's troubles. The building says who may read it, and which rooms it has; the rooms, which devices stand there and
/// which did; the timeline has the rest.
/// </summary>
internal sealed class TroubleHistoryGrain(ITimeline timeline, TimeProvider time) : Grain, ITroubleHistory
{
    private ExplainedLines? _lines;

    public async Task<TroublePage> Read(Caller by, TroubleQuery query)
    {
        var building = await GrainFactory.GetGrain<IBuildingGrain>(this.GetPrimaryKeyString()).GetDashboard(by);
        IReadOnlyList<RoomEntry> rooms = query.Room is { } room
            ? [building.Rooms.FirstOrDefault(r => r.Room == room) ?? throw new UnknownIdException("room", room.Value)]
            : building.Rooms;
        var sources = query.Device is { } device ? await Of(by, rooms, device) : await Of(by, rooms);
        if (query.Limit is < 1 or > ITroubleHistory.LargestPage)
            throw new InvalidInputException("limit", $"must be 1 to {ITroubleHistory.LargestPage}");

        if (query.From >= query.To)
            throw new InvalidInputException("to", "must be after from");

        if (query is not { Room: null, Device: null })
            return await new TroubleMerge(timeline, sources, [], query.From, query.To).Read(query.Limit, query.Continuation);

        // What the building's line was is listed as that, and not once more for each device; of a room or a device it is.
        _lines ??= new ExplainedLines(timeline, building.Building, time);
        var explained = await _lines.Read(GrainFactory.GetGrain<ILineWatch>(building.Building.Value), query.From, query.To);
        var own = new TroubleSource(building.Building.Value, null, null, null, building.Name, null, "");
        return await new TroubleMerge(timeline, [own, .. sources], explained, query.From, query.To).Read(query.Limit, query.Continuation);
    }

    private async Task<IReadOnlyList<TroubleSource>> Of(Caller by, IReadOnlyList<RoomEntry> rooms, DeviceId device)
    {
        var present = await Find(by, rooms, device);
        var former = await Former(rooms, stays => FormerDevices.Of(device, stays));
        return present is null && former.Count == 0 ? throw new UnknownIdException("device", device.Value) : [.. present is null ? [] : new[] { present }, .. former];
    }

    private async Task<IReadOnlyList<TroubleSource>> Of(Caller by, IReadOnlyList<RoomEntry> rooms)
    {
        var devices = await Task.WhenAll(rooms.Select(r => GrainFactory.GetGrain<IRoomMembers>(r.Room.Value).GetDevices()));
        var present = await Task.WhenAll(devices.SelectMany(d => d).Select(d => Find(by, rooms, d)));
        return [.. present.OfType<TroubleSource>(), .. await Former(rooms, static stays => stays)];
    }

    /// <summary>Null: it stands somewhere else, or has left meanwhile.</summary>
    private async Task<TroubleSource?> Find(Caller by, IReadOnlyList<RoomEntry> rooms, DeviceId device)
    {
        try
        {
            var route = await GrainFactory.GetGrain<ICameraStreams>(device.Value).FindRoute(by, Permission.ViewLive);
            return rooms.FirstOrDefault(r => r.Room == route.Place.Room) is { } room
                ? new TroubleSource(device.Value, Floor(route.HistoryFrom), null, device, route.Name, room.Room, room.Name)
                : null;
        }
        catch (UnknownIdException)
        {
            return null;
        }
    }

    /// <summary>The devices that stood in the rooms. Their rooms are asked, as their own places may be anybody's by now.</summary>
    private async Task<List<TroubleSource>> Former(IReadOnlyList<RoomEntry> rooms, Func<ImmutableArray<FormerDevice>, IEnumerable<FormerDevice>> which)
    {
        var stays = await Task.WhenAll(rooms.Select(r => GrainFactory.GetGrain<IRoomMembers>(r.Room.Value).GetFormerDevices()));
        return
        [
            .. rooms.Zip(stays).SelectMany(r => which(r.Second).Select(
                stay => new TroubleSource(stay.Device.Value, Floor(stay.From), Floor(stay.To), stay.Device, stay.Name, r.First.Room, r.First.Name))),
        ];
    }

    /// <summary>The timeline has its entries to the millisecond: one of the very moment at which a stay began would be before it.</summary>
    private static DateTimeOffset? Floor(DateTimeOffset? moment) =>
        moment is { } exact ? DateTimeOffset.FromUnixTimeMilliseconds(exact.ToUnixTimeMilliseconds()) : null;
}
