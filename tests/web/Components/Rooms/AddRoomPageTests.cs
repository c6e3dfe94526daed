using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Accounts;
using Mihari.Refusals;
using Mihari.Tests.Web.Components.Buildings;
using Mihari.Web.Components.Rooms;
using Xunit;

namespace Mihari.Tests.Web.Components.Rooms;

public sealed class AddRoomPageTests
{
    [Fact]
    public async Task FirstRegistration_FromTheFirstStepToSuccess()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        var page = Open(portal);

        await Fill(page, "契約番号", "100");
        await Fill(page, "MACアドレス", "0011.2233.44aa");
        await Next(page);
        Assert.Equal("新規の建物を作成", page.Find(".option").TextContent.Trim());
        Assert.Single(page.FindAll(".option"));
        await Fill(page, "建物名", "イッツコムマンション");
        await Next(page);
        await Fill(page, "部屋名", "駐車場");
        Assert.Contains("【例】エントランス、ごみ集積場、駐輪場、駐車場、サブエントランス、1F廊下", page.Markup, StringComparison.Ordinal);
        await Next(page);

        Assert.Contains("下記の部屋を追加しますか？", page.Markup, StringComparison.Ordinal);
        Assert.Equal(["契約番号", "新規の建物", "新規の部屋名"], page.FindAll("dt").Select(dt => dt.TextContent));
        Assert.Equal(["100", "イッツコムマンション", "駐車場"], page.FindAll("dd").Select(dd => dd.TextContent));
        Assert.Equal("追加", page.Find("button[type=submit]").TextContent);
        await Next(page);

