using Mihari.Identifiers;
using Mihari.Web.Components.Buildings;
using Mihari.Web.Components.Rooms;

namespace Mihari.Web.Components.Notifications;

/// <summary>The addresses of a building's notification pages; without a room they are about all of its rooms (一括設定).</summary>
internal static class NotificationLinks
{
    /// <summary>メール通知設定.</summary>
    public static string Mail(BuildingId building, RoomId? room = null) => $"{BuildingLinks.To(building)}/notifications/mail{Query(room)}";

    /// <summary>通知設定.</summary>
    public static string Type(BuildingId building, RoomId? room = null) => $"{BuildingLinks.To(building)}/notifications/type{Query(room)}";

    /// <summary>What was told of a room.</summary>
    public static string History(RoomId room) => $"{RoomLinks.To(room)}/notifications";

    private static string Query(RoomId? room) => room is { } one ? $"?room={Uri.EscapeDataString(one.Value)}" : "";
}
