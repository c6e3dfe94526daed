using Mihari.Notifications;
using Mihari.Sensors;

namespace Mihari.Grains.Notifications;

/// <summary>What a notice says in one line.</summary>
internal static class NoticeWords
{
    public static string Label(OutboxItem item, NotificationTexts texts) => texts[item switch
    {
        { Notice.Kind: NoticeKind.TroubleRaised } => "Raised",
        { Notice.Kind: NoticeKind.TroubleEnded } => "Ended",
        { Notice.Kind: NoticeKind.Captured } => "Captured",
        _ => "Detected",
    }];

    public static string Title(OutboxItem item, NotificationTexts texts) => item switch
    {
        { Digest: { } digest } => texts["DigestTitle", digest.Count],
        { Notice: { Kind: NoticeKind.TroubleRaised, Trouble: { } trouble } } => texts["Trouble_" + trouble.Kind],
        { Notice: { Kind: NoticeKind.TroubleEnded, Trouble: { } trouble } } => texts["EndedTitle", texts["Trouble_" + trouble.Kind]],
        { Notice: { Detection: { Kind: SensorEventKind.Open } opened } } => texts["OpenTitle", opened.Names.Sensor],
        { Notice.Kind: NoticeKind.Detected } => texts["MotionTitle"],
        _ => texts["CapturedTitle"],
    };

    /// <summary>Where it happened.</summary>
    public static string Place(OutboxItem item, string building, string room) =>
        string.Join(' ', new[] { building, room, item.Notice is { Device: not null } notice ? notice.Name : "" }.Where(part => part.Length > 0));

    public static string Subject(OutboxItem item, string building, string room, NotificationTexts texts) =>
        texts["Subject", Label(item, texts), Place(item, building, room), Title(item, texts)];

    /// <summary>The page of the portal that shows it; of a recording that is not listed there, its camera's; of a hub, which has no page, its room's.</summary>
    public static Uri Page(OutboxItem item, Uri portal, bool isListed, bool isOfHub) => item switch
    {
        { Notice: { Clip: { } clip, Device: { } camera } notice } when isListed => PortalLinks.Clip(portal, notice.Place, camera, clip),
        { Notice: { Device: not null } notice } when isOfHub => PortalLinks.Room(portal, notice.Place),
        { Notice: { Device: { } device } notice } => PortalLinks.Camera(portal, notice.Place, device),
        _ => PortalLinks.Building(portal, (item.Notice ?? item.Digest!.Newest).Place),
    };
}
