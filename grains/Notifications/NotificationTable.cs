using Mihari.Notifications;

namespace Mihari.Grains.Notifications;

/// <summary>Which type tells of what (manual, chapter 3, the table of 通知タイプ).</summary>
internal static class NotificationTable
{
    /// <summary>
    /// Whether mails tell of it. The end of a trouble belongs to the types of which the manual says so (復旧時の通知を含む), and
    /// to トラブルのみ通知する it does not.
    /// </summary>
    public static bool IsMailed(NotificationType type, NoticeKind kind) => type switch
    {
        NotificationType.All => true,
        NotificationType.Troubles => kind == NoticeKind.TroubleRaised,
        NotificationType.Captures => kind == NoticeKind.Captured,
        NotificationType.CapturesAndTroubles => kind is NoticeKind.Captured or NoticeKind.TroubleRaised or NoticeKind.TroubleEnded,
        _ => false,
    };

    /// <summary>Whether phones and customers' own systems are told: of everything, but with 通知なし.</summary>
    public static bool IsPushed(NotificationType type) => type != NotificationType.None;
}
