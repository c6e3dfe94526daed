using Mihari.Grains.Cameras;
using Mihari.Grains.Notifications;
using Mihari.Identifiers;
using Mihari.Notifications;

namespace Mihari.Tests.Grains.Notifications;

/// <summary>The form of mails.</summary>
public sealed class MailWriterTests
{
    /// <summary>Half past midnight of the next day in Tokyo.</summary>
    private static readonly DateTimeOffset At = new(2026, 11, 29, 15, 30, 5, TimeSpan.Zero);
    private static readonly NotificationTexts Texts = new("ja", TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"));
    private static readonly Uri Portal = new("https://portal.example/");
    private static readonly CameraPlace Place = new(new CustomerId("c"), new BuildingId("b"), new RoomId("r"));

    [Fact]
    public void Recording_IsCalledByTheTimeThatTheTextHas()
    {
        var mail = Recording();

        Assert.Equal("0011223344AA-20261130-003005.mp4", Assert.Single(mail.Parts).Name);
        Assert.Contains("2026年11月30日 00:30:05", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Mail_CanBeStoppedFromTheMailProgram_ButForAQuestion()
    {
        Assert.Equal(new Uri("https://portal.example/mail-consent/c/stop"), Recording().Stop);
        Assert.Null(Question().Stop);
    }

    [Fact]
    public void Text_HasNoTwoEmptyLinesTogether()
    {
        Assert.All([Recording().Text, Question().Text], text =>
        {
            var lines = text.ReplaceLineEndings("\n").Split('\n');
            Assert.DoesNotContain(lines.Zip(lines.Skip(1)), pair => pair is ("", ""));
        });
    }

    [Fact]
    public void Html_PromisesNoDarkStyleThatItDoesNotHave() => Assert.Contains("<meta name=\"color-scheme\" content=\"light\">", Recording().Html, StringComparison.Ordinal);

    private static Mail Recording()
    {
        var clip = new ClipNotice(new ClipId("clip"), At.AddSeconds(-5), At.AddSeconds(10), At, 1000, IsRecovered: false, null);
        var item = Item() with { Notice = new Notice("n", NoticeKind.Captured, At, Place, DeviceId.Parse("0011223344AA"), "カメラ1", Clip: clip) };
        return MailWriter.Write(item, "anna@example.jp", new MailFacts(Portal, "用賀マンション", "エントランス", "見張", "stop", AttachesVideo: true), Texts);
    }

    private static Mail Question()
    {
        var question = new AddressQuestion("q", new CustomerId("c"), "anna@example.jp", "ja", "token", At);
        return MailWriter.Ask(Item() with { Question = question }, question, "見張", Portal, Texts);
    }

    private static OutboxItem Item() => new() { Id = "i", At = At, Taken = At, Language = "ja", Letters = [] };
}
