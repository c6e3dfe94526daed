using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Grains.Cameras;
using Mihari.Grains.State;
using Mihari.Identifiers;

namespace Mihari.Grains.Rooms;

/// <summary>The changes of a room, as they are stored before they are made; without side effects.</summary>
internal static class RoomChanges
{
    public static RoomChange Add(RoomState room, RoomId id, ImmutableArray<RoomDevice> added, Caller by, DateTimeOffset now) => Same(room, now) with
    {
        Steps = [.. added.Select(d => Step(room, id, d, PlacementKind.Put))],
        Devices = RoomRules.With(room.Devices, added),
        RemovedDevices = [.. RoomRules.Kept(room, now).Where(r => added.All(a => a.Device != r.Device.Device))],
        Entries = [.. added.Select(d => RoomAudit.Added(by, now, room, d))],
    };

    public static RoomChange Rename(RoomState room, RoomId id, RoomDevice device, string? sensor, string name, Caller by, DateTimeOffset now)
    {
        var before = sensor is null ? device.Name : RoomRules.Find(device, sensor).Name;
        var next = sensor is null
            ? device with { Name = name }
            : device with { Sensors = [.. device.Sensors.Select(s => s.Sensor == sensor ? s with { Name = name } : s)] };
        return Same(room, now) with
        {
            Steps = sensor is null ? [Step(room, id, next, PlacementKind.Put)] : [],
            Devices = Replaced(room, device, next),
            Entries = [RoomAudit.Renamed(by, now, room, device.Device, sensor, before, name)],
        };
    }

    public static RoomChange Delete(RoomState room, RoomId id, RoomDevice device, Caller by, DateTimeOffset now) => Same(room, now) with
    {
        Steps = [Step(room, id, device, PlacementKind.Remove)],
        Devices = room.Devices.Remove(device),
        RemovedDevices = RoomRules.Kept(room, now).Add(new RemovedDevice(device, Removal.Now(by, now))),
        Entries = [RoomAudit.Deleted(by, now, room, device.Device, null, device.Name)],
    };

    public static RoomChange DeleteSensor(RoomState room, RoomDevice device, RoomSensor sensor, Caller by, DateTimeOffset now) => Same(room, now) with
    {
        Devices = Replaced(room, device, device with { Sensors = device.Sensors.Remove(sensor) }),
        Entries = [RoomAudit.Deleted(by, now, room, device.Device, sensor.Sensor, sensor.Name)],
    };

    /// <param name="room">The room.</param>
    /// <param name="id">Its id.</param>
    /// <param name="broken">The device that goes.</param>
    /// <param name="predecessors">Those that it had replaced itself, newest first.</param>
    /// <param name="successor">The device that comes.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="now">The present time.</param>
    public static RoomChange Replace(
        RoomState room, RoomId id, RoomDevice broken, ImmutableArray<DeviceId> predecessors, DeviceId successor, Caller by, DateTimeOffset now)
    {
        var heir = broken with { Device = successor };
        return Same(room, now) with
        {
            Steps =
            [
                Step(room, id, heir, PlacementKind.Succeed) with { Predecessors = [broken.Device, .. predecessors] },
                Step(room, id, broken, PlacementKind.HandOver) with { Successor = successor },
            ],
            Devices = Replaced(room, broken, heir),
            RemovedDevices = [.. RoomRules.Kept(room, now).Where(r => r.Device.Device != successor)],
            Entries = [RoomAudit.Replaced(by, now, room, broken, successor)],
        };
    }

    public static RoomChange RestoreDevice(RoomState room, RoomId id, RemovedDevice removed, Caller by, DateTimeOffset now) => Same(room, now) with
    {
        Steps = [Step(room, id, removed.Device, PlacementKind.Restore)],
        Devices = room.Devices.Add(removed.Device),
        RemovedDevices = RoomRules.Kept(room, now).Remove(removed),
        Entries = [RoomAudit.Restored(by, now, room, removed.Device)],
    };

    public static RoomChange Remove(RoomState room, RoomId id, Removal removal, DateTimeOffset now) => Same(room, now) with
    {
        Steps = [.. room.Devices.Select(d => Step(room, id, d, PlacementKind.Remove))],
        Removal = removal,
    };

    public static RoomChange Restore(RoomState room, RoomId id, ImmutableArray<RoomDevice> back, DateTimeOffset now) => Same(room, now) with
    {
        Steps = [.. back.Select(d => Step(room, id, d, PlacementKind.Restore))],
        Devices = back,
        Removal = null,
        MayLack = true,
    };

    public static RoomChange Move(RoomState room, RoomId id, BuildingId to, DateTimeOffset now) => Same(room, now) with
    {
        Steps = [.. room.Devices.Select(d => Step(room with { Building = to }, id, d, PlacementKind.Move))],
        Building = to,
    };

    /// <summary>The room once the change is made in the other grains.</summary>
    public static RoomState After(RoomState room, RoomChange change, ImmutableArray<RoomDevice> standing, DateTimeOffset troublesFrom) => room with
    {
        Building = change.Building,
        Devices = standing,
        RemovedDevices = change.RemovedDevices,
        FormerDevices = FormerDevices.After(room, change, standing, troublesFrom),
        Removal = change.Removal,
        Pending = null,
    };

    private static RoomChange Same(RoomState room, DateTimeOffset now) => new([], room.Building, room.Devices, RoomRules.Kept(room, now), room.Removal, []);

    private static Placement Step(RoomState room, RoomId id, RoomDevice device, PlacementKind kind) =>
        new(device.Device, kind, new CameraPlace(room.Customer!.Value, room.Building, id), device.Name, []);

    private static ImmutableArray<RoomDevice> Replaced(RoomState room, RoomDevice old, RoomDevice next) =>
        [.. room.Devices.Select(d => d.Device == old.Device ? next : d)];
}
