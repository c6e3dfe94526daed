using Mihari.Identifiers;
using Mihari.Web.Components.Buildings;

namespace Mihari.Web.Components.Rooms;

/// <summary>The addresses of a room's pages.</summary>
internal static class RoomLinks
{
    public const string Add = "rooms/new";

    /// <summary>デバイス一覧.</summary>
    public static string To(RoomId room) => $"rooms/{Uri.EscapeDataString(room.Value)}";

    /// <summary>部屋名変更・削除 of a building's rooms.</summary>
    public static string Manage(string? building = null) => building is null ? "rooms/manage" : $"rooms/manage?building={Uri.EscapeDataString(building)}";

    public static string Rename(string building, RoomId room) => $"{Of(building, room)}/rename";

    public static string Delete(string building, RoomId room) => $"{Of(building, room)}/delete";

    /// <summary>移行.</summary>
    public static string Move(string building, RoomId room) => $"{Of(building, room)}/move";

    private static string Of(string building, RoomId room) => $"{BuildingLinks.Rooms(new BuildingId(building))}/{Uri.EscapeDataString(room.Value)}";
}
