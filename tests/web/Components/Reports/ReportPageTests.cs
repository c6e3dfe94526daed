using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Reports;
using Mihari.Tests.Web.Components.Buildings;
using Mihari.Web.Components.Reports;
using Xunit;

namespace Mihari.Tests.Web.Components.Reports;

/// <summary>月次レポート: what it says of a month, and what it must not say.</summary>
public sealed class ReportPageTests
{
    [Fact]
    public async Task Report_SaysWhatBecameOfTheMonth_InItsOwnZone()
    {
        await using var portal = new Portals("ja");
        var page = Render(portal, out var reports);

        Assert.Equal(["months", "read 2026-11"], reports.Asked);
        Assert.Contains("月次レポート 2026年11月", page.Find("header").TextContent, StringComparison.Ordinal);
        Assert.Contains("用賀不動産", page.Find("header").TextContent, StringComparison.Ordinal);
        Assert.Contains("2026/11/01 00:00:00", page.Find("header").TextContent, StringComparison.Ordinal);
        Assert.Contains("Asia/Tokyo (UTC+9)", page.Find("header").TextContent, StringComparison.Ordinal);
        Assert.Equal(["95.9%", "94.7%", "2", "2"], page.FindAll(".value").Select(value => value.TextContent));
        Assert.Contains("2026/11/03 00:00:00 からの集計", page.Markup, StringComparison.Ordinal);
        Assert.Contains("2026/12/12 00:00:00 に確定", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cameras_AreListed_AndOneOfWhichNothingIsDue_HasNoFigure()
    {
        await using var portal = new Portals("ja");
        var page = Render(portal, out _);

        Assert.Equal(
            ["玄関|エントランス|95.9%|4時間0分|3|94.7%|5時間0分|5時間0分", "=新品接続されていません|駐車場|–|0分|0|–|0分|0分"],
            page.FindAll("tr[data-camera]").Select(row => string.Join('|', row.Children.Select(cell => string.Join(' ', cell.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))))));
    }

    [Fact]
    public async Task Gaps_AreByCause_AndWhatIsNotKnownIsOneOfItsOwn()
    {
        await using var portal = new Portals("ja");
        var page = Render(portal, out _);

        Assert.Equal(["Offline", "NoCard", "NotRecorded", "Open"], page.FindAll("[data-part]").Select(part => part.GetAttribute("data-part")!));
        Assert.Equal(["0", "400", "450", "500"], page.FindAll("[data-part]").Select(part => part.GetAttribute("x")!));
        Assert.Equal(["カメラのオフライン4時間0分", "SDカードの異常30分0秒", "原因不明30分0秒", "未確認5時間0分"], page.FindAll("[data-cause]").Select(item => item.TextContent.Trim()));
    }

    [Fact]
    public async Task Troubles_HaveBeginningEndAndDuration()
    {
        await using var portal = new Portals("ja");
        var page = Render(portal, out _);

        Assert.Equal(
            [
                "SDカードエラー|玄関|エントランス|2026/11/30 00:00:00|継続中|1日0時間",
                "建物の回線断|建物全体|–|2026/10/31 22:00:00|2026/11/01 01:00:00|3時間0分",
            ],
            page.FindAll("tr[data-trouble]").Select(row => string.Join('|', row.Children.Select(cell => cell.TextContent.Trim()))));
    }

    [Fact]
    public async Task MonthWithoutAGap_SaysSo_AndIsAllOfIt()
    {
        await using var portal = new Portals("en-US");
        var whole = new TimeAccount(TimeSpan.FromHours(9), TimeSpan.FromHours(9), default, default, default, default, default, default, TimeSpan.FromHours(9), default);
        var page = Render(portal, out _, set: reports => reports.Month = Reports.Report with { Total = whole, Troubles = [], SettlesAt = null, CountedFrom = Reports.From });

        Assert.Equal(["100.0%", "100.0%"], page.FindAll(".value").Take(2).Select(value => value.TextContent));
        Assert.Contains("No gaps", page.Markup, StringComparison.Ordinal);
        Assert.Contains("No troubles in the month", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".note"));
    }

    [Theory]
    [InlineData("ja", 10, "2026/11/11 00:00:00 より前に解消したトラブルの記録は、保存期間を過ぎたため残っていません。", "この月の 2026/11/11 00:00:00 以降に、トラブルはありませんでした。", "0|2026/11/11 00:00:00 以降の記録")]
    [InlineData("ja", 30, "2026/12/01 00:00:00 より前に解消したトラブルの記録は、保存期間を過ぎたため残っていません。", null, "–|保存期間を過ぎています")]
    [InlineData("en-US", 400, "Records of troubles that ended before 12/06/2027 12:00:00 AM are past their retention and no longer kept.", null, "–|No longer kept")]
    public async Task TroublesThatAreNotKept_AreNotSaidToBeNone(string culture, int kept, string expected, string? none, string figure)
    {
        await using var portal = new Portals(culture);
        var page = Render(portal, out _, set: reports => reports.Month = Reports.Report with { Troubles = [], TroublesFrom = Reports.From.AddDays(kept) });

        Assert.Equal(expected, page.Find("[data-not-kept]").TextContent);
        Assert.Equal(none is null ? [expected] : [expected, none], page.Find("[data-not-kept]").ParentElement!.QuerySelectorAll("p").Select(text => text.TextContent));
        Assert.Equal(figure, string.Join('|', page.FindAll("[data-figure=troubles] p").Select(text => text.TextContent)));
    }

