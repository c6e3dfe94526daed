using System.Collections.Immutable;
using Mihari.Grains.Cameras;
using Mihari.Identifiers;

namespace Mihari.Grains.Rooms;

/// <summary>A device that stood in a room: the troubles that it had in that time are the room's, whatever has become of it since.</summary>
/// <param name="Device">Which.</param>
/// <param name="Name">Its name when it left.</param>
/// <param name="From">Since when it stood there; null: nothing of what it had before is anybody else's.</param>
/// <param name="To">When it left.</param>
/// <param name="Successor">Who took its place; null: nobody did.</param>
/// <param name="Building">Where the room was then; null: it left before that was kept.</param>
[GenerateSerializer, Immutable, Alias("Mihari.FormerDevice")]
internal sealed record FormerDevice(
    [property: Id(0)] DeviceId Device,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset? From,
    [property: Id(3)] DateTimeOffset To,
    [property: Id(4)] DeviceId? Successor,
    [property: Id(5)] BuildingId? Building = null);

/// <summary>Which devices stood in a room. They are known as long as the troubles that they had there.</summary>
internal static class FormerDevices
{
    /// <summary>Of a room whose devices come and go for ever, the newest: each is one more to be asked for the room's troubles.</summary>
    public const int Most = 200;

    /// <summary>Those that the change takes out, by the moment at which it is begun: it stays the same however often its steps are taken.</summary>
    public static async Task<ImmutableArray<FormerDevice>> Leaving(IGrainFactory grains, RoomId room, RoomChange change, DateTimeOffset now)
    {
        var leaving = change.Steps.Where(s => s.Kind is PlacementKind.Remove or PlacementKind.HandOver).ToList();
        var facts = await Task.WhenAll(leaving.Select(s => grains.GetGrain<ICameraSetup>(s.Device.Value).GetFacts()));
        return [.. leaving.Zip(facts).Where(l => l.Second.Room == room).Select(l => new FormerDevice(l.First.Device, l.First.Name, l.Second.HistoryFrom, now, l.First.Successor, change.Building))];
    }

    /// <summary>Those of a room after the change. A device that came back with its history has not left.</summary>
    public static ImmutableArray<FormerDevice> After(RoomState room, RoomChange change, ImmutableArray<RoomDevice> standing, DateTimeOffset keptFrom)
    {
        var former = room.FormerDevices;
        foreach (var step in change.Steps.Where(s => s.Kind == PlacementKind.Restore && standing.Any(d => d.Device == s.Device)))
        {
            if (former.LastOrDefault(f => f.Device == step.Device) is { } stay)
                former = former.Remove(stay);
        }

        former = former.AddRange(change.Left.IsDefault ? [] : change.Left);
        return [.. Kept(former, keptFrom).TakeLast(Most)];
    }

    /// <summary>Those whose troubles are kept.</summary>
    public static ImmutableArray<FormerDevice> Kept(ImmutableArray<FormerDevice> former, DateTimeOffset keptFrom) => former.RemoveAll(f => f.To < keptFrom);

    /// <summary>The stays of a device, and of those before it whose places were handed on to it.</summary>
    public static IEnumerable<FormerDevice> Of(DeviceId device, ImmutableArray<FormerDevice> former)
    {
        var heir = device;
        foreach (var stay in former.Reverse())
        {
            if (stay.Device != device && stay.Successor != heir)
                continue;

            heir = stay.Device;
            yield return stay;
        }
    }
}
