using System.Reflection;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Accounts;
using Mihari.Refusals;
using Mihari.Tests.Web.Components.Buildings;
using Mihari.Web.Components.Devices;
using Xunit;

namespace Mihari.Tests.Web.Components.Devices;

public sealed class DevicePagesTests
{
    [Fact]
    public async Task Add_FromBuildingToSuccess_AsTheManualDrawsIt()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        var page = Open<AddDevicesPage>(portal, "devices/new");

        await page.Find("input[value=b1]").ChangeAsync("b1");
        await Next(page);
        await page.Find("input[value=r1]").ChangeAsync("r1");
        await Next(page);
        await page.Find("input[type=checkbox]").ChangeAsync(true);
        Assert.Contains("カメラ登録の際にはセンサーも登録をしてください。", page.Markup, StringComparison.Ordinal);
        await page.Find("input[type=text]").InputAsync("北");
        await Next(page);
        Assert.Contains("デバイス名は3～64文字ではないとデバイス追加ができません。", page.Find(".mh-error").TextContent, StringComparison.Ordinal);
        await page.Find("input[type=text]").InputAsync("北側カメラ");
        await Next(page);

        Assert.Contains("下記のデバイスを追加しますか？", page.Markup, StringComparison.Ordinal);
        Assert.Equal(["デバイス追加", "建物選択", "部屋選択", "デバイス選択", "確認"], page.FindAll("nav li").Select(li => li.TextContent.Trim()).Where(text => text != "TOP"));
        Assert.Equal(["カメラ", "北側カメラ", "センサー", "北側カメラ(モーション)"], page.FindAll("tbody td").Select(td => td.TextContent));
        await Next(page);

        Assert.Equal($"AddDevices r1 {Cards.Id(9)} 北側カメラ [motion 北側カメラ(モーション)]", Assert.Single(property.Asked));
        Assert.EndsWith("/buildings/b1", Address(portal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Back_AStep_KeepsWhatWasChosenAndTyped()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        var page = Open<AddDevicesPage>(portal, "devices/new?building=b1&room=r1&step=3");
        await page.Find("input[type=checkbox]").ChangeAsync(true);
        await page.Find("input[type=text]").InputAsync("北側カメラ");
        await Next(page);

        await page.FindAll("button").Single(button => button.TextContent == "戻る").ClickAsync();

        Assert.Equal("北側カメラ", page.Find("input[type=text]").GetAttribute("value"));
        AssertStays(portal);
    }

    [Fact]
    public async Task Replace_Back_KeepsWhatWasChosen()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        var page = Open<ReplaceDevicePage>(portal, "devices/replace?building=b1&room=r1");
        await page.Find($"input[value='{Cards.Id(1)}']").ChangeAsync(Cards.Id(1).Value);
        await Next(page);

        await page.FindAll("button").Single(button => button.TextContent == "戻る").ClickAsync();

        Assert.True(page.Find($"input[value='{Cards.Id(1)}']").HasAttribute("checked"));
        AssertStays(portal);
    }

