using System.Collections.Immutable;
using System.Globalization;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Grains.Notifications;
using Mihari.Grains.Recordings;
using Mihari.Grains.Timeline;
using Mihari.Identifiers;
using Mihari.Notifications;
using Mihari.Recordings;
using Mihari.Tests.Grains.Cluster;
using Mihari.Troubles;

namespace Mihari.Tests.Grains.Notifications;

/// <summary>What the mail of a trouble's end says of the recording meanwhile. Times are seconds from a moment; a minute is 60 of them.</summary>
public sealed class RecoveryMailTests
{
    private const string Closing = ". The minute that it lies in is not closed yet; the portal shows it as soon as it is.";
    private const string Waiting = ". The camera has not yet said what it recorded meanwhile; the portal shows it as soon as it has.";
    private static readonly DateTimeOffset Zero = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string, string, double, string> Cases => new()
    {
        // What it is about; the trouble with when it was raised and over, and since when the device was away; the minutes; the present; what is said.
        { "back, and the minute is told", "NetworkDisconnected 23 45 20", "-60 0 60", 135, "Recorded on the card meanwhile: 25 s" },
        { "back, and nothing is told", "NetworkDisconnected 23 45 20", "-60", 135, "Not known yet: 25 s" + Waiting },
        { "told at once", "NetworkDisconnected 23 45 20", "-60", 45, "Not known yet: 25 s" + Closing },
        { "one minute of several is told", "NetworkDisconnected 23 210 20", "-60 0", 300, "Recorded on the card meanwhile: 40 s|Not known yet: 2 min 30 s" + Waiting },
        { "a whole minute and a bit", "NetworkDisconnected 63 250 60", "0 60", 340, "Recorded on the card meanwhile: 1 min|Not known yet: 2 min 10 s" + Waiting },
        { "without power: the next minute is told", "NetworkDisconnected 23 210 20", "-60 240", 310, "Not recorded meanwhile: 3 min 10 s" },
        { "some are passed over", "NetworkDisconnected 23 210 20", "-60 0 120 240", 310, "Recorded on the card meanwhile: 1 min 40 s|Not recorded meanwhile: 1 min 30 s" },
        { "some are passed over and some not told", "NetworkDisconnected 3 300 0", "-60 0 120", 390, "Recorded on the card meanwhile: 2 min|Not recorded meanwhile: 1 min|Not known yet: 2 min" + Waiting },
        { "no card", "SdCardError 20 40", "-60", 40, "Not recorded meanwhile: 20 s" },
        { "no card, told later", "SdCardError 20 40", "-60 40", 130, "Not recorded meanwhile: 20 s" },
        { "a card that came and went", "SdCardError 0 600", "60 120 180 240 300 360 420 480", 600, "Recorded on the card meanwhile: 8 min|Not recorded meanwhile: 1 min|Not known yet: 1 min" + Closing },
        { "no pictures", "VideoLost 20 40", "-60", 40, "Not recorded meanwhile: 20 s" },
        { "no card and away", "NetworkDisconnected 23 210 20, SdCardError -100 -", "-160", 300, "Not recorded meanwhile: 3 min 10 s" },
        { "coming and going", "Unstable 0 600", "0 60 180 240 300 360 420 480", 600, "Recorded on the card meanwhile: 8 min|Not recorded meanwhile: 1 min|Not known yet: 1 min" + Closing },
        { "coming and going, and nothing is told", "Unstable 0 600", "-60", 600, "Not known yet: 10 min" + Waiting },
        { "another fault", "Unknown 0 100", "0", 100, "Recorded on the card meanwhile: 1 min|Not known yet: 40 s" + Closing },
        { "refused, and not here yet", "DeviceRemoved 0 600", "-60", 600, "Not known yet: 10 min" + Waiting },
        { "parts that are no whole seconds", "NetworkDisconnected 23 45.9 20.4", "-60 30.2 90.2", 160, "Recorded on the card meanwhile: 15 s|Not recorded meanwhile: 10 s" },
        { "less than a gap", "Unknown 58 61", "-60 0", 61, "Recorded on the card meanwhile: 2 s|Not known yet: 1 s" + Closing },
        { "less than a second", "Unknown 60 60.9", "0", 60.9, "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Ended_SaysWhatBecameOfTheWholeTime(string what, string troubles, string minutes, double now, string expected)
    {
        var said = Mail(troubles, minutes, now, "en").Text.ReplaceLineEndings("\n").Split('\n').Where(line => line.Contains("eanwhile", StringComparison.Ordinal) || line.StartsWith("Not ", StringComparison.Ordinal));

        Assert.True(string.Join('|', said) == expected, $"{what}: {string.Join('|', said)}");
    }

    [Theory]
    [InlineData("NetworkDisconnected 3 300 0", "-60 0 120", 390, "この間にSDカードへ録画済み: 2分|この間に録画されなかった時間: 1分|この間の録画を確認中の時間: 2分（カメラからの録画情報を待っています。届きしだいポータルに表示されます。）")]
    [InlineData("Unknown 0 100", "0", 100, "この間にSDカードへ録画済み: 1分|この間の録画を確認中の時間: 40秒（1分ごとの録画がまだ完了していません。完了しだいポータルに表示されます。）")]
    public void Ended_InJapanese_SaysTheSame(string troubles, string minutes, double now, string expected)
    {
        var said = Mail(troubles, minutes, now, "ja").Text.ReplaceLineEndings("\n").Split('\n').Where(line => line.StartsWith("この間", StringComparison.Ordinal));

        Assert.Equal(expected, string.Join('|', said));
    }

    [Fact]
    public void Ended_OfWhatWasOverwritten_SaysThatItIsGone()
    {
        var said = Mail("NetworkDisconnected 3 180 0", "-60 0 60 120 180", 300, "en", oldest: 60).Text;

        Assert.Contains("Recorded on the card meanwhile: 2 min", said, StringComparison.Ordinal);
        Assert.Contains("No longer on the card: 1 min", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Not ", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SdCardError 20 40", 40, "Open the portal: ")]
    [InlineData("NetworkDisconnected 23 45 20", 135, "Play what the card holds: ")]
    public void Ended_LinksToTheCard_WhereItHoldsSomethingOrMay(string troubles, double now, string expected) =>
        Assert.Contains(expected, Mail(troubles, "-60", now, "en").Text, StringComparison.Ordinal);

    [Fact]
    public void Account_WhereverTheMomentsLie_AddsUpToTheSecond()
    {
        for (var tenths = 0; tenths < 2000; tenths += 7)
        {
            var (away, ended) = (tenths / 10.0, (tenths / 10.0) + (tenths % 611 / 10.0));
            var (span, _) = Span($"NetworkDisconnected {Text(away + 0.1)} {Text(ended)} {Text(away)}", "-60.3 0.4 60.4 150.9", 210.7);

            var card = RecordingAccount.Of(span, At(away), At(ended));

            var all = card.Recorded + card.NotRecorded + card.Gone + card.Expected;
            Assert.Equal(Math.Floor((At(ended) - At(away)).TotalSeconds), all.TotalSeconds);
            Assert.All([card.Recorded, card.NotRecorded, card.Gone, card.Expected], part => Assert.True(part >= TimeSpan.Zero));
        }
    }

    private static Mail Mail(string troubles, string minutes, double now, string language, double oldest = -1000)
    {
        var (span, trouble) = Span(troubles, minutes, now, oldest);
        var (device, ended) = (Property.NewDevice(), trouble.Ended!.Value);
        var place = new CameraPlace(new CustomerId("c1"), new BuildingId("b1"), new RoomId("r1"));
        var notice = new Notice("n1", NoticeKind.TroubleEnded, ended, place, device, "正面", new TroubleNotice(trouble.Kind, trouble.Since, trouble.Away));
        var item = new OutboxItem { Id = "n1", At = ended, Taken = ended, Language = language, Notice = notice, Letters = [] };
        return MailWriter.Write(item, "a@example.jp", new MailFacts(new Uri("https://portal.test/"), "用賀", "駐車場", "イッツ", "stop", Recorded: span), new NotificationTexts(language, TimeZoneInfo.Utc));
    }

    /// <summary>As it is read for the mail of the first of the troubles.</summary>
    private static (RecordedSpan Span, TroubleBody Trouble) Span(string troubles, string minutes, double now, double oldest = -1000)
    {
        ImmutableArray<TroubleBody> all =
        [
            .. troubles.Split(", ").Select(t => t.Split(' ')).Select(t => new TroubleBody(
                Enum.Parse<TroubleKind>(t[0]), At(Number(t[1])), t[2] == "-" ? null : At(Number(t[2])), t.Length > 3 ? At(Number(t[3])) : null)),
        ];
        var trouble = all[0];
        var card = new SdCard(all.Any(t => t.Kind == TroubleKind.SdCardError && t.Ended is null) ? SdCardState.Missing : SdCardState.Ok, 1, 1, At(oldest), null);
        var camera = new CameraState { Presence = Presence.Online, PresenceSince = trouble.Ended!.Value, Sd = card };
        camera = trouble.Kind switch
        {
            TroubleKind.DeviceRemoved => camera with { Presence = Presence.Offline, PresenceSince = trouble.Since },

            // One that comes and goes is well for some time before it is over.
            TroubleKind.SdCardError => camera with { SdChanges = [trouble.Since, trouble.Ended.Value - trouble.Since < TimeSpan.FromMinutes(10) ? trouble.Ended.Value : trouble.Since.AddMinutes(1)] },
            TroubleKind.VideoLost => camera with { VideoChanges = [trouble.Since, trouble.Ended.Value] },
            _ => camera,
        };
        var from = (trouble.Away ?? trouble.Since) - RecordingAccount.Around;
        return (RecordingRules.Span(camera, from, At(now), Minutes(minutes), all, At(now)), trouble);
    }

    private static ImmutableArray<RecordedMinute> Minutes(string starts) =>
        [.. starts.Split(' ').Select(start => new RecordedMinute(At(Number(start)), TimeSpan.FromMinutes(1), []))];

    private static DateTimeOffset At(double seconds) => Zero.AddSeconds(seconds);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
