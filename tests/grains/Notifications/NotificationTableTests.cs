using Mihari.Grains.Notifications;
using Mihari.Notifications;

namespace Mihari.Tests.Grains.Notifications;

/// <summary>The manual's table of 通知タイプ (chapter 3), cell by cell.</summary>
public sealed class NotificationTableTests
{
    [Theory]
    [InlineData(NotificationType.None, false, false, false, false)]
    [InlineData(NotificationType.All, true, true, true, true)]
    [InlineData(NotificationType.Troubles, true, false, false, false)]
    [InlineData(NotificationType.Captures, false, false, false, true)]
    [InlineData(NotificationType.CapturesAndTroubles, true, true, false, true)]
    public void IsMailed_AsTheManualSays(NotificationType type, bool raised, bool ended, bool detected, bool captured)
    {
        Assert.Equal(raised, NotificationTable.IsMailed(type, NoticeKind.TroubleRaised));
        Assert.Equal(ended, NotificationTable.IsMailed(type, NoticeKind.TroubleEnded));
        Assert.Equal(detected, NotificationTable.IsMailed(type, NoticeKind.Detected));
        Assert.Equal(captured, NotificationTable.IsMailed(type, NoticeKind.Captured));
        Assert.Equal(type != NotificationType.None, NotificationTable.IsPushed(type));
    }

    [Theory]
    [InlineData(Channel.Mail, "anna@example.jp", true, true)]
    [InlineData(Channel.Mail, "Anna@Example.JP", true, true)]
    [InlineData(Channel.Mail, "anna@example.jp", false, true)]
    [InlineData(Channel.Mail, "bo@example.jp", true, false)]
    [InlineData(Channel.Push, "device", true, true)]
    [InlineData(Channel.Push, "device", false, false)]
    [InlineData(Channel.Webhook, "hook", true, true)]
    [InlineData(Channel.Webhook, "hook", false, false)]
    public void IsWanted_MailsByTheAddresses_TheOtherWaysByTheType(Channel channel, string to, bool isPushed, bool isWanted) =>
        Assert.Equal(isWanted, NotificationRules.IsWanted(new Readers(["anna@example.jp"], "ja", isPushed), new Addressee(channel, to)));

    [Fact]
    public void EveryTypeIsInTheTable() => Assert.Equal(5, Enum.GetValues<NotificationType>().Length);
}
