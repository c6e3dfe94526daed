using Bunit;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Web.Components.Buildings;
using Xunit;

namespace Mihari.Tests.Web.Components.Buildings;

/// <summary>Colours and marks that must not say more than the figures do.</summary>
public sealed class BuildingFiguresTests
{
    [Theory]
    [InlineData(2, 2, "all")]
    [InlineData(1, 2, "some")]
    [InlineData(0, 2, "none")]
    [InlineData(0, 0, "zero")]
    public async Task OnlineFigure_Colour_FollowsHowManyAreOnline(int online, int total, string tone)
    {
        await using var portal = new Portals("ja");

        var strip = portal.Page.Render<StatusStrip>(p => p.Add(s => s.Total, total).Add(s => s.Online, online));
        var item = portal.Page.Render<BuildingNavItem>(p => p.Add(i => i.Building, Summary(total, online, recording: 0)));
        var row = portal.Page.Render<BuildingRow>(p => p.Add(r => r.Building, Summary(total, online, recording: 0)));

        Assert.Contains(tone, strip.Find(".figure.online").ClassList);
        Assert.Contains(tone, item.Find(".online").ClassList);
        Assert.Contains(tone, row.Find(".online").ClassList);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public async Task Recording_CamerasThatAreAway_IsNotClaimed(int online, bool marked)
    {
        await using var portal = new Portals("ja");

        var item = portal.Page.Render<BuildingNavItem>(p => p.Add(i => i.Building, Summary(2, online, recording: 2)));
        var row = portal.Page.Render<BuildingRow>(p => p.Add(r => r.Building, Summary(2, online, recording: 2)));

        Assert.Equal(marked, item.FindAll(".rec").Count == 1);
        Assert.Equal(marked, row.Markup.Contains("撮影中 1台", StringComparison.Ordinal));
        Assert.DoesNotContain("撮影中 2台", row.Markup, StringComparison.Ordinal);
    }

    private static BuildingSummary Summary(int cameras, int online, int recording) =>
        new(new BuildingId("b1"), "イッツコムマンション", 2, cameras, online, 0, recording);
}
