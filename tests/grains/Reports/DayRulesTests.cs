using System.Collections.Immutable;
using Mihari.Grains.Reports;
using Mihari.Recordings;

namespace Mihari.Tests.Grains.Reports;

/// <summary>What a day is counted as.</summary>
public sealed class DayRulesTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The day is over, and its camera has announced a minute since.</summary>
    private static readonly DateTimeOffset Later = Day.AddHours(26);

    private static readonly DayFacts Whole = new([At(0, 24)], [At(0, 24)], Later, [], [], [], null, false);

    [Fact]
    public void DayOfWhichAllWasRecorded_IsAllOfIt()
    {
        var sum = Sum(Whole);

        Assert.Equal((86_400, 86_400, 86_400), (sum[Counted.Due], sum[Counted.Recorded], sum[Counted.Connected]));
        Assert.Equal(24, DayRules.Hours(Whole, Day, Later).Count(hour => hour[(int)Counted.Recorded] == 3_600));
    }

    [Fact]
    public void HolesBetweenTwoMinutes_AreNone_UpToThreeSeconds()
    {
        ImmutableArray<Span> recorded = [new(Day, Day.AddSeconds(59.9)), new(Day.AddSeconds(62.8), Day.AddSeconds(120)), new(Day.AddSeconds(123), Day.AddDays(1))];

        var sum = Sum(Whole with { Recorded = recorded });

        Assert.Equal((86_397, 3), (sum[Counted.Recorded], sum[Counted.NotRecorded]));
    }

    [Fact]
    public void TimeBeforeItStoodThereAndAfterItLeft_IsNotDue()
    {
        var hours = DayRules.Hours(Whole with { Due = [At(6.5, 8), At(12, 13)] }, Day, Later);

        Assert.Equal([6, 7, 12], hours.Index().Where(hour => !hour.Item.IsEmpty).Select(hour => hour.Index));
        Assert.Equal([1_800, 3_600, 3_600], hours.Where(hour => !hour.IsEmpty).Select(hour => hour[(int)Counted.Due]));
    }

    [Fact]
    public void Nothing_ThatWasDue_IsNoHour() => Assert.Empty(DayRules.Hours(Whole with { Due = [] }, Day, Later));

    [Theory]
    [InlineData(GapCause.NoCard, nameof(Counted.NoCard))]
    [InlineData(GapCause.NoPictures, nameof(Counted.NoPictures))]
    public void Fault_IsTheCauseOfWhatIsMissing_AlsoWhereItIsTheLastThatIsKnown(GapCause cause, string expected)
    {
        var facts = Whole with { Recorded = [At(0, 20)], Faults = [new Fault(At(20, 50), cause)] };

        Assert.Equal(4 * 3_600, Sum(facts)[Enum.Parse<Counted>(expected)]);
        Assert.Equal(4 * 3_600, Sum(facts with { Newest = Day.AddHours(20) })[Enum.Parse<Counted>(expected)]);
    }

    [Fact]
    public void Absence_OverMidnight_IsOfBothDays_AndCountsOnceWhereItBegan()
    {
        var facts = Whole with { Due = [At(0, 48)], Recorded = [At(0, 23), At(25, 48)], Newest = Day.AddHours(48), Absences = [new Absence(At(23, 25), false)], BackSince = Day.AddHours(25) };

        var (first, second) = (Sum(facts, now: 60), Sum(DayRules.Hours(facts, Day.AddDays(1), Day.AddHours(60))));

        Assert.Equal((3_600, 3_600, 1), (first[Counted.Away], first[Counted.Offline], first[Counted.Absences]));
        Assert.Equal((3_600, 3_600, 0), (second[Counted.Away], second[Counted.Offline], second[Counted.Absences]));
        Assert.Equal(86_400 - 3_600, second[Counted.Recorded]);
    }

    [Fact]
    public void Absence_InWhichItRecorded_IsAwayAndRecorded()
    {
        var sum = Sum(Whole with { Absences = [new Absence(At(3, 4), false)], BackSince = Day.AddHours(4) });

        Assert.Equal((86_400, 3_600, 82_800, 1), (sum[Counted.Recorded], sum[Counted.Away], sum[Counted.Connected], sum[Counted.Absences]));
    }

    [Fact]
    public void WhatTheServerCouldNotSee_IsNeitherConnectedNorAway()
    {
        var sum = Sum(Whole with { Recorded = [At(0, 3), At(4, 24)], ServerDown = [At(3, 5)], Absences = [new Absence(At(4, 6), false)], BackSince = Day.AddHours(6) });

        Assert.Equal((3_600, 3_600, 21 * 3_600), (sum[Counted.ServerDown], sum[Counted.Away], sum[Counted.Connected]));
    }

    [Fact]
    public void ConnectionThatAGatewayOfOursLost_IsOursForTenMinutes()
    {
        var sum = Sum(Whole with { Recorded = [At(0, 3), At(4, 24)], Absences = [new Absence(At(3, 4), true)], BackSince = Day.AddHours(4) });

        Assert.Equal((600, 3_000, 3_000, 0), (sum[Counted.ServerDown], sum[Counted.Offline], sum[Counted.Away], sum[Counted.Absences]));
        Assert.Equal(86_400 - 3_600, sum[Counted.Connected]);
    }

    [Fact]
    public void WhatAnAbsentCameraHasNotAnnounced_IsOpen_AndSettledAfterElevenDays()
    {
        var away = Whole with { Recorded = [At(0, 10)], Newest = Day.AddHours(10), Absences = [new Absence(At(10, 400), false)], IsAway = true };

        Assert.Equal((14 * 3_600, 0), (Sum(away)[Counted.Open], Sum(away)[Counted.Offline]));
        Assert.Equal((14 * 3_600, 0), (Sum(away, now: 24 + (11 * 24) - 1)[Counted.Open], Sum(away)[Counted.Offline]));
        Assert.Equal((0, 14 * 3_600), (Sum(away, now: 24 + (11 * 24))[Counted.Open], Sum(away, now: 24 + (11 * 24))[Counted.Offline]));
    }

    [Fact]
    public void CameraThatIsBack_HasADayToAnnounceWhatItRecorded()
    {
        var back = Whole with { Recorded = [At(0, 10)], Newest = Day.AddHours(10), Absences = [new Absence(At(10, 25), false)], BackSince = Day.AddHours(25) };

        Assert.Equal((14 * 3_600, 0), (Sum(back, now: 48)[Counted.Open], Sum(back, now: 48)[Counted.Offline]));
        Assert.Equal((0, 14 * 3_600), (Sum(back, now: 50)[Counted.Open], Sum(back, now: 50)[Counted.Offline]));
    }

    [Fact]
    public void WhatItPassedOver_IsNotRecorded_AlsoWhileMoreMayCome()
    {
        var facts = Whole with { Recorded = [At(0, 10), At(12, 13)], Newest = Day.AddHours(13), Absences = [new Absence(At(10, 400), false)], IsAway = true };

        Assert.Equal((2 * 3_600, 11 * 3_600), (Sum(facts)[Counted.Offline], Sum(facts)[Counted.Open]));
    }

    [Fact]
    public void CameraThatIsThereAndSaysNothing_HasNotRecorded_ButForTheLastTwoHours()
    {
        var facts = Whole with { Due = [At(0, 20)], Recorded = [At(0, 10)], Newest = Day.AddHours(10) };

        var sum = Sum(facts, now: 20);

        Assert.Equal((8 * 3_600, 2 * 3_600), (sum[Counted.NotRecorded], sum[Counted.Open]));
    }

    [Fact]
    public void DayThatGoesOn_IsDueUpToNow()
    {
        var sum = Sum(Whole, now: 10.5);

        Assert.Equal((37_800, 37_800), (sum[Counted.Due], sum[Counted.Recorded]));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(2026)]
    public void PartsMakeUpTheWhole_WhateverIsInIt(int seed)
    {
        var random = new Random(seed);
        ImmutableArray<Span> Spans(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() * 30).Select(hour => At(hour, hour + random.NextDouble()))];
        var facts = new DayFacts(
            Spans(9), Spans(20), Day.AddHours(random.Next(30)), [.. Spans(6).Select(s => new Absence(s, random.Next(2) == 0))],
            [.. Spans(3).Select(s => new Fault(s, random.Next(2) == 0 ? GapCause.NoCard : GapCause.NoPictures))], Spans(2), Day.AddHours(random.Next(30)), random.Next(2) == 0);

        var hours = DayRules.Hours(facts, Day, Later);

        Assert.NotEmpty(hours);
        foreach (var hour in hours.Where(hour => !hour.IsEmpty))
        {
            Assert.InRange(hour[(int)Counted.Due], 1, 3_600);
            Assert.Equal(hour[(int)Counted.Due], hour[(int)Counted.Recorded..((int)Counted.Open + 1)].Sum());
            Assert.InRange(hour[(int)Counted.Connected] + hour[(int)Counted.Away], 0, hour[(int)Counted.Due]);
        }
    }

    [Fact]
    public void ToClose_IsWhatIsOverForAnHour_SinceTheLast()
    {
        Assert.Equal([Day], DayRules.ToClose(Day, Day.AddHours(25)));
        Assert.Empty(DayRules.ToClose(Day, Day.AddHours(25).AddTicks(-1)));
        Assert.Equal(11, DayRules.ToClose(null, Day.AddHours(2)).Count());
        Assert.Equal(30, DayRules.ToClose(Day.AddDays(-300), Day.AddHours(2)).Count());
    }

    [Fact]
    public void DayThatAClockAheadHasClosed_IsNotClosed()
    {
        Assert.Equal(Day, DayRules.ClosedBefore(Day.AddDays(40), Day.AddHours(2)));
        Assert.Equal(Day.AddDays(-1), DayRules.ClosedBefore(Day.AddDays(-1), Day.AddHours(2)));
        Assert.Null(DayRules.ClosedBefore(null, Day.AddHours(2)));
    }

    private static Span At(double from, double to) => new(Day.AddHours(from), Day.AddHours(to));

    private static Dictionary<Counted, int> Sum(DayFacts facts, double now = 26) => Sum(DayRules.Hours(facts, Day, Day.AddHours(now)));

    private static Dictionary<Counted, int> Sum(ImmutableArray<ImmutableArray<int>> hours) =>
        Enum.GetValues<Counted>().ToDictionary(what => what, what => hours.Where(hour => !hour.IsEmpty).Sum(hour => hour[(int)what]));
}
