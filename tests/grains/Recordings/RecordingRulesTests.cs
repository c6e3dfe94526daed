using System.Collections.Immutable;
using System.Globalization;
using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Grains.Recordings;
using Mihari.Grains.Timeline;
using Mihari.Recordings;
using Mihari.Troubles;

namespace Mihari.Tests.Grains.Recordings;

/// <summary>Spans in minutes and seconds from a moment; the present is minute 60 unless told.</summary>
public sealed class RecordingRulesTests
{
    private static readonly DateTimeOffset Zero = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private static readonly CameraState Away = new() { Presence = Presence.Offline, PresenceSince = Zero.AddMinutes(60), Sd = new SdCard(SdCardState.Ok, 1, 1, null, null) };
    private static readonly CameraState Recording = Away with { Presence = Presence.Online };

    public static TheoryData<string, string, string, string> Gaps => new()
    {
        // What it is about; the minutes; the troubles; the gaps of 0:00 to 10:00.
        { "all of it is there", "0 1 2 3 4 5 6 7 8 9", "", "" },
        { "nothing is there", "", "", "0:00-10:00 NotRecorded" },
        { "a gap in the middle", "0 1 2 3 6 7 8 9", "", "4:00-6:00 NotRecorded" },
        { "gaps at both edges", "2 3 4 5 6 7", "", "0:00-2:00 NotRecorded, 8:00-10:00 NotRecorded" },
        { "minutes that reach over the edges", "-0.5 0.5 1.5 2.5 3.5 4.5 5.5 6.5 7.5 8.5 9.5", "", "" },
        { "holes below the smallest", "0 1.04 2.08 3.12 4.16 5.2 6.24 7.28 8.32", "", "9:19-10:00 NotRecorded" },
        { "a minute twice", "0 1 1 2 3 4 5 6 7 8 9", "", "" },
        { "out of order: the clock was set", "5 6 7 8 9 0 1 2 3 4", "", "" },
        { "outside of it", "-2 -1 10 11", "", "0:00-10:00 NotRecorded" },
        { "offline for a part of the gap", "0 1 8 9", "NetworkDisconnected 3 5", "2:00-3:00 NotRecorded, 3:00-5:00 Offline, 5:00-8:00 NotRecorded" },
        { "offline for all of it", "0 1 8 9", "NetworkDisconnected 1 9", "2:00-8:00 Offline" },
        { "offline from the edge to the edge", "", "NetworkDisconnected -5 90", "0:00-10:00 Offline" },
        { "a trouble that goes on", "0 1", "SdCardError 2 -", "2:00-10:00 NoCard" },
        { "one that ended where the gap begins", "0 1 8 9", "NetworkDisconnected 0 2", "2:00-8:00 NotRecorded" },
        { "one that began where the gap ends", "0 1 8 9", "NetworkDisconnected 8 9", "2:00-8:00 NotRecorded" },
        { "the gravest counts", "0 1 8 9", "NetworkDisconnected 2 6, SdCardError 4 7, VideoLost 3 5", "2:00-3:00 Offline, 3:00-5:00 NoPictures, 5:00-7:00 NoCard, 7:00-8:00 NotRecorded" },
        { "coming and going is being away", "0 1 8 9", "Unstable 2 6", "2:00-6:00 Offline, 6:00-8:00 NotRecorded" },
        { "two of a kind are one", "0 1 8 9", "NetworkDisconnected 2 4, NetworkDisconnected 4 8", "2:00-8:00 Offline" },
        { "away before it was raised", "0 1 8 9", "NetworkDisconnected 3 5 2.5", "2:00-2:30 NotRecorded, 2:30-5:00 Offline, 5:00-8:00 NotRecorded" },
        { "raised after the span", "0 1", "NetworkDisconnected 11 - 2", "2:00-10:00 Offline" },
        { "refused", "0 1 8 9", "DeviceRemoved 2 8", "2:00-8:00 Offline" },
        { "a trouble over minutes that are there", "0 1 2 3 4 5 6 7 8 9", "NetworkDisconnected 0 10", "" },
    };

    [Theory]
    [MemberData(nameof(Gaps))]
    public void Span_HasItsGapsWithTheirCauses(string what, string minutes, string troubles, string expected)
    {
        var span = RecordingRules.Span(Away, Zero, At(10), Minutes(minutes), Troubles(troubles), At(60));

        Assert.True(Text(span.Gaps) == expected, $"{what}: {Text(span.Gaps)}");
    }

    [Theory]
    [InlineData("before all", -1, "")]
    [InlineData("in the middle of a minute", 2.5, "0:00-2:00 Overwritten")]
    [InlineData("between two", 3, "0:00-3:00 Overwritten")]
    [InlineData("after all", 12, "0:00-10:00 Overwritten")]
    public void Span_OfWhatWasOverwritten_SaysSo(string what, double oldest, string expected)
    {
        var camera = Away with { ClockSkew = TimeSpan.FromHours(1), Sd = Away.Sd! with { Oldest = At(oldest) - TimeSpan.FromHours(1) } };

        var span = RecordingRules.Span(camera, Zero, At(10), Minutes("0 1 2 3 4 5 6 7 8 9"), [], At(60));

        Assert.True(Text(span.Gaps) == expected, $"{what}: {Text(span.Gaps)}");
        Assert.Equal(expected.Length == 0 ? 10 : Math.Max(0, 10 - (int)oldest), span.Minutes.Length);
    }

