using Mihari.Notifications;
using Mihari.Troubles;

namespace Mihari.Grains.Notifications;

/// <summary>
/// Ends of troubles that wait while the trouble comes again: sent after it, such an end would say that all is well while the device is down. Who
/// knows of both troubles gets one end at last, that of the newer one. A customer's system hears of each end: what it keeps goes by the trouble's start.
/// Without side effects.
/// </summary>
internal static class SupersededEnds
{
    /// <summary>The outbox in which the ends that wait give way to a newer trouble.</summary>
    public static OutboxState GiveWay(OutboxState outbox, Notice raised, DateTimeOffset now) => outbox with
    {
        Items = [.. outbox.Items.Select(item => item is { IsSettled: false, Notice: { } notice } && IsNewer(raised, notice) ? Supersede(item, now) : item)],
    };

    /// <summary>A new item; superseded, where it is an end and the newer trouble came first: those of one device are handed on side by side.</summary>
    public static OutboxItem Check(OutboxState outbox, OutboxItem item, DateTimeOffset now) =>
        item.Notice is { } ended && outbox.Items.Any(other => other.Notice is { } raised && IsNewer(raised, ended)) ? Supersede(item, now) : item;

    /// <summary>A letter that is not tried any more.</summary>
    public static Letter Supersede(Letter letter, DateTimeOffset now) => letter with { State = LetterState.Superseded, Holder = null, Tried = now, Words = null };

    /// <summary>Whether a letter of the item is not tried any more.</summary>
    public static bool GivesWay(OutboxItem item, Addressee to) => item.IsSuperseded && to.Channel != Channel.Webhook;

    /// <summary>Whether one is the same trouble of the same device or line, newer than the end of the other: raised again, found to come and go, or away after that.</summary>
    internal static bool IsNewer(Notice raised, Notice ended) =>
        raised is { Kind: NoticeKind.TroubleRaised, Trouble: { } newer } && ended is { Kind: NoticeKind.TroubleEnded, Trouble: { } over }
        && raised.Device == ended.Device && newer.Since > over.Since
        && (newer.Kind == over.Kind
            || (over.Kind, newer.Kind) is (TroubleKind.NetworkDisconnected, TroubleKind.Unstable) or (TroubleKind.Unstable, TroubleKind.NetworkDisconnected)
                or (TroubleKind.BuildingLine, TroubleKind.BuildingLineUnstable) or (TroubleKind.BuildingLineUnstable, TroubleKind.BuildingLine));

    /// <summary>A letter that is being tried may arrive yet; it is not tried again if it doesn't.</summary>
    private static OutboxItem Supersede(OutboxItem item, DateTimeOffset now)
    {
        var superseded = item with { IsSuperseded = true };
        return superseded with
        {
            Letters = [.. item.Letters.Select(letter => letter is { State: LetterState.Waiting, Holder: null } && GivesWay(superseded, letter.To) ? Supersede(letter, now) : letter)],
        };
    }
}
