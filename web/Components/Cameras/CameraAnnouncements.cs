using System.Collections.Immutable;
using Mihari.Cameras;

namespace Mihari.Web.Components.Cameras;

/// <summary>What is said of one camera: the resource keys of its new presence and of its new troubles.</summary>
internal sealed record CameraAnnouncement(string Camera, ImmutableArray<string> Keys)
{
    /// <summary>What of a board is news to somebody who knows an older one: cameras that went away, came back or got into trouble; none that are new or gone.</summary>
    public static ImmutableArray<CameraAnnouncement> Between(CameraBoard before, CameraBoard after)
    {
        var known = before.Cards.ToDictionary(card => card.Id, StringComparer.Ordinal);
        return [.. after.Cards
            .Where(card => known.ContainsKey(card.Id))
            .Select(card => new CameraAnnouncement(card.Name, News(known[card.Id], card)))
            .Where(news => !news.Keys.IsEmpty)];
    }

    private static ImmutableArray<string> News(CameraCardView before, CameraCardView after)
    {
        var troubles = after.Troubles.Except(before.Troubles).Select(TroubleText.ShortKeyOf);
        return Told(before.Presence) == Told(after.Presence) ? [.. troubles] : [PresenceText.KeyOf(Told(after.Presence)), .. troubles];
    }

    /// <summary>A camera that is only suspected to be away is either back or offline soon.</summary>
    private static Presence Told(Presence presence) => presence == Presence.Suspect ? Presence.Online : presence;
}