    [Fact]
    public void Span_OverwrittenAndThenAway_TellsThemApart()
    {
        var camera = Away with { Sd = Away.Sd! with { Oldest = At(2) } };

        var span = RecordingRules.Span(camera, Zero, At(10), Minutes("0 1 6 7 8 9"), Troubles("NetworkDisconnected 2 6"), At(60));

        Assert.Equal("0:00-2:00 Overwritten, 2:00-6:00 Offline", Text(span.Gaps));
    }

    [Theory]
    [InlineData("the minute that is not closed yet", "0 1 2 3 4 5 6 7 8", "", 10, "9:00-10:00 Recording")]
    [InlineData("just closed", "0 1 2 3 4 5 6 7 8 9", "", 10, "")]
    [InlineData("closed and not announced", "0 1 2 3 4 5 6 7", "", 9.25, "8:00-9:15 Recording")]
    [InlineData("too long for that", "0 1 2 3 4 5 6 7", "", 10, "8:00-8:45 NotRecorded, 8:45-10:00 Recording")]
    [InlineData("back a moment ago", "0 1 2", "NetworkDisconnected 3 9.5", 10, "3:00-9:30 Offline, 9:30-10:00 Recording")]
    [InlineData("back two minutes ago", "0 1 2", "NetworkDisconnected 3 8", 10, "3:00-8:00 Offline, 8:00-8:45 NotRecorded, 8:45-10:00 Recording")]
    [InlineData("the end of the span is not the present", "0 1 2 3 4 5 6 7 8", "", 11, "9:00-10:00 NotRecorded")]
    public void Span_ToThePresent_EndsWithWhatIsBeingRecorded(string what, string minutes, string troubles, double now, string expected)
    {
        var to = now < 10 ? now : 10;

        var span = RecordingRules.Span(Recording, Zero, At(to), Minutes(minutes), Troubles(troubles), At(now));

        Assert.True(Text(span.Gaps) == expected, $"{what}: {Text(span.Gaps)}");
    }

    [Fact]
    public void Span_OfACameraThatIsAwayAndInNoTroubleYet_SaysThatItIsAway()
    {
        var span = RecordingRules.Span(Away with { PresenceSince = At(9.5) }, Zero, At(10), Minutes("0 1 2 3 4 5 6 7 8"), [], At(10));

        Assert.Equal("9:00-9:30 NotRecorded, 9:30-10:00 Offline", Text(span.Gaps));
    }

    [Theory]
    [InlineData("the card is back just now", "SdCardError 9.5 10", 10, 0, "9:00-9:30 NotRecorded, 9:30-10:00 NoCard")]
    [InlineData("the card has been back for a while", "SdCardError 9.25 9.5", 9.5, 0, "9:00-9:15 NotRecorded, 9:15-9:30 NoCard, 9:30-10:00 Recording")]
    [InlineData("the picture has been back for a while", "VideoLost 9.25 9.5", 0, 9.5, "9:00-9:15 NotRecorded, 9:15-9:30 NoPictures, 9:30-10:00 Recording")]
    [InlineData("it came and went, and has been well since", "SdCardError 2 10", 8.5, 0, "9:00-10:00 Recording")]
    public void Span_ToThePresent_IsNotBeingRecordedBeforeTheCardAndThePictureWereThere(string what, string troubles, double card, double picture, string expected)
    {
        var camera = Recording with { SdChanges = [At(card)], VideoChanges = [At(picture)] };

        var span = RecordingRules.Span(camera, Zero, At(10), Minutes("0 1 2 3 4 5 6 7 8"), Troubles(troubles), At(10));

        Assert.True(Text(span.Gaps) == expected, $"{what}: {Text(span.Gaps)}");
    }

    public static TheoryData<string, Func<object>> NotRecording => new()
    {
        { "offline", () => Away },
        { "no pictures", () => Recording with { Video = VideoState.Lost } },
        { "no card", () => Recording with { Sd = Recording.Sd! with { State = SdCardState.Missing } } },
        { "a card of which nothing is known", () => Recording with { Sd = null } },
    };

    [Theory]
    [MemberData(nameof(NotRecording))]
    public void Span_ToThePresentOfACameraThatCannotRecord_DoesNotSayThatItDoes(string what, Func<object> camera)
    {
        var span = RecordingRules.Span((CameraState)camera(), Zero, At(10), Minutes("0 1 2 3 4 5 6 7 8"), [], At(10));

        Assert.True(Text(span.Gaps) == "9:00-10:00 NotRecorded", what);
    }

    [Fact]
    public void Span_OfMinutesInAnyOrder_ListsThemByTheirStartAndOnce()
    {
        var span = RecordingRules.Span(Away, Zero, At(10), Minutes("3 1 2 1 0"), [], At(60));

        Assert.Equal([At(0), At(1), At(2), At(3)], span.Minutes.Select(m => m.Start));
        Assert.Equal((Zero, At(10)), (span.From, span.To));
    }

    private static DateTimeOffset At(double minutes) => Zero.AddMinutes(minutes);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static ImmutableArray<RecordedMinute> Minutes(string starts) =>
        [.. starts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(start => new RecordedMinute(At(Number(start)), TimeSpan.FromMinutes(1), []))];

    private static ImmutableArray<TroubleBody> Troubles(string troubles) =>
        [.. troubles.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(t => t.Split(' ')).Select(t =>
            new TroubleBody(Enum.Parse<TroubleKind>(t[0]), At(Number(t[1])), t[2] == "-" ? null : At(Number(t[2])), t.Length > 3 ? At(Number(t[3])) : null))];

    private static string Text(ImmutableArray<RecordingGap> gaps) => string.Join(", ", gaps.Select(gap => $"{Text(gap.From)}-{Text(gap.To)} {gap.Cause}"));

    private static string Text(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor((at - Zero).TotalMinutes)}:{at.Second:00}");
}
