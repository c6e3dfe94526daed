using Bunit;
using Mihari.Buildings;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Tests.Web.Components.Buildings;
using Mihari.Troubles;
using Mihari.Web.Components.Buildings;
using Mihari.Web.Components.Cameras;
using Mihari.Web.Components.Rooms;
using Xunit;

namespace Mihari.Tests.Web.Components.Troubles;

/// <summary>建物の回線断 on every list, for as long as it lasts.</summary>
public sealed class LineBannerTests
{
    private static readonly LineTrouble Down = new(Cards.Now.AddMinutes(-5), 7);
    private static readonly Dashboard Well = Cards.Building(Cards.Make(1), Cards.Make(2));

    [Theory]
    [InlineData("ja", TroubleKind.BuildingLine, "建物の回線が切断されています", "2026/11/22 12:29:56 に建物のカメラ7台が同時に切断されました。")]
    [InlineData("en-US", TroubleKind.BuildingLine, "The line of the building is down", "7 cameras of the building were lost together at 11/22/2026 12:29:56 PM.")]
    [InlineData("ja", TroubleKind.BuildingLineUnstable, "建物の回線が不安定です", "2026/11/22 12:29:56 から建物のカメラ7台が切断と復旧を繰り返しています。")]
    [InlineData("en-US", TroubleKind.BuildingLineUnstable, "The line of the building is unstable", "7 cameras of the building have been going and coming back together since 11/22/2026 12:29:56 PM.")]
    public async Task Cameras_LineThatIsDown_IsSaidUntilItIsNot(string language, TroubleKind kind, string title, string text)
    {
        await using var portal = new Portals(language);
        portal.Feeds.Say(Well);
        var page = portal.Page.Render<CamerasPage>(of => of.Add(p => p.Building, "b1").AddCascadingValue(Portals.SignedIn()));
        await page.WaitForElementAsync("[data-camera]");
        Assert.Empty(page.FindAll("[data-line]"));

        portal.Feeds.Say(Well with { Line = Down with { Kind = kind } });
        var banner = await page.WaitForElementAsync("[role=status] [data-line]");
        Assert.Equal(title, banner.QuerySelector("strong")!.TextContent.Trim());
        Assert.Contains(text, banner.TextContent, StringComparison.Ordinal);

        // A change of a camera leaves it there.
        portal.Feeds.Say(new BuildingId("b1"), Cards.Delta(Cards.Make(1).Next(s => s with { Name = "別名" })));
        await page.WaitForAssertionAsync(() => Assert.Contains("別名", page.Markup, StringComparison.Ordinal));
        Assert.Single(page.FindAll("[data-line]"));
        portal.Feeds.Say(Well);
        await page.WaitForAssertionAsync(() => Assert.Empty(page.FindAll("[data-line]")));
    }

    [Fact]
    public async Task Rooms_LineThatIsDown_IsSaid()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        portal.Feeds.Say(Well with { Line = Down });

        var page = portal.Page.Render<RoomsPage>(p => p.Add(r => r.Id, "b1"));

        await page.WaitForElementAsync("[data-line]");
    }

    [Fact]
    public async Task Devices_LineThatIsDown_IsSaid()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        portal.Feeds.Say(Well with { Line = Down });

        var page = portal.Page.Render<RoomDevicesPage>(p => p.Add(r => r.Id, "r1"));

        await page.WaitForElementAsync("[data-line]");
    }

    [Fact]
    public async Task Buildings_LineThatIsDown_IsSaidWithItsBuilding()
    {
        await using var portal = new Portals("ja");
        var board = PortfolioBoard.From(new Portfolio(new CustomerId("c1"), "さくら管理", new ProjectionSnapshot<BuildingSummary>(
            new ProjectionPosition("i", 1),
            [new(new BuildingId("b1"), "用賀", 1, 4, 4, 0, 0), new(new BuildingId("b2"), "桜新町", 1, 8, 1, 7, 0, Down)])));

        var page = portal.Page.Render<TopPage>(of => of.AddCascadingValue("Portfolio", board).AddCascadingValue(Portals.SignedIn()));

        Assert.Equal("buildings/b2", Assert.Single(page.FindAll("[role=status] [data-line] a")).GetAttribute("href"));
        Assert.Contains("桜新町：建物の回線が切断されています", string.Concat(page.Find("[data-line] strong").TextContent.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        var row = portal.Page.Render<BuildingRow>(p => p.Add(r => r.Building, board.Buildings[1].Line is null ? board.Buildings[0] : board.Buildings[1]));
        Assert.Contains("建物の回線断", row.Find("[data-line]").TextContent, StringComparison.Ordinal);
    }
}
