using AngleSharp.Dom;
using Bunit;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Web.Components.Buildings;
using Xunit;

namespace Mihari.Tests.Web.Components.Buildings;

public sealed class NamePhrasesTests
{
    [Theory]
    [InlineData("サンライズ用賀マンション", "サンライズ|用賀|マンション")]
    [InlineData("グランドメゾン二子玉川", "グランドメゾン|二子玉川")]
    [InlineData("あざみ野駅前ビル", "あざみ野駅前|ビル")]
    [InlineData("つつじヶ丘ハイツ", "つつじヶ丘|ハイツ")]
    [InlineData("代々木の森", "代々木の|森")]
    [InlineData("パークハイム1号館", "パークハイム|1号館")]
    [InlineData("ABCマンション・東棟", "ABC|マンション・|東棟")]
    [InlineData("Sunrise Yoga", "Sunrise Yoga")]
    [InlineData("", "")]
    public void Of_Name_BreaksBetweenWords(string name, string parts) =>
        Assert.Equal(parts, string.Join('|', NamePhrases.Of(name)));

    [Fact]
    public async Task Item_LongName_BreaksThereAndKeepsItsText()
    {
        await using var portal = new Portals("ja");
        var item = portal.Page.Render<BuildingNavItem>(i => i.Add(p => p.Building, new BuildingSummary(new BuildingId("b1"), "サンライズ用賀マンション", 2, 24, 20, 3, 0)));

        Assert.Equal("サンライズ|用賀|マンション|", string.Concat(item.Find(".name").ChildNodes.Select(node => node.NodeName == "WBR" ? "|" : node.TextContent)));
        Assert.Equal("サンライズ用賀マンション", item.Find("a").GetAttribute("title"));
    }
}
