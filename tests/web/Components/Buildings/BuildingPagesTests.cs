using System.Reflection;
using Bunit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Accounts;
using Mihari.Refusals;
using Mihari.Web.Components.Buildings;
using Mihari.Web.Components.Forms;
using Xunit;

namespace Mihari.Tests.Web.Components.Buildings;

public sealed class BuildingPagesTests
{
    [Fact]
    public async Task Rename_Confirmed_IsDoneAndSaidOnTheCameraList()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        var page = await Confirming(portal, "イッツコム用賀マンション");

        Assert.Equal("建物名確認", page.Find("h1").TextContent);
        Assert.Equal(["変更前", "変更後"], page.FindAll("dt").Select(dt => dt.TextContent));
        Assert.Contains("本当に変更しますか?", page.Markup, StringComparison.Ordinal);
        Assert.Equal(["戻る", "確認"], page.FindAll("button").Select(button => button.TextContent));
        await page.Find("form").SubmitAsync();

        Assert.Equal("Rename b1 イッツコムマンション→イッツコム用賀マンション", Assert.Single(property.Asked));
        Assert.EndsWith("/buildings/b1", Navigation(portal).Uri, StringComparison.Ordinal);
        Assert.Equal("建物名変更が正常に実行されました。", portal.Page.Services.GetRequiredService<SuccessNotices>().Take());
    }

    [Fact]
    public async Task Rename_RenamedByAnother_ShowsWhatItIsNowAndKeepsTheInput()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal) { Refusal = new ConflictException("name", "was changed meanwhile", Clash.ChangedMeanwhile, "別名マンション") };
        var page = await Confirming(portal, "新名マンション");

        await page.Find("form").SubmitAsync();

        Assert.Contains("別名マンション", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["別名マンション", "新名マンション"], page.FindAll("dd").Select(dd => dd.TextContent));
        property.Refusal = null;
        await page.Find("form").SubmitAsync();
        Assert.Equal("Rename b1 別名マンション→新名マンション", property.Asked[^1]);
    }

    [Fact]
    public async Task Rename_DeletedMeanwhile_LeadsBackToTheList()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal) { Refusal = new UnknownIdException("building", "b1") };
        var page = await Confirming(portal, "新名マンション");

        await page.Find("form").SubmitAsync();

        Assert.Contains("この建物は見つかりません", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("buildings/manage", page.Find("form a").GetAttribute("href"));
    }

    [Theory]
    [InlineData("", "1～64文字")]
    [InlineData("イッツコムマンション", "変更前と同じ名前です")]
    [InlineData("a\u202Eb", "使用できない文字")]
    public async Task Rename_NameThatCannotBe_IsToldBeforeItIsSent(string name, string said)
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        var page = await Confirming(portal, name);

        Assert.Equal("建物名変更", page.Find("h1").TextContent);
        Assert.Contains(said, page.Find(".mh-error").TextContent, StringComparison.Ordinal);
        Assert.Equal(name, page.Find("input").GetAttribute("value") ?? "");
        Assert.Empty(property.Asked);
    }

    [Fact]
    public async Task Rename_NameOfThousands_IsRefusedInThePage()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        var page = await Confirming(portal, new string('あ', 10_000));

        Assert.Contains("1～64文字", page.Find(".mh-error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_Page_WarnsNamesWhatGoesAndDeletesOnce()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal) { Hold = new TaskCompletionSource() };
        var page = portal.Page.Render<DeleteBuildingPage>(p => p.Add(d => d.Id, "b1"));

        Assert.Equal("建物削除確認", page.Find("h1").TextContent);
        Assert.Contains("この建物に紐付いているすべての予約も削除されます。", page.Markup, StringComparison.Ordinal);
        Assert.Contains("共用部カメラの接続が解除されるわけではありません。", page.Markup, StringComparison.Ordinal);
        Assert.Equal(["エントランス", "駐車場"], page.FindAll(".goes .name").Select(name => name.TextContent));
        var first = page.Find("form").SubmitAsync();
        var second = page.Find("form").SubmitAsync();
        property.Hold.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal("Delete b1 イッツコムマンション", Assert.Single(property.Asked));
        Assert.Equal("/", new Uri(Navigation(portal).Uri).AbsolutePath);
    }

    [Fact]
    public async Task Delete_ForeignBuilding_LooksLikeNone()
    {
        await using var portal = new Portals("en-US");
        _ = new FakeProperty(portal);
        var page = portal.Page.Render<DeleteBuildingPage>(p => p.Add(d => d.Id, "x"));

        Assert.Contains("Building not found", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("form"));
    }

    [Theory]
    [InlineData(Role.Administrator, 1)]
    [InlineData(Role.Viewer, 0)]
    public async Task Top_NoBuildings_LeadsThoseOnWhoMayAdd(Role role, int ways)
    {
        await using var portal = new Portals("ja") { Role = role };
        var page = portal.Page.Render<TopPage>(p => p.AddCascadingValue(Portals.SignedIn()).AddCascadingValue("Portfolio", FakeProperty.Portfolio()));

        Assert.Equal(ways, page.FindAll("a[href='rooms/new']").Count);
    }

    [Theory]
    [InlineData(typeof(ManageBuildingsPage))]
    [InlineData(typeof(RenameBuildingPage))]
    [InlineData(typeof(DeleteBuildingPage))]
    public void Page_Permission_IsTheTables(Type page) =>
        Assert.Equal(nameof(Permission.ChangeBuildings), page.GetCustomAttribute<AuthorizeAttribute>()!.Policy);

    private static async Task<IRenderedComponent<RenameBuildingPage>> Confirming(Portals portal, string name)
    {
        Navigation(portal).NavigateTo("buildings/b1/rename");
        var page = portal.Page.Render<RenameBuildingPage>(p => p.Add(d => d.Id, "b1"));
        await page.Find("input").InputAsync(name);
        await page.Find("form").SubmitAsync();
        return page;
    }

    private static NavigationManager Navigation(Portals portal) => portal.Page.Services.GetRequiredService<NavigationManager>();
}