    [Fact]
    public async Task TroublesThatWentOnAfterTheyWereKept_AreListed_BesideThatOthersAreNot()
    {
        await using var portal = new Portals("ja");
        var page = Render(portal, out _, set: reports => reports.Month = Reports.Report with { TroublesFrom = Reports.From.AddDays(31) });

        Assert.Equal(2, page.FindAll("tr[data-trouble]").Count);
        Assert.NotNull(page.Find("[data-not-kept]"));
        Assert.Equal("2|保存期間を過ぎています", string.Join('|', page.FindAll("[data-figure=troubles] p").Select(text => text.TextContent)));
    }

    [Fact]
    public async Task MonthOfWhichNothingIsKnown_SaysSo()
    {
        await using var portal = new Portals("ja");
        var page = Render(portal, out _, set: reports => reports.Month = Reports.Report with { Total = default, Days = [], Cameras = [], Troubles = [], CountedFrom = null });

        Assert.Contains("この月の記録はありません", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("table"));
    }

    [Theory]
    [InlineData("2026-13")]
    [InlineData("november")]
    [InlineData("2027-01")]
    public async Task MonthThatIsNone_IsToldInASentence(string month)
    {
        await using var portal = new Portals("en-US");
        var page = Render(portal, out _, month);

        Assert.Contains(">Reports are for months from January 2020 to the present one, written in the address like 2026-12.<", page.Markup, StringComparison.Ordinal);
        Assert.Equal("buildings/b1/report", page.Find("a.mh-button").GetAttribute("href"));
        Assert.Empty(page.FindAll("table"));
    }

    [Theory]
    [InlineData("ja", 99, "1分39秒")]
    [InlineData("en-US", 99, "1 min 39 s")]
    [InlineData("en-US", 9, "9 s")]
    [InlineData("ja", 3600, "1時間0分")]
    public async Task LengthsBelowAnHour_AreToTheSecond(string culture, int seconds, string expected)
    {
        var time = TimeSpan.FromSeconds(seconds);
        var account = new TimeAccount(time, time, default, default, default, default, default, default, time, default);
        var open = account with { Recorded = default, Open = time, Connected = default, Away = time };
        await using var portal = new Portals(culture);
        var page = Render(portal, out _, set: reports => reports.Month = Reports.Report with { Total = account, Cameras = [Reports.Report.Cameras[0] with { Time = open }] });

        Assert.Contains(expected, page.Find("[data-figure=coverage] .of").TextContent.Replace('\u00A0', ' '), StringComparison.Ordinal);
        Assert.Equal(2, page.FindAll("tr[data-camera] td").Count(cell => cell.TextContent == expected));
    }

    [Theory]
    [InlineData("ja", "この月に接続したカメラはありません。")]
    [InlineData("en-US", "No camera was connected in this month.")]
    public async Task MonthInWhichNoneWasConnected_SaysSo(string culture, string expected)
    {
        await using var portal = new Portals(culture);
        var page = Render(portal, out _, set: reports => reports.Month = Reports.Report with { Total = default, Days = [], Cameras = [Reports.Report.Cameras[1]], Troubles = [], CountedFrom = null });

        Assert.Equal(expected, page.Find(".note[data-none-connected]").TextContent);
    }

    [Fact]
    public async Task MonthInWhichTheServerSawNothing_IsNotSaidToHaveNoneConnected()
    {
        await using var portal = new Portals("ja");
        var unseen = new TimeAccount(TimeSpan.FromHours(9), default, default, default, default, TimeSpan.FromHours(9), default, default, default, default);
        var page = Render(portal, out _, set: reports => reports.Month = Reports.Report with { Total = unseen, CountedFrom = Reports.From });

        Assert.Empty(page.FindAll("[data-none-connected]"));
    }

    [Fact]
    public async Task BuildingThatIsNobodys_IsUnknown()
    {
        await using var portal = new Portals("ja");
        Reports.In(portal.Grains);

        Assert.Contains("建物が見つかりません", portal.Page.Render<ReportPage>(of => of.Add(p => p.Id, "x9")).Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-12", "2026-11", "read 2026-11")]
    [InlineData("2026-12", "2026-09", "read 2026-12")]
    public async Task WithoutAMonth_ItIsTheLastThatIsOver_OrThePresentOne(string present, string before, string expected)
    {
        await using var portal = new Portals("ja");
        Render(portal, out var reports, set: r => r.Known = [Month(present), Month(before)]);

        Assert.Equal(expected, reports.Asked[^1]);
    }

    [Fact]
    public async Task Month_CanBeChosen_AndEachPartTakenAway()
    {
        await using var portal = new Portals("en-US");
        var page = Render(portal, out _, "2026-09");
        var navigation = portal.Page.Services.GetRequiredService<NavigationManager>();

        Assert.Equal(["December 2026", "November 2026", "September 2026"], page.FindAll("[data-months] option").Select(option => option.TextContent));
        Assert.Equal("September 2026", page.Find("option[selected]").TextContent);
        Assert.Equal(
            ["cameras", "days", "troubles"],
            page.FindAll("a[download]").Select(link => link.GetAttribute("href")!.Replace("buildings/b1/report.csv?month=2026-09&part=", "", StringComparison.Ordinal)));
        await page.Find("[data-months]").ChangeAsync("2026-12");
        Assert.EndsWith("/buildings/b1/report?month=2026-12", navigation.Uri, StringComparison.Ordinal);
    }

    private static ReportMonth Month(string text) => ReportMonth.TryParse(text, out var month) ? month : default;

    private static IRenderedComponent<ReportPage> Render(Portals portal, out Reports reports, string? month = null, Action<Reports>? set = null)
    {
        _ = new FakeProperty(portal);
        reports = Reports.In(portal.Grains);
        set?.Invoke(reports);
        portal.Page.Services.GetRequiredService<NavigationManager>().NavigateTo("buildings/b1/report" + (month is null ? "" : $"?month={month}"));
        return portal.Page.Render<ReportPage>(of => of.Add(p => p.Id, "b1"));
    }
}
