using System.Globalization;
using Mihari.Web.Components.Viewers;
using Xunit;

namespace Mihari.Tests.Web.Components.Viewers;

public sealed class ViewerTimesTests
{
    private static readonly TimeZoneInfo Tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

    [Theory]
    [InlineData("ja", "2026/11/22 12:34:56")]
    [InlineData("en-US", "11/22/2026 12:34:56 PM")]
    [InlineData("en", "11/22/2026 12:34:56 PM")]
    public void DateAndTime_Language_InTheViewersZone(string language, string text) =>
        Assert.Equal(text, ViewerTimes.DateAndTime(Cards.Now, Tokyo, CultureInfo.GetCultureInfo(language)));

    [Theory]
    [InlineData("ja", "2026/11/22 (日)")]
    [InlineData("en-US", "Sun, 11/22/2026")]
    public void Day_Language_NamesTheWeekday(string language, string text) =>
        Assert.Equal(text, ViewerTimes.Day(Cards.Now, Tokyo, CultureInfo.GetCultureInfo(language)));

    [Theory]
    [InlineData("Asia/Tokyo", "Asia/Tokyo")]
    [InlineData("", "UTC")]
    [InlineData(null, "UTC")]
    [InlineData("Mars/Olympus", "UTC")]
    [InlineData("../../etc/passwd", "UTC")]
    public void ZoneOf_Cookie_IsAZoneOrUtc(string? name, string zone) => Assert.Equal(zone, ViewerTimes.ZoneOf(name).Id);

    [Theory]
    [InlineData("Asia/Tokyo", "Asia/Tokyo (UTC+9)")]
    [InlineData("Asia/Kolkata", "Asia/Kolkata (UTC+5:30)")]
    [InlineData("America/New_York", "America/New_York (UTC\u22125)")]
    [InlineData("Europe/London", "Europe/London (UTC+0)")]
    [InlineData("UTC", "UTC")]
    public void ZoneName_Zone_WithItsDifferenceAtThatMoment(string zone, string text) =>
        Assert.Equal(text, ViewerTimes.ZoneName(Cards.Now, TimeZoneInfo.FindSystemTimeZoneById(zone)));

    [Fact]
    public void Machine_AnyOffset_IsUtc() =>
        Assert.Equal("2026-11-22T03:34:56.000Z", ViewerTimes.Machine(Cards.Now.ToOffset(TimeSpan.FromHours(9))));
}