        Assert.Equal("Check 100 0011223344AA", property.Asked[0]);
        Assert.Matches("^Create [0-9a-f]{32} c1 イッツコムマンション [0-9a-f]{32} 駐車場 100 0011223344AA$", property.Asked[1]);
        Assert.Equal("/buildings/" + property.Asked[1].Split(' ')[1], Address(portal).AbsolutePath);
        Assert.Equal("建物・部屋の追加が正常に実行されました。", portal.Page.Services.GetRequiredService<Mihari.Web.Components.Forms.SuccessNotices>().Take());
    }

    [Fact]
    public async Task FurtherRoom_ExistingBuilding_IsAddedToIt()
    {
        await using var portal = new Portals("en-US");
        var property = new FakeProperty(portal);
        var page = Open(portal, "A", "B");

        await ToBuilding(page);
        await page.FindAll(".option input")[1].ChangeAsync(true);
        await page.Find("input[value=b2]").ChangeAsync("b2");
        await Next(page);
        await Fill(page, "Room", "Hall");
        await Next(page);
        await Next(page);

        Assert.Matches("^AddRoom b2 [0-9a-f]{32} Hall 100 001122334455$", property.Asked[^1]);
    }

    [Fact]
    public async Task Add_ClickedTwice_AddsOnce()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        var page = Open(portal);
        await ToConfirm(page);
        property.Hold = new TaskCompletionSource();

        var first = page.Find("form").SubmitAsync();
        var second = page.Find("form").SubmitAsync();
        property.Hold.SetResult();
        await Task.WhenAll(first, second);

        Assert.Single(property.Asked, what => what.StartsWith("Create", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Add_TriedAgain_AsksForTheSameIds()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        var page = Open(portal);
        await ToConfirm(page);
        property.Refusal = new TimeoutException();
        await Next(page);
        Assert.NotEmpty(page.FindAll("[role=alert] li"));

        property.Refusal = null;
        await Next(page);

        var creates = property.Asked.Where(what => what.StartsWith("Create", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, creates.Count);
        Assert.Equal(creates[0], creates[1]);
    }

    [Fact]
    public async Task Check_Refused_SaysSoAndKeepsWhatWasTyped()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal) { Refusal = new UnknownIdException("contract", "100") };
        var page = Open(portal);

        await ToBuilding(page);

        Assert.Contains("契約番号とMACアドレスの組み合わせが見つかりません", page.Find(".mh-error").TextContent, StringComparison.Ordinal);
        Assert.Equal(["100", "00:11:22:33:44:55"], page.FindAll("input").Select(input => input.GetAttribute("value")));
        Assert.Single(property.Asked);
    }

    [Theory]
    [InlineData("", "00:11:22:33:44:55", "契約番号を入力してください。")]
    [InlineData("100", "", "MACアドレスを入力してください。")]
    [InlineData("100", "00:11:22", "MACアドレスは、0～9とA～Fの12桁で入力してください。")]
    [InlineData("100", "<script>", "MACアドレスは、0～9とA～Fの12桁で入力してください。")]
    public async Task Check_NotFilledIn_AsksNoGrain(string contract, string mac, string said)
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        var page = Open(portal);

        await Fill(page, "契約番号", contract);
        await Fill(page, "MACアドレス", mac);
        await Next(page);

        Assert.Equal(said, Assert.Single(page.FindAll(".mh-error")).TextContent);
        Assert.Empty(property.Asked);
    }

    [Fact]
    public async Task Add_ContractTakenMeanwhile_GoesBackToItAndKeepsTheRest()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        var page = Open(portal);
        await ToConfirm(page);

        property.Refusal = new ConflictException("contract", "has a room already", Clash.HasRoom);
        await Next(page);

        Assert.Contains("この契約番号には、すでに部屋が登録されています。", page.Find(".mh-error").TextContent, StringComparison.Ordinal);
        property.Refusal = null;
        await Next(page);
        Assert.Contains(page.FindAll("input"), input => input.GetAttribute("value") == "マンション");
    }

    [Fact]
    public async Task Back_AStep_KeepsWhatWasTyped()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        var page = Open(portal);
        await ToConfirm(page);

        await page.FindAll("button").Single(button => button.TextContent == "戻る").ClickAsync();
        Assert.Equal("駐車場", page.Find("input").GetAttribute("value"));
        Assert.False(((BunitNavigationManager)portal.Page.Services.GetRequiredService<NavigationManager>()).History.First().Options.ForceLoad);
        await page.InvokeAsync(() => portal.Page.Services.GetRequiredService<NavigationManager>().NavigateTo("rooms/new"));
        Assert.Equal("100", page.Find("input").GetAttribute("value"));
    }

    [Fact]
    public async Task Open_AtALaterStep_BeginsAnewAndSoDoesItsAddress()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);

        OpenAt(portal, "rooms/new?step=4");

        Assert.Equal("/rooms/new", Address(portal).PathAndQuery);
    }

    [Theory]
    [InlineData("ＤＥＭＯ－０００１", "DEMO-0001")]
    [InlineData(" demo-0001 ", "DEMO-0001")]
    public void Number_HoweverItIsTyped_IsTheContracts(string typed, string number) =>
        Assert.Equal(number, new RoomWizard { Contract = typed }.Number?.Value);

    [Fact]
    public void Page_Permission_IsTheTables() =>
        Assert.Equal(nameof(Permission.AddRooms), Assert.Single(typeof(AddRoomPage).GetCustomAttributes(typeof(AuthorizeAttribute), false).Cast<AuthorizeAttribute>()).Policy);

    private static async Task ToBuilding(IRenderedComponent<AddRoomPage> page)
    {
        var inputs = page.FindAll("input");
        await inputs[0].InputAsync("100");
        await page.FindAll("input")[1].InputAsync("00:11:22:33:44:55");
        await Next(page);
    }

    private static async Task ToConfirm(IRenderedComponent<AddRoomPage> page)
    {
        await ToBuilding(page);
        await Fill(page, "建物名", "マンション");
        await Next(page);
        await Fill(page, "部屋名", "駐車場");
        await Next(page);
    }

    private static Task Next(IRenderedComponent<AddRoomPage> page) => page.Find("form").SubmitAsync();

    private static Task Fill(IRenderedComponent<AddRoomPage> page, string label, string text) =>
        page.Find("#" + page.FindAll("label").First(l => l.TextContent == label).GetAttribute("for")).InputAsync(text);

    private static Uri Address(Portals portal) => new(((BunitNavigationManager)portal.Page.Services.GetRequiredService<NavigationManager>()).Uri);

    private static IRenderedComponent<AddRoomPage> Open(Portals portal, params string[] buildings) => OpenAt(portal, "rooms/new", buildings);

    private static IRenderedComponent<AddRoomPage> OpenAt(Portals portal, string address, params string[] buildings)
    {
        portal.Page.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return portal.Page.Render<AddRoomPage>(page => page.AddCascadingValue("Portfolio", FakeProperty.Portfolio(buildings)));
    }
}
