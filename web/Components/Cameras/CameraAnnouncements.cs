using System.Collections.Immutable;
using Mihari.Cameras;

namespace Mihari.Web.Components.Cameras;

/// <summary>What is said of one device: the resource keys of its new presence and of its new troubles, and that one is over.</summary>
internal sealed record CameraAnnouncement(string Device, ImmutableArray<string> Keys)
{
    /// <summary>
    /// What of a board is news to somebody who knows an older one: devices that went away, came back, got into trouble or out of it; none that
    /// are new or gone. With a room, only its devices.
    /// </summary>
    public static ImmutableArray<CameraAnnouncement> Between(CameraBoard before, CameraBoard after, string? room = null)
    {
        var known = before.Devices.ToDictionary(card => card.Id, StringComparer.Ordinal);
        return [.. after.Devices
            .Where(card => known.ContainsKey(card.Id) && (room is null || string.Equals(card.RoomId, room, StringComparison.Ordinal)))
            .Select(card => new CameraAnnouncement(card.Name, News(known[card.Id], card)))
            .Where(news => !news.Keys.IsEmpty)];
    }

    private static ImmutableArray<string> News(CameraCardView before, CameraCardView after)
    {
        var settled = before.Troubles.Except(after.Troubles).Any() ? ["TroubleSettled"] : Array.Empty<string>();
        var troubles = after.Troubles.Except(before.Troubles).Select(TroubleText.ShortKeyOf).Concat(settled);
        return Told(before.Presence) == Told(after.Presence) ? [.. troubles] : [PresenceText.KeyOf(Told(after.Presence)), .. troubles];
    }

    /// <summary>A device that is only suspected to be away is either back or offline soon.</summary>
    private static Presence Told(Presence presence) => presence == Presence.Suspect ? Presence.Online : presence;
}
