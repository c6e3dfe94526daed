using System.Collections.Immutable;
using Mihari.Grains.Reports;
using Mihari.Identifiers;
using Mihari.Reports;

namespace Mihari.Tests.Grains.Reports;

/// <summary>Months and days of a zone, made of UTC's hours.</summary>
public sealed class MonthRulesTests
{
    private static readonly TimeZoneInfo Tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
    private static readonly DeviceId Camera = DeviceId.Parse("02AA00000001");
    private static readonly ImmutableArray<int> Hour = [3_600, 3_600, 0, 0, 0, 0, 0, 0, 3_600, 0, 1];

    [Theory]
    [InlineData("Asia/Tokyo", "2026-11", "2026-10-31T15:00:00Z", "2026-11-30T15:00:00Z")]
    [InlineData("UTC", "2024-02", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z")]
    [InlineData("America/New_York", "2026-11", "2026-11-01T04:00:00Z", "2026-12-01T05:00:00Z")]
    public void Bounds_AreMidnightsOfTheZone(string zone, string month, string from, string to)
    {
        Assert.True(ReportMonth.TryParse(month, out var read));

        var bounds = MonthRules.Bounds(read, TimeZoneInfo.FindSystemTimeZoneById(zone));

        Assert.Equal((DateTimeOffset.Parse(from, null), DateTimeOffset.Parse(to, null)), bounds);
    }

    [Fact]
    public void UtcDay_OverTheEndOfTheMonth_IsCutByItsHours()
    {
        var (from, to) = MonthRules.Bounds(new ReportMonth(2026, 11), Tokyo);
        var day = Full(new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero));

        var november = Assert.Single(MonthRules.Cameras([day], from, to, Tokyo));
        var december = Assert.Single(MonthRules.Cameras([day], to, to.AddDays(31), Tokyo));

        Assert.Equal([new DateOnly(2026, 11, 30)], november.Days.Select(d => d.Day));
        Assert.Equal(TimeSpan.FromHours(15), MonthRules.Sum(november).Time.Due);
        Assert.Equal((day.Day, to), (november.From!.Value, november.To!.Value));
        Assert.Equal([new DateOnly(2026, 12, 1)], december.Days.Select(d => d.Day));
        Assert.Equal((TimeSpan.FromHours(9), 9), (MonthRules.Sum(december).Time.Due, MonthRules.Sum(december).Absences));
        Assert.Equal((to, day.Day.AddDays(1)), (december.From!.Value, december.To!.Value));
    }

    [Fact]
    public void Days_AreTheZonesOwn_ThreeMoreOrLessHoursWhereItsClocksAreSet()
    {
        var newYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        var (from, to) = MonthRules.Bounds(new ReportMonth(2026, 11), newYork);
        var days = Enumerable.Range(0, 31).Select(n => Full(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero).AddDays(n)));

        var sum = MonthRules.Sum(MonthRules.Cameras(days, from, to, newYork));

        Assert.Equal(30, sum.Length);
        Assert.Equal([25, 24], sum.Take(2).Select(day => day.Time.Due.TotalHours));
    }

    [Fact]
    public void CameraIsCalled_AsItWasLast()
    {
        var (from, to) = MonthRules.Bounds(new ReportMonth(2026, 11), Tokyo);
        var first = Full(new DateTimeOffset(2026, 11, 10, 0, 0, 0, TimeSpan.Zero));
        var second = Full(new DateTimeOffset(2026, 11, 11, 0, 0, 0, TimeSpan.Zero), "玄関", "エントランス");

        var camera = Assert.Single(MonthRules.Cameras([second, first], from, to, Tokyo));

        Assert.Equal(("玄関", "エントランス"), (camera.Name, camera.RoomName));
        Assert.Equal(TimeSpan.FromHours(48), MonthRules.Sum(camera).Time.Recorded);
    }

    [Fact]
    public void DayThatWasClosedWhileItWasRead_CountsOnce()
    {
        var (from, to) = MonthRules.Bounds(new ReportMonth(2026, 11), Tokyo);
        var day = Full(new DateTimeOffset(2026, 11, 10, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(TimeSpan.FromHours(24), MonthRules.Sum(Assert.Single(MonthRules.Cameras([day, day], from, to, Tokyo))).Time.Due);
    }

    [Fact]
    public void CameraThatWasNeverConnected_IsThere_AndNothingOfItIsDue()
    {
        var (from, to) = MonthRules.Bounds(new ReportMonth(2026, 11), Tokyo);
        var day = new CameraDay(Camera, new DateTimeOffset(2026, 11, 10, 0, 0, 0, TimeSpan.Zero), new DayBody("新品", "駐車場", null, null, []));

        var month = MonthRules.Sum(Assert.Single(MonthRules.Cameras([day], from, to, Tokyo)));

        Assert.Equal((default, null, null), (month.Time, month.From, month.Time.Coverage.Permille));
        Assert.Empty(MonthRules.Cameras([day with { Day = to }], from, to, Tokyo));
    }

    [Fact]
    public void Months_AreThoseOfWhichADayIsKnown_AndThePresentOne()
    {
        var now = new DateTimeOffset(2026, 12, 3, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(["2026-12", "2026-11", "2026-09"], MonthRules.Months([new(2026, 9, 5), new(2026, 11, 29), new(2026, 11, 30)], Tokyo, now).Select(m => m.ToString()));
        Assert.Equal(["2026-12"], MonthRules.Months([], Tokyo, now).Select(m => m.ToString()));
    }

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(0, 5, 0)]
    [InlineData(3_599, 3_600, 999)]
    [InlineData(3_600, 3_600, 1_000)]
    [InlineData(26_783_999, 26_784_000, 999)]
    public void Share_IsRoundedDown_SoThatAllIsAll(int part, int whole, int? permille) =>
        Assert.Equal(permille, new Share(TimeSpan.FromSeconds(part), TimeSpan.FromSeconds(whole)).Permille);

    [Theory]
    [InlineData("2026-11", true)]
    [InlineData("2026-13", false)]
    [InlineData("2026-1", false)]
    [InlineData(" 2026-11", false)]
    [InlineData("2026-11-01", false)]
    [InlineData("0000-01", false)]
    [InlineData(null, false)]
    public void Month_IsReadAsItIsWritten(string? text, bool isOne)
    {
        Assert.Equal(isOne, ReportMonth.TryParse(text, out var month));
        Assert.True(!isOne || month.ToString() == text);
    }

    [Theory]
    [InlineData("Asia/Tokyo", true)]
    [InlineData("America/New_York", true)]
    [InlineData("Asia/Kolkata", false)]
    [InlineData("Australia/Lord_Howe", false)]
    public void Zone_IsWholeHoursAway(string zone, bool expected) => Assert.Equal(expected, MonthRules.IsOfWholeHours(TimeZoneInfo.FindSystemTimeZoneById(zone)));

    [Theory]
    [InlineData(-400, null)]
    [InlineData(0, null)]
    [InlineData(10, 10)]
    [InlineData(40, 40)]
    public void Troubles_AreKnownFromWhenTheyAreKept_UnlessThatIsAllOfTheMonth(int kept, int? expected)
    {
        var from = new DateTimeOffset(2026, 10, 31, 15, 0, 0, TimeSpan.Zero);

        Assert.Equal(expected is { } days ? from.AddDays(days) : null, MonthRules.TroublesFrom(from, from.AddDays(kept)));
    }

    private static CameraDay Full(DateTimeOffset day, string name = "カメラ", string room = "駐車場") =>
        new(Camera, day, new DayBody(name, room, day, day.AddDays(1), [.. Enumerable.Repeat(Hour, 24)]));
}
