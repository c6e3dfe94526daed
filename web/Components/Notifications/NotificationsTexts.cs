namespace Mihari.Web.Components.Notifications;

/// <summary>The texts of メール通知設定 and 通知設定: <c>NotificationsTexts.resx</c> beside this file.</summary>
public sealed class NotificationsTexts;
