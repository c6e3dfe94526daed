using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Capture;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Sensors;
using Mihari.Tests.Web.Components.Buildings;
using Mihari.Web.Components.Capture;
using Xunit;

namespace Mihari.Tests.Web.Components.Capture;

/// <summary>撮影条件 and 撮影条件削除, step by step (manual 4).</summary>
public sealed class CapturePagesTests
{
    private static readonly string Camera = Cards.Id(1).Value;

    private static readonly CaptureRule Rule = new(
        new SensorId(Cards.Id(2), "door-1"), SensorKind.Contact, "通用口", "駐車場カメラ", new RoomId("r2"), "駐車場", new BuildingId("b1"), null, Cards.Now, "見張 太郎");

    [Fact]
    public async Task Wizard_FromTheCameraToTheSensors_SetsTheRule_AndShowsTheCamera()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal);
        var page = Open<CaptureRulePage>(portal, "capture-rules/new?building=b1");

        Assert.Contains("ビデオを撮影するカメラを選択してください。", page.Markup, StringComparison.Ordinal);
        await page.FindAll("select")[1].ChangeAsync("r1");
        await Next(page);
        Assert.Contains("カメラと同じ部屋のデバイスは自動的に撮影対象となります。", page.Markup, StringComparison.Ordinal);
        Assert.Equal(["r2"], page.FindAll("input[type=radio]").Select(r => r.GetAttribute("value"))); // Not the camera's own.
        await page.Find("input[value=r2]").ChangeAsync("r2");
        await Next(page);
        await page.Find("label[data-sensor] input").ChangeAsync(true);
        await Next(page);
        Assert.Contains("下記の撮影条件を設定しますか？", page.Markup, StringComparison.Ordinal);
        await Next(page);

        Assert.Equal($"AddRules r1 {Camera} r2 {Camera}/motion", Assert.Single(property.Asked));
        Assert.EndsWith($"/buildings/b1/cameras/{Camera}", Uri(portal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wizard_WithNothingChosen_SaysWhatIsMissing_AtEachStep()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        var page = Open<CaptureRulePage>(portal, "capture-rules/new?building=b1");

        await Next(page);
        Assert.Equal("カメラを選択してください。", page.Find(".mh-error").TextContent);
        await page.FindAll("select")[1].ChangeAsync("r1");
        await Next(page);
        await Next(page);
        Assert.Equal("部屋を選択してください。", page.Find(".mh-error").TextContent);
        await page.Find("input[value=r2]").ChangeAsync("r2");
        await Next(page);
        await Next(page);
        Assert.Equal("デバイスを選択してください。", page.Find(".mh-error").TextContent);
    }

    [Fact]
    public async Task Wizard_ASensorThatIsARuleAlready_CannotBeChosenAgain()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal) { Rules = [Rule with { Sensor = new SensorId(Cards.Id(1), "motion") }] };
        var page = Open<CaptureRulePage>(portal, "capture-rules/new?building=b1");

        await page.FindAll("select")[1].ChangeAsync("r1");
        await Next(page);
        await page.Find("input[value=r2]").ChangeAsync("r2");
        await Next(page);

        Assert.True(page.Find("label[data-sensor] input").HasAttribute("disabled"));
        Assert.Contains("設定済み", page.Markup, StringComparison.Ordinal);
        await Next(page);
        Assert.StartsWith("この部屋のデバイスは、すべて設定済みです。", page.Find(".mh-error").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Wizard_WhenItIsRefused_SaysWhy_AndKeepsWhatWasChosen(Exception refusal, string says)
    {
        await using var portal = new Portals("en-US");
        _ = new FakeProperty(portal) { Refusal = refusal };
        var page = Open<CaptureRulePage>(portal, "capture-rules/new?building=b1");
        await page.FindAll("select")[1].ChangeAsync("r1");
        await Next(page);
        await page.Find("input[value=r2]").ChangeAsync("r2");
        await Next(page);
        await page.Find("label[data-sensor] input").ChangeAsync(true);
        await Next(page);

        await Next(page);

        Assert.Contains(says, page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Contains("カメラ1(モーション)", page.Markup, StringComparison.Ordinal);
    }

    public static TheoryData<Exception, string> Refusals { get; } = new()
    {
        { new UnknownIdException("room", "r2"), "has been deleted meanwhile" },
        { new InvalidInputException("sensors", "is none", InputProblem.Choice), "is not in the room any more" },
        { new ConflictException("sensors", "too many", Clash.Full), "at most 100" },
        { new TimeoutException(), "try again" },
    };

    [Fact]
    public async Task Wizard_SensorsOfOneName_AreToldWithTheirDevices()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal) { Devices = [.. new[] { 1, 2 }.Select(n => new PlacedDevice(Cards.Id(n), $"カメラ{n}", Cards.Make(n).Status, [new PlacedSensor("motion", SensorKind.Motion, "モーション", null)]))] };
        var page = Open<CaptureRulePage>(portal, "capture-rules/new?building=b1");
        await page.FindAll("select")[1].ChangeAsync("r1");
        await page.Find($"input[value={Camera}]").ChangeAsync(Camera);
        await Next(page);
        await page.Find("input[value=r2]").ChangeAsync("r2");
        await Next(page);
        await page.FindAll("label[data-sensor] input")[0].ChangeAsync(true);
        await page.FindAll("label[data-sensor] input")[1].ChangeAsync(true);
        await Next(page);

        Assert.Contains("モーション（カメラ1）、モーション（カメラ2）", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wizard_WhatWasMissing_IsNotSaidAnyMore_AfterTheBrowsersOwnBackAndForward()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal);
        var page = Open<CaptureRulePage>(portal, "capture-rules/new?building=b1");
        await page.FindAll("select")[1].ChangeAsync("r1");
        await Next(page);
        await page.Find("input[value=r2]").ChangeAsync("r2");
        await Next(page);
        await Next(page);
        Assert.Single(page.FindAll(".mh-error"));

        var navigation = portal.Page.Services.GetRequiredService<NavigationManager>();
        await page.InvokeAsync(() => navigation.NavigateTo("capture-rules/new?building=b1&step=2"));
        await page.InvokeAsync(() => navigation.NavigateTo("capture-rules/new?building=b1&step=3"));

        Assert.Single(page.FindAll("label[data-sensor]"));
        Assert.Empty(page.FindAll(".mh-error"));
    }

    [Fact]
    public async Task Delete_RulesOfSensorsOfOneName_AreToldApartByTheirDevices()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal) { Rules = [Rule, Rule with { Sensor = new SensorId(Cards.Id(3), "door-1"), Device = "裏口カメラ" }] };
        var page = Open<DeleteCaptureRulesPage>(portal, "capture-rules/delete?building=b1&room=r1");

        await Next(page);

        Assert.Equal(["駐車場カメラ", "裏口カメラ"], page.FindAll("li [data-device]").Select(device => device.TextContent));
    }

    [Fact]
    public async Task Delete_TheConfirmation_IsAnAddressOfItsOwn_AndBackComesToTheCameras()
    {
        await using var portal = new Portals("ja");
        _ = new FakeProperty(portal) { Rules = [Rule] };
        var page = Open<DeleteCaptureRulesPage>(portal, "capture-rules/delete?building=b1&room=r1");

        await Next(page);
        Assert.EndsWith($"/capture-rules/delete?building=b1&room=r1&camera={Camera}", Uri(portal), StringComparison.Ordinal);
        var navigation = portal.Page.Services.GetRequiredService<NavigationManager>();
        await page.InvokeAsync(() => navigation.NavigateTo("capture-rules/delete?building=b1&room=r1"));

        Assert.Empty(page.FindAll("li [data-device]"));
        Assert.NotEmpty(page.FindAll("select"));
    }

    [Fact]
    public async Task Delete_ShowsAllRulesOfTheCamera_AndDeletesThemAtOnce()
    {
        await using var portal = new Portals("ja");
        var property = new FakeProperty(portal) { Rules = [Rule] };
        var page = Open<DeleteCaptureRulesPage>(portal, "capture-rules/delete?building=b1&room=r1");

        await Next(page);
        Assert.Contains("通用口", page.Markup, StringComparison.Ordinal);
        Assert.Contains("カメラと同じ部屋のデバイスによる自動撮影は削除できません。", page.Markup, StringComparison.Ordinal);
        Assert.Equal("実行", page.Find("button[type=submit]").TextContent);
        await Next(page);

        Assert.Equal($"DeleteRules r1 {Camera}", Assert.Single(property.Asked));
    }

    [Fact]
    public async Task Delete_OfACameraWithoutRules_SaysSo_AndHasNothingToDelete()
    {
        await using var portal = new Portals("en-US");
        var property = new FakeProperty(portal);
        var page = Open<DeleteCaptureRulesPage>(portal, "capture-rules/delete?building=b1&room=r1");

        await Next(page);

        Assert.Contains("This camera has no capture rule from another room.", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button[type=submit]"));
        Assert.Empty(property.Asked);
    }

    private static string Uri(Portals portal) => portal.Page.Services.GetRequiredService<NavigationManager>().Uri;

    private static Task Next<T>(IRenderedComponent<T> page)
        where T : IComponent => page.Find("form").SubmitAsync();

    private static IRenderedComponent<T> Open<T>(Portals portal, string address)
        where T : IComponent
    {
        portal.Page.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return portal.Page.Render<T>(p => p.AddCascadingValue("Portfolio", FakeProperty.Portfolio("イッツコムマンション", "目黒マンション")));
    }
}
