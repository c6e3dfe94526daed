namespace Mihari.Notifications;

/// <summary>
/// 通知タイプ (manual, chapter 3): of what a room sends mails. Types that the manual marks as not used at present are not there, and their numbers stay free.
/// </summary>
public enum NotificationType
{
    /// <summary>通知なし: nothing at all, phones included.</summary>
    None = 1,

    /// <summary>すべて通知する: recordings, motion, troubles and their end.</summary>
    All = 2,

    /// <summary>トラブルのみ通知する: troubles. The default, and what the manual recommends.</summary>
    Troubles = 4,

    /// <summary>ビデオ撮影のみ通知する: recordings.</summary>
    Captures = 5,

    /// <summary>ビデオ撮影のみ通知する（トラブル通知あり）: recordings, troubles and their end.</summary>
    CapturesAndTroubles = 6,
}
