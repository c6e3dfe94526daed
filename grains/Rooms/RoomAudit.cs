using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Grains.Audit;
using Mihari.Identifiers;

namespace Mihari.Grains.Rooms;

/// <summary>What the audit trail says of a room's devices.</summary>
internal static class RoomAudit
{
    public static AuditEntry Added(Caller by, DateTimeOffset now, RoomState room, RoomDevice device) =>
        Entry(by, now, room, AuditAction.DeviceAdded, device.Device, null, device.Name, new AuditChange("room", null, room.Name), new AuditChange("name", null, device.Name));

    public static AuditEntry Renamed(Caller by, DateTimeOffset now, RoomState room, DeviceId device, string? sensor, string before, string after) =>
        Entry(by, now, room, AuditAction.DeviceRenamed, device, sensor, after, new AuditChange("name", before, after));

    public static AuditEntry Deleted(Caller by, DateTimeOffset now, RoomState room, DeviceId device, string? sensor, string name) =>
        Entry(by, now, room, AuditAction.DeviceDeleted, device, sensor, name, new AuditChange("room", room.Name, null), new AuditChange("name", name, null));

    public static AuditEntry Restored(Caller by, DateTimeOffset now, RoomState room, RoomDevice device) =>
        Entry(by, now, room, AuditAction.DeviceRestored, device.Device, null, device.Name, new AuditChange("room", null, room.Name));

    public static AuditEntry Replaced(Caller by, DateTimeOffset now, RoomState room, RoomDevice broken, DeviceId successor) =>
        Entry(by, now, room, AuditAction.DeviceReplaced, successor, null, broken.Name, new AuditChange("device", broken.Device.Value, successor.Value));

    private static AuditEntry Entry(
        Caller by, DateTimeOffset now, RoomState room, AuditAction action, DeviceId device, string? sensor, string name, params AuditChange[] changes) =>
        AuditLines.New(
            by, now, room.Customer, action, AuditSubject.Device, sensor is null ? device.Value : new SensorId(device, sensor).ToString(), name, [.. changes]);
}
