using System.Reflection;
using Bunit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Accounts;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Sensors;
using Mihari.Tests.Web.Components.Buildings;
using Mihari.Troubles;
using Mihari.Web.Components.Buildings;
using Mihari.Web.Components.Rooms;
using Xunit;

namespace Mihari.Tests.Web.Components.Rooms;

public sealed class RoomPagesTests
{
    [Fact]
    public async Task List_Rooms_AsTheManualDrawsThem()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        var page = portal.Page.Render<RoomsPage>(p => p.Add(r => r.Id, "b1"));

        Assert.Equal(["エントランス", "駐車場"], page.FindAll("tbody th").Select(th => th.TextContent));
        Assert.Contains("カメラ: 1 センサー: 2 (開1、閉0)", Row(page, "r2"), StringComparison.Ordinal);
        Assert.Contains("200", Row(page, "r2"), StringComparison.Ordinal);
        Assert.Equal("rooms/r2", page.Find("[data-room=r2] th a").GetAttribute("href"));
        Assert.Equal("buildings/b1/rooms/r2/move", page.Find("[data-room=r2] .mh-row-actions a").GetAttribute("href"));
    }

    [Fact]
    public async Task List_TroubleComesAndGoes_IsFollowedWithoutReload()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        var camera = Cards.Make(1);
        portal.Feeds.Say(Cards.Building(camera));
        var page = portal.Page.Render<RoomsPage>(p => p.Add(r => r.Id, "b1"));
        await page.WaitForElementAsync(".mh-table");

        portal.Feeds.Say(new BuildingId("b1"), Cards.Delta(camera.Next(s => s with { Presence = Presence.Offline, Troubles = Cards.Troubles(TroubleKind.NetworkDisconnected) })));

        await page.WaitForAssertionAsync(() => Assert.Contains("ネットワーク切断", Row(page, "r1"), StringComparison.Ordinal));
        Assert.Contains("オンライン以外 1台", Row(page, "r1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_HubLosesItsNetworkAndIsBack_IsNamedInItsRoomMeanwhile()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        var hub = Cards.Hub(2);
        portal.Feeds.Say(Cards.Building(Cards.Make(1), hub));
        var page = portal.Page.Render<RoomsPage>(p => p.Add(r => r.Id, "b1"));
        await page.WaitForElementAsync(".mh-table");

        portal.Feeds.Say(new BuildingId("b1"), Cards.Delta(
            hub = hub.Next(s => s with { Presence = Presence.Offline, Troubles = Cards.Troubles(TroubleKind.NetworkDisconnected) })));

        await page.WaitForAssertionAsync(() => Assert.Equal("ハブ2", page.Find("[data-room=r1] [data-troubled]").TextContent));
        Assert.Equal("ネットワーク切断", page.Find("[data-room=r1] [data-trouble]").TextContent.Trim());
        Assert.Contains("カメラ: 1 ", Row(page, "r1"), StringComparison.Ordinal);
        Assert.Contains("オンライン以外 1台", Row(page, "r1"), StringComparison.Ordinal);
        Assert.Equal("1", page.Find(".figure.trouble strong").TextContent);
        Assert.Equal("1/1", page.Find(".figure.online dd").TextContent);

        portal.Feeds.Say(new BuildingId("b1"), Cards.Delta(hub.Next(s => s with { Presence = Presence.Online, Troubles = [] })));

        await page.WaitForAssertionAsync(() => Assert.Empty(page.FindAll("[data-troubled]")));
        Assert.DoesNotContain("オンライン以外", Row(page, "r1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ManyInTrouble_ThreeAreNamed()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        portal.Feeds.Say(Cards.Building([.. Enumerable.Range(1, 5).Select(n => Cards.Make(n, s => s with { Troubles = Cards.Troubles(TroubleKind.SdCardError) }))]));
        var page = portal.Page.Render<RoomsPage>(p => p.Add(r => r.Id, "b1"));

        Assert.Equal("カメラ1、カメラ2、カメラ3 ほか2台", (await page.WaitForElementAsync("[data-troubled]")).TextContent);
    }

    [Fact]
    public async Task Devices_HubComesAndGoes_IsShownWithoutReload()
    {
        await using var portal = new Portals("ja");
        var hub = Cards.Hub(2);
        var property = new FakeProperty(portal);
        property.Devices = property.Devices.Add(new PlacedDevice(hub.Camera, "ハブ2", hub.Status, []));
        portal.Feeds.Say(Cards.Building(Cards.Make(1), hub));
        var page = portal.Page.Render<RoomDevicesPage>(p => p.Add(r => r.Id, "r1"));
        await page.WaitForElementAsync("[data-device]");

        portal.Feeds.Say(new BuildingId("b1"), Cards.Delta(
            hub = hub.Next(s => s with { Presence = Presence.Offline, Troubles = Cards.Troubles(TroubleKind.NetworkDisconnected) })));

        await page.WaitForAssertionAsync(() => Assert.Equal("ネットワーク切断", Row().QuerySelector("[data-trouble]")?.TextContent.Trim()));
        Assert.Contains("オフライン", Row().TextContent, StringComparison.Ordinal);

        portal.Feeds.Say(new BuildingId("b1"), Cards.Delta(hub.Next(s => s with { Presence = Presence.Online, Troubles = [] })));

        await page.WaitForAssertionAsync(() => Assert.Contains("オンライン", Row().TextContent, StringComparison.Ordinal));
        Assert.Contains("トラブルが解消しました。", Row().TextContent, StringComparison.Ordinal);

        AngleSharp.Dom.IElement Row() => page.Find($"[data-device='{hub.Camera}']");
    }

    [Fact]
    public async Task Devices_Building_IsMarkedInTheListBesideThem_UntilTheyAreLeft()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        var item = portal.Page.Render<BuildingNav>(n => n.Add(p => p.Board, FakeProperty.Portfolio("A", "B")));
        Assert.Empty(item.FindAll("[aria-current]"));

        _ = portal.Page.Render<RoomDevicesPage>(p => p.Add(r => r.Id, "r1"));

        await item.WaitForAssertionAsync(() => Assert.Equal("buildings/b1", Assert.Single(item.FindAll("[aria-current=true].active")).GetAttribute("href")));

        await portal.Page.DisposeComponentsAsync();
        Assert.Null(portal.Page.Services.GetRequiredService<BuildingInView>().Building);
    }

    [Fact]
    public async Task List_ContactOpens_IsCountedWithoutReload()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        var building = Cards.Building(Cards.Make(1));
        portal.Feeds.Say(building);
        var page = portal.Page.Render<RoomsPage>(p => p.Add(r => r.Id, "b1"));
        await page.WaitForElementAsync(".mh-table");

        portal.Feeds.Say(building with { Rooms = [.. building.Rooms.Select(room => room with { Sensors = new SensorCount(3, 2, 1) })] });

        await page.WaitForAssertionAsync(() => Assert.Contains("センサー: 3 (開2、閉1)", Row(page, "r1"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Devices_ContactOpens_IsShownWithoutReload()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        var building = Cards.Building(Cards.Make(1));
        portal.Feeds.Say(building);
        var page = portal.Page.Render<RoomDevicesPage>(p => p.Add(r => r.Id, "r1"));
        await page.WaitForElementAsync("[data-device]");
        property.Devices = [property.Devices[0] with { Sensors = [new PlacedSensor("door-1", SensorKind.Contact, "扉センサー", Open: true)] }];

        portal.Feeds.Say(building with { Rooms = [.. building.Rooms.Select(room => room with { Sensors = new SensorCount(1, 1, 0) })] });

        await page.WaitForAssertionAsync(() => Assert.Contains("開", page.Find("[data-sensor=door-1]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_Viewer_HasNoWayToChangeAnything()
    {
        await using var portal = new Portals("ja") { Role = Role.Viewer };
        _ = new FakeProperty(portal);
        var page = portal.Page.Render<RoomsPage>(p => p.Add(r => r.Id, "b1"));

        Assert.Empty(page.FindAll("[href*=move], [href*='rooms/new']"));
        Assert.DoesNotContain("移行", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Devices_Room_ShowsEachWithItsSensors()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        var page = portal.Page.Render<RoomDevicesPage>(p => p.Add(r => r.Id, "r1"));

        Assert.Contains("00:11:22:33:00:01", page.Markup, StringComparison.Ordinal);
        Assert.Contains("MC-100", page.Markup, StringComparison.Ordinal);
        Assert.Equal(["カメラ1", "カメラ1(モーション)"], page.FindAll("tbody th").Select(th => th.TextContent.Trim()));
    }

    [Fact]
    public async Task Devices_TroubleThatEnds_IsSaidToBeOver_AndToldToScreenReaders()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        var (card, elsewhere) = (
            Cards.Make(1, s => s with { Troubles = Cards.Troubles(TroubleKind.NetworkDisconnected, TroubleKind.SdCardError) }),
            Cards.Make(2, s => s with { Troubles = Cards.Troubles(TroubleKind.SdCardError) }, "駐車場", "r2"));
        portal.Feeds.Say(Cards.Building(card, elsewhere));
        var page = portal.Page.Render<RoomDevicesPage>(p => p.Add(r => r.Id, "r1"));
        await page.WaitForStateAsync(() => page.FindAll("[data-trouble]").Count == 2);
        Assert.Equal("buildings/b1/troubles?room=r1", page.Find(".ways a").GetAttribute("href"));

        portal.Feeds.Say(new BuildingId("b1"), Cards.Delta(
            card.Next(s => s with { Troubles = Cards.Troubles(TroubleKind.SdCardError) }), elsewhere.Next(s => s with { Troubles = [] })));

        await page.WaitForElementAsync("[data-settled]");
        Assert.Contains("トラブルが解消しました。", page.Find("[data-settled]").TextContent, StringComparison.Ordinal);
        Assert.Equal("SDカードエラー", Assert.Single(page.FindAll("[data-trouble]")).TextContent.Trim());
        portal.Time.Advance(TimeSpan.FromSeconds(1));
        await page.WaitForAssertionAsync(() => Assert.Equal("カメラ1: トラブルが解消しました。", page.Find("[role=status] p").TextContent));
        Assert.Single(page.FindAll("[role=status] p"));
    }

    [Fact]
    public async Task Move_Chosen_IsConfirmedAndDone()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        var page = OpenMove(portal, "イッツコムマンション", "移行先ビル");

        await page.Find("form").SubmitAsync();
        Assert.Equal("移行先の建物を選択してください。", page.Find("[role=alert].mh-error").TextContent);
        await page.Find("input[value=b2]").ChangeAsync("b2");
        await page.Find("form").SubmitAsync();
        Assert.Contains("移行先ビル", page.Markup, StringComparison.Ordinal);
        Assert.Contains("本当に移行しますか?", page.Markup, StringComparison.Ordinal);
        await page.Find("form").SubmitAsync();

        Assert.Equal("MoveRoom b1 r2 b2", Assert.Single(property.Asked));
        Assert.EndsWith("/buildings/b2", portal.Page.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Move_NoOtherBuilding_SaysSo()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);

        Assert.Contains("移行先の建物がありません", OpenMove(portal, "イッツコムマンション").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_RenamedMeanwhile_AsksAgainUnderItsNewName()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal) { Refusal = new ConflictException("name", "was changed meanwhile", Clash.ChangedMeanwhile, "駐輪場") };
        var page = portal.Page.Render<DeleteRoomPage>(p => p.Add(r => r.BuildingId, "b1").Add(r => r.Id, "r2"));

        await page.Find("form").SubmitAsync();
        Assert.Contains("駐輪場", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        property.Refusal = null;
        await page.Find("form").SubmitAsync();

        Assert.Equal(["DeleteRoom b1 r2 駐車場", "DeleteRoom b1 r2 駐輪場"], property.Asked);
    }

    [Fact]
    public async Task Manage_OnlyBuilding_IsChosenAlready()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        var page = portal.Page.Render<ManageRoomsPage>(p => p.AddCascadingValue("Portfolio", FakeProperty.Portfolio("イッツコムマンション")));

        Assert.Equal(["変更", "削除", "変更", "削除"], page.FindAll("tbody td a").Select(a => a.TextContent));
        Assert.Equal("buildings/b1/rooms/r1/rename", page.Find("tbody td a").GetAttribute("href"));
    }

    [Theory]
    [InlineData(typeof(ManageRoomsPage), Permission.ChangeRooms)]
    [InlineData(typeof(RenameRoomPage), Permission.ChangeRooms)]
    [InlineData(typeof(DeleteRoomPage), Permission.ChangeRooms)]
    [InlineData(typeof(MoveRoomPage), Permission.MoveRooms)]
    [InlineData(typeof(RoomsPage), Permission.ViewLive)]
    [InlineData(typeof(RoomDevicesPage), Permission.ViewLive)]
    public void Page_Permission_IsTheTables(Type page, Permission permission) =>
        Assert.Equal(permission.ToString(), page.GetCustomAttribute<AuthorizeAttribute>()!.Policy);

    private static string Row(IRenderedComponent<RoomsPage> page, string room) => page.Find($"[data-room={room}]").TextContent;

    private static IRenderedComponent<MoveRoomPage> OpenMove(Portals portal, params string[] buildings)
    {
        portal.Page.Services.GetRequiredService<NavigationManager>().NavigateTo("buildings/b1/rooms/r2/move");
        return portal.Page.Render<MoveRoomPage>(p => p.Add(r => r.BuildingId, "b1").Add(r => r.Id, "r2").AddCascadingValue("Portfolio", FakeProperty.Portfolio(buildings)));
    }
}