    [Fact]
    public async Task Add_FromABuildingThatIsGone_SaysSoAndOffersTheOthers()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);

        var page = Open<AddDevicesPage>(portal, "devices/new?building=gone&step=2");

        Assert.Contains("建物", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.Find("input[value=b1]"));
    }

    [Fact]
    public async Task Add_DeviceTakenMeanwhile_SaysSoAndKeepsTheNames()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal) { Refusal = new ConflictException("device", "stands elsewhere", Clash.StandsElsewhere) };
        property.Offers = [property.Offers[0], property.Offers[0] with { Device = Cards.Id(8) }];
        var page = Open<AddDevicesPage>(portal, "devices/new?building=b1&room=r1&step=3");
        await page.FindAll("input[type=checkbox]")[0].ChangeAsync(true);
        await page.Find($"[data-device='{Cards.Id(8)}'] input[type=checkbox]").ChangeAsync(true);
        await page.Find($"[data-device='{Cards.Id(8)}'] input[type=text]").InputAsync("北側カメラ");
        await Next(page);
        property.Offers = [property.Offers[1]];

        await Next(page);

        Assert.Contains("すでに登録されています", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Single(page.FindAll("[data-device]"));
        Assert.Equal("北側カメラ", page.Find("input[type=text]").GetAttribute("value"));
    }

    [Fact]
    public async Task Add_NoRooms_LeadsToRooms()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal) { Rooms = [] };
        var page = Open<AddDevicesPage>(portal, "devices/new?building=b1&step=2");

        Assert.Contains("選択できる部屋がありません", page.Markup, StringComparison.Ordinal);
        Assert.Equal("rooms/new", page.Find(".empty a").GetAttribute("href"));
        Assert.Empty(page.FindAll("button[type=submit]"));
    }

    [Fact]
    public async Task Add_NoDevicesLeft_SaysSo()
    {
        await using var portal = new Portals("en-US");
        _ = new FakeProperty(portal) { Offers = [] };
        var page = Open<AddDevicesPage>(portal, "devices/new?building=b1&room=r1&step=3");

        Assert.Contains("No devices left to add", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replace_Chosen_TakesOver()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        var page = Open<ReplaceDevicePage>(portal, "devices/replace?building=b1&room=r1");

        await page.Find($"input[value='{Cards.Id(1)}']").ChangeAsync(Cards.Id(1).Value);
        await Next(page);
        await page.Find($"input[value='{Cards.Id(9)}']").ChangeAsync(Cards.Id(9).Value);
        await Next(page);
        Assert.Contains("新しいデバイスに引き継がれます", page.Markup, StringComparison.Ordinal);
        await Next(page);

        Assert.Equal($"ReplaceDevice r1 {Cards.Id(1)}→{Cards.Id(9)}", Assert.Single(property.Asked));
    }

    [Theory]
    [InlineData(null, "カメラ1")]
    [InlineData("motion", "カメラ1(モーション)")]
    public async Task Delete_DeviceOrSensor_AsksForThatOne(string? sensor, string name)
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        var page = Open<DeleteDevicePage>(portal, "rooms/r1/devices/x/delete" + (sensor is null ? "" : "?sensor=" + sensor), p => p.Add(d => d.RoomId, "r1").Add(d => d.Id, Cards.Id(1).Value));
        Assert.Contains("このデバイスに紐付いているすべての予約も削除されます。", page.Markup, StringComparison.Ordinal);

        await Next(page);

        Assert.Equal($"DeleteDevice r1 {Cards.Id(1)} {sensor} {name}", Assert.Single(property.Asked));
    }

    [Fact]
    public async Task Rename_UnknownDevice_LooksLikeNone()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        var page = Open<RenameDevicePage>(portal, "rooms/r1/devices/x/rename", p => p.Add(d => d.RoomId, "r1").Add(d => d.Id, "<script>"));

        Assert.Contains("デバイスが見つかりません", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manage_Room_ListsDevicesAndTheirSensors()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        var page = Open<ManageDevicesPage>(portal, "devices/manage?building=b1&room=r1");

        Assert.Equal(["カメラ1", "カメラ1(モーション)"], page.FindAll("tbody th").Select(th => th.TextContent));
        Assert.Equal(["変更", "削除", "変更", "削除"], page.FindAll("tbody a").Select(a => a.TextContent));
        Assert.Equal($"rooms/r1/devices/{Cards.Id(1)}/rename?sensor=motion", page.FindAll("tbody a")[2].GetAttribute("href"));
    }

    [Theory]
    [InlineData(typeof(AddDevicesPage), Permission.AddDevices)]
    [InlineData(typeof(ManageDevicesPage), Permission.ChangeDevices)]
    [InlineData(typeof(RenameDevicePage), Permission.ChangeDevices)]
    [InlineData(typeof(DeleteDevicePage), Permission.ChangeDevices)]
    [InlineData(typeof(ReplaceDevicePage), Permission.ReplaceDevices)]
    public void Page_Permission_IsTheTables(Type page, Permission permission) =>
        Assert.Equal(permission.ToString(), page.GetCustomAttribute<AuthorizeAttribute>()!.Policy);

    private static Task Next<T>(IRenderedComponent<T> page)
        where T : IComponent => page.Find("form").SubmitAsync();

    private static string Address(Portals portal) => portal.Page.Services.GetRequiredService<NavigationManager>().Uri;

    /// <summary>A page that is loaded anew has forgotten everything.</summary>
    private static void AssertStays(Portals portal) =>
        Assert.DoesNotContain(((BunitNavigationManager)portal.Page.Services.GetRequiredService<NavigationManager>()).History, step => step.Options.ForceLoad);

    private static IRenderedComponent<T> Open<T>(Portals portal, string address, Action<ComponentParameterCollectionBuilder<T>>? more = null)
        where T : IComponent
    {
        portal.Page.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return portal.Page.Render<T>(page =>
        {
            page.AddCascadingValue("Portfolio", FakeProperty.Portfolio("A", "B"));
            more?.Invoke(page);
        });
    }
}
