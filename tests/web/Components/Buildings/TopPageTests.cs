using Bunit;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Web.Components.Buildings;
using Xunit;

namespace Mihari.Tests.Web.Components.Buildings;

public sealed class TopPageTests
{
    [Fact]
    public async Task Portfolio_NoBuildings_SaysWhatToDoNext()
    {
        await using var portal = new Portals("ja");
        var page = Open(portal, Board());

        Assert.Contains("建物がまだ登録されていません", page.Markup, StringComparison.Ordinal);
        Assert.Contains("契約番号", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Portfolio_SupportAccount_HasNoBuildings()
    {
        await using var portal = new Portals("en-US");
        var page = Open(portal, null, customer: null);

        Assert.Contains("No buildings belong to this account", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_Building_ShowsItsFigures()
    {
        await using var portal = new Portals("ja");
        var row = portal.Page.Render<BuildingRow>(p => p.Add(r => r.Building, Summary("b1", "イッツコムマンション", 24, 20, 5, 2)));

        Assert.Equal("buildings/b1", row.Find("a").GetAttribute("href"));
        Assert.Contains("トラブル 5台", row.Markup, StringComparison.Ordinal);
        Assert.Contains("撮影中 2台", row.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_Delta_ReplacesByKeyAndOrdersByName()
    {
        using var language = new Language("ja");
        var kept = Summary("b2", "B", 1, 1, 0, 0);
        var board = Board(kept, Summary("b1", "A", 1, 1, 0, 0))
            .Apply(new ProjectionDelta<BuildingSummary>(new ProjectionPosition("i", 2), [Summary("b1", "C", 1, 0, 1, 0)], []));

        Assert.Equal(["B", "C"], board.Buildings.Select(building => building.Name));
        Assert.Same(kept, board.Buildings[0]);
        Assert.Equal((2, 1, 1), (board.Cameras, board.Online, board.Troubled));
        Assert.Equal("C", Assert.Single(board.Matching("", troublesOnly: true)).Name);
        Assert.Equal("B", Assert.Single(board.Matching("ｂ", troublesOnly: false)).Name);
    }

    [Fact]
    public void Apply_OfFiguresAlone_LeavesEachInItsPlaceAndCounts()
    {
        using var language = new Language("ja");
        var other = Summary("b1", "A", 1, 1, 0, 0);
        var board = Board(Summary("b10", "B10", 2, 2, 0, 0), Summary("b2", "B2", 3, 3, 0, 0), other)
            .Apply(new ProjectionDelta<BuildingSummary>(new ProjectionPosition("i", 2), [Summary("b10", "B10", 2, 1, 2, 2)], ["b9"]));

        Assert.Equal(["A", "B2", "B10"], board.Buildings.Select(building => building.Name));
        Assert.Same(other, board.Buildings[0]);
        Assert.Equal((6, 5, 2, 1), (board.Cameras, board.Online, board.Troubled, board.Recording));
    }

    private static IRenderedComponent<TopPage> Open(Portals portal, PortfolioBoard? board, string? customer = "c1") =>
        portal.Page.Render<TopPage>(page =>
        {
            page.AddCascadingValue(Portals.SignedIn(customer));
            if (board is not null)
                page.AddCascadingValue("Portfolio", board);
        });

    private static PortfolioBoard Board(params BuildingSummary[] buildings) => PortfolioBoard.From(
        new Portfolio(new CustomerId("c1"), "さくら管理", new ProjectionSnapshot<BuildingSummary>(new ProjectionPosition("i", 1), [.. buildings])));

    private static BuildingSummary Summary(string id, string name, int cameras, int online, int troubled, int recording) =>
        new(new BuildingId(id), name, 2, cameras, online, troubled, recording);
}
