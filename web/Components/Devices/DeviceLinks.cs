using Mihari.Identifiers;

namespace Mihari.Web.Components.Devices;

/// <summary>The addresses of a device's pages.</summary>
internal static class DeviceLinks
{
    public static string Add(BuildingId? building = null, RoomId? room = null) => "devices/new" + Query(building?.Value, room?.Value);

    public static string Manage(string? building = null, string? room = null) => "devices/manage" + Query(building, room);

    public static string Replace(string? building = null, string? room = null, DeviceId? device = null) =>
        "devices/replace" + Query(building, room) + (device is { } d ? $"&device={d}" : "");

    public static string Rename(RoomId room, DeviceId device, string? sensor) => Of(room, device, "rename", sensor);

    public static string Delete(RoomId room, DeviceId device, string? sensor) => Of(room, device, "delete", sensor);

    private static string Of(RoomId room, DeviceId device, string page, string? sensor) =>
        $"rooms/{Uri.EscapeDataString(room.Value)}/devices/{device}/{page}" + (sensor is null ? "" : $"?sensor={Uri.EscapeDataString(sensor)}");

    private static string Query(string? building, string? room) =>
        (building, room) switch
        {
            (null, _) => "",
            ({ } b, null) => $"?building={Uri.EscapeDataString(b)}",
            ({ } b, { } r) => $"?building={Uri.EscapeDataString(b)}&room={Uri.EscapeDataString(r)}",
        };
}
