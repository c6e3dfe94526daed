using Bunit;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Web.Components.Buildings;
using Xunit;

namespace Mihari.Tests.Web.Components.Buildings;

/// <summary>The list beside every page, and what it shares with the top page.</summary>
public sealed class BuildingNavTests
{
    [Fact]
    public async Task Filter_TypedBesideTheTopPage_IsTheTablesToo()
    {
        await using var portal = new Portals("ja");
        var board = Board("サンライズ用賀マンション", "目黒ハイツ");
        var nav = portal.Page.Render<BuildingNav>(n => n.Add(p => p.Board, board).Add(p => p.HasCustomer, true));
        var page = portal.Page.Render<TopPage>(p => p.AddCascadingValue(Portals.SignedIn()).AddCascadingValue("Portfolio", board));
        Assert.Equal(2, Rows(page));

        await nav.Find("input[type=search]").InputAsync("ﾊｲﾂ");
        Assert.Equal(1, Rows(page));
        Assert.Equal("2棟中 1棟を表示", page.Find(".sub").TextContent);

        await nav.Find("input[type=search]").InputAsync("zzz");
        Assert.Empty(page.FindAll(".table"));
        Assert.Equal(nav.Find(".none").TextContent, page.Find(".notice .title").TextContent);

        // From the empty table one gets back.
        await page.Find(".notice button").ClickAsync();
        Assert.Equal(2, Rows(page));
        Assert.Equal("", nav.Find("input[type=search]").GetAttribute("value") ?? "");
        Assert.Empty(nav.FindAll(".none"));
    }

    [Fact]
    public async Task Nav_List_IsALandmarkAndNoHeading()
    {
        await using var portal = new Portals("ja");
        var nav = portal.Page.Render<BuildingNav>(n => n.Add(p => p.Board, Board("A")));

        Assert.Empty(nav.FindAll("h1, h2, h3, h4"));
        Assert.Equal("建物一覧", nav.Find("nav").GetAttribute("aria-label"));
    }

    private static int Rows(IRenderedComponent<TopPage> page) => page.FindComponent<Virtualize<BuildingSummary>>().Instance.Items!.Count;

    private static PortfolioBoard Board(params string[] names) => PortfolioBoard.From(new Portfolio(
        new CustomerId("c1"), "さくら管理",
        new ProjectionSnapshot<BuildingSummary>(
            new ProjectionPosition("i", 1), [.. names.Select((name, index) => new BuildingSummary(new BuildingId($"b{index}"), name, 2, 2, 2, 0, 0))])));
}
