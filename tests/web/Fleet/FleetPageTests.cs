using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using Mihari.Accounts;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Tests.Web.Components;
using Mihari.Troubles;
using Mihari.Web.Components.Fleet;
using Mihari.Web.Fleet;
using Orleans.Runtime;
using Xunit;

namespace Mihari.Tests.Web.Fleet;

/// <summary>フリート as a viewer uses it, by keys and by clicks.</summary>
public sealed class FleetPageTests : IAsyncLifetime
{
    private readonly Portals _portal = new("ja");
    private readonly SpokenFleet _fleets = new();
    private BunitJSModuleInterop _script = null!;

    private NavigationManager Navigation => _portal.Page.Services.GetRequiredService<NavigationManager>();

    public Task InitializeAsync()
    {
        _portal.Page.Services.AddMetrics();
        _portal.Page.Services.AddSingleton<FleetInstruments>();
        _portal.Page.Services.AddSingleton<IFleets>(_fleets);
        _script = _portal.Page.JSInterop.SetupModule(FleetPage.Script);
        _script.Mode = JSRuntimeMode.Loose;
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    [Fact]
    public async Task Page_ShowsEachCamera_AndHowManyAreHow()
    {
        var page = await Open(Index());

        Assert.Equal(["カメラ1", "カメラ2", "カメラ3"], Names(page));
        Assert.Equal(("2", "1"), (Count(page, "Online"), Count(page, "Offline")));
        var row = page.Find("[data-camera='001122330002']");
        Assert.Equal("offline", row.GetAttribute("data-presence"));
        Assert.Equal("buildings/b1/cameras/001122330002", row.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("900", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("00:11:22:33:00:02", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("ネットワーク切断", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_FindsWhileOneTypes_AndTheAddressFollows()
    {
        var page = await Open(Index());
        var before = Navigation.Uri;

        await page.Find("[data-fleet-search]").InputAsync("目黒");

        Assert.Equal(["カメラ3"], Names(page));
        Assert.Equal("3台中 1台を表示", page.Find(".said").TextContent.Trim());
        Assert.Equal("3台中 1台を表示", page.Find("[role=status]").TextContent);
        Assert.Equal("1", page.Find("[data-list]").GetAttribute("data-list"));
        Assert.Equal(before, Navigation.Uri); // A keystroke is no navigation.
        _portal.Time.Advance(FleetPage.AddressAfter);
        await page.WaitForAssertionAsync(() => Assert.EndsWith("/fleet?q=%E7%9B%AE%E9%BB%92", Navigation.Uri, StringComparison.Ordinal));
        Assert.EndsWith("fleet.csv?q=%E7%9B%AE%E9%BB%92", page.Find("[data-export]").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_OfWhatIsChosen_IsAStepBack_OfWhatIsTyped_IsNone()
    {
        var page = await Open(Index());

        await page.Find("[data-state=Offline]").ClickAsync(new());
        _portal.Time.Advance(FleetPage.AddressAfter);
        await page.WaitForAssertionAsync(() => Assert.EndsWith("/fleet?s=offline", Navigation.Uri, StringComparison.Ordinal));
        await page.Find("[data-fleet-search]").InputAsync("2");
        _portal.Time.Advance(FleetPage.AddressAfter);
        await page.WaitForAssertionAsync(() => Assert.EndsWith("/fleet?q=2&s=offline", Navigation.Uri, StringComparison.Ordinal));

        var steps = ((BunitNavigationManager)Navigation).History.ToList();
        Assert.Equal([true, false], steps.Take(2).Select(step => step.Options.ReplaceHistoryEntry)); // The newest first.
    }

    [Fact]
    public async Task Address_OfABuildingThatIsNoMore_SaysSo()
    {
        var page = await Open(Index(), "fleet?b=gone");

        Assert.Contains("見つかりません", page.Find("[data-gone]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingMatches_SaysSo_AndOneGetsBack()
    {
        var page = await Open(Index(), "fleet?q=zzz&sort=name");
        Assert.Empty(page.FindAll("[data-camera]"));
        Assert.Equal("該当するカメラがありません", page.Find(".notice .title").TextContent);

        await page.Find(".notice [data-clear]").ClickAsync(new());

        Assert.Equal(3, Names(page).Length);
        _portal.Time.Advance(FleetPage.AddressAfter);
        await page.WaitForAssertionAsync(() => Assert.EndsWith("/fleet?sort=name", Navigation.Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Address_WithWhatCannotBe_IsIgnoredAndSaysSo()
    {
        var page = await Open(Index(), "fleet?s=broken&life=..20x&q=カメラ1");

        Assert.Equal(["カメラ1"], Names(page));
        Assert.Contains("状態, SD寿命（%）", page.Find(".fault").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_ThatALinkMakes_IsReadWhileThePageStands()
    {
        var page = await Open(Index(), "fleet?q=目黒&view=wall");
        Assert.Single(page.FindAll("mh-still"));

        Navigation.NavigateTo("fleet");
        await page.WaitForAssertionAsync(() => Assert.Equal(3, Names(page).Length));
        Assert.Equal("", page.Find("[data-fleet-search]").GetAttribute("value") ?? "");

        Navigation.NavigateTo("fleet?s=offline");
        await page.WaitForAssertionAsync(() => Assert.Equal(["カメラ2"], Names(page)));
        Navigation.NavigateTo("buildings?s=online");
        Assert.Equal(["カメラ2"], Names(page)); // Another page's.
    }

    [Fact]
    public async Task Address_ThatALinkMakes_IsNotWrittenOverByWhatWasTypedBefore()
    {
        var page = await Open(Index(), "fleet?q=zzz");
        await page.Find("[data-fleet-search]").InputAsync("目黒");

        Navigation.NavigateTo("fleet?q=zzz");

        await page.WaitForAssertionAsync(() => Assert.Empty(Names(page)));
        _portal.Time.Advance(FleetPage.AddressAfter);
        Assert.EndsWith("/fleet?q=zzz", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_ThatThePageMakes_ChangesNothing()
    {
        var page = await Open(TestFleet.Index(TestFleet.Building("b1", "A", [.. Enumerable.Range(1, 500).Select(i => Cards.Make(i))])));
        await page.Find("[data-fleet-search]").InputAsync("カメラ");
        await page.InvokeAsync(() => page.Instance.Look(200, 60, 1));

        _portal.Time.Advance(FleetPage.AddressAfter);

        await page.WaitForAssertionAsync(() => Assert.Contains("?q=", Navigation.Uri, StringComparison.Ordinal));
        Assert.Equal("200", page.Find("[data-rows]").GetAttribute("data-first"));
    }

    [Fact]
    public async Task States_AreChosenAndLeft_OneOrMore()
    {
        var page = await Open(Index());

        await page.Find("[data-state='Offline']").ClickAsync(new());
        Assert.Equal(["カメラ2"], Names(page));
        Assert.Equal("true", page.Find("[data-state='Offline']").GetAttribute("aria-pressed"));
        Assert.Equal("2", Count(page, "Online")); // As they would be without the choice.

        await page.Find("[data-state='Online']").ClickAsync(new());
        Assert.Equal(3, Names(page).Length);
        await page.Find("[data-state='Offline']").ClickAsync(new());
        Assert.Equal(["カメラ1", "カメラ3"], Names(page));
    }

    [Theory]
    [InlineData("disorder", "カメラ2")]
    [InlineData("life", "カメラ3")]
    [InlineData("firmware", "カメラ1")]
    public async Task Preset_IsSetAndTakenBack(string preset, string expected)
    {
        var page = await Open(Index());

        await page.Find($"[data-preset='{preset}']").ClickAsync(new());
        Assert.Equal(expected, string.Join(' ', Names(page)));
        await page.Find($"[data-preset='{preset}']").ClickAsync(new());

        Assert.Equal(3, Names(page).Length);
    }

    [Fact]
    public async Task Building_IsChosen_AndItsRoomsCanBe()
    {
        var page = await Open(Index());

        await page.Find("[data-building='b1']").ClickAsync(new());

        Assert.Equal(["カメラ1", "カメラ2"], Names(page));
        Assert.Equal(["部屋: すべて", "エントランス", "駐車場"], page.FindAll("select[aria-label='部屋'] option").Select(o => o.TextContent));
        await page.Find("select[aria-label='部屋']").ChangeAsync(new ChangeEventArgs { Value = "r2" });
        Assert.Equal(["カメラ2"], Names(page));
    }

    [Fact]
    public async Task Column_IsSortedBy_OneWayAndTheOther()
    {
        var page = await Open(Index());

        await page.Find("[data-sort='Life']").ClickAsync(new());
        Assert.Equal(["カメラ3", "カメラ1", "カメラ2"], Names(page));
        Assert.Equal("ascending", page.Find(".sd[role=columnheader]").GetAttribute("aria-sort"));
        await page.Find("[data-sort='Life']").ClickAsync(new());

        Assert.Equal("descending", page.Find(".sd[role=columnheader]").GetAttribute("aria-sort"));
    }

    [Fact]
    public async Task Change_IsShownAtOnce_AndDrawsNoOtherRow()
    {
        var index = Index();
        var page = await Open(index);
        var other = page.FindComponents<FleetGridRow>().Single(row => row.Instance.Row.Card.Name == "カメラ3");
        var drawn = other.RenderCount;

        index.Take(new BuildingId("b1"), Cards.Delta(Cards.Make(1).Next(s => s.With() with { Presence = Presence.Offline })), Cards.Now);
        _fleets.Say(index.Publish());

        await page.WaitForAssertionAsync(() => Assert.Equal("2", Count(page, "Offline")));
        Assert.Equal("offline", page.Find("[data-camera='001122330001']").GetAttribute("data-presence"));
        Assert.Equal("", page.Find("[role=status]").TextContent); // The viewer chose nothing.
        Assert.Equal(drawn, other.RenderCount);
    }

    [Fact]
    public async Task Change_WhileTheBrowserDraws_WaitsForIt()
    {
        var drawing = _script.SetupVoid("drawn");
        var index = Index();
        var page = await Open(index);
        await page.WaitForStateAsync(() => drawing.Invocations.Count == 1);

        index.Take(new BuildingId("b1"), Cards.Delta(Cards.Make(1).Next(s => s.With() with { Presence = Presence.Offline })), Cards.Now);
        _fleets.Say(index.Publish());
        Assert.Equal("1", Count(page, "Offline"));
        drawing.SetVoidResult();

        await page.WaitForAssertionAsync(() => Assert.Equal("2", Count(page, "Offline")));
    }

    [Fact]
    public async Task Change_AfterABrowserThatNeverSays_IsShownAfterAWhile()
    {
        var drawing = _script.SetupVoid("drawn");
        var index = Index();
        var page = await Open(index);
        await page.WaitForStateAsync(() => drawing.Invocations.Count == 1);
        index.Take(new BuildingId("b1"), Cards.Delta(Cards.Make(1).Next(s => s.With() with { Presence = Presence.Offline })), Cards.Now);
        _fleets.Say(index.Publish());

        await using var lost = drawing.Invocations.Single().CancellationToken!.Value.Register(() => drawing.SetCanceled());
        _portal.Time.Advance(TimeSpan.FromSeconds(5));

        await page.WaitForAssertionAsync(() => Assert.Equal("2", Count(page, "Offline")));
    }

    [Fact]
    public async Task Many_OnlyWhatIsOnScreenIsDrawn_AndKeysCanFollow()
    {
        var page = await Open(TestFleet.Index(TestFleet.Building("b1", "A", [.. Enumerable.Range(1, 500).Select(i => Cards.Make(i))])));
        Assert.Equal(40, page.FindAll("[data-camera]").Count);
        Assert.Equal("501", page.Find("[role=grid]").GetAttribute("aria-rowcount"));

        // As the script asks when the End key is pressed.
        await page.InvokeAsync(() => page.Instance.Look(480, 60, 1));

        Assert.Equal(("440", "カメラ500"), (page.Find("[data-rows]").GetAttribute("data-first"), Names(page)[^1]));
        var last = page.FindAll("[data-camera]")[^1];
        Assert.Equal(("501", "499", "fleet-0011223301F4"), (last.GetAttribute("aria-rowindex"), last.GetAttribute("data-index"), last.Id));
        Assert.Equal("height: calc(var(--line) * 440)", page.FindAll(".space")[0].GetAttribute("style"));

        var drawn = page.RenderCount;
        await page.InvokeAsync(() => page.Instance.Look(480, 60, 1));
        Assert.Equal(drawn, page.RenderCount);
    }

    [Fact]
    public async Task Grid_IsOneStopOfTheTabKey_AndItsRowsAreNone()
    {
        var page = await Open(Index());

        Assert.Equal("0", page.Find("[role=grid]").GetAttribute("tabindex"));
        Assert.All(page.FindAll("[role=row] a"), link => Assert.Equal("-1", link.GetAttribute("tabindex")));
        Assert.Equal("/", page.Find("[data-fleet-search]").GetAttribute("aria-keyshortcuts"));
        Assert.All(page.FindAll(".toolbar button, .toolbar a, .toolbar select, .chips button"), control => Assert.NotEqual("-1", control.GetAttribute("tabindex")));
    }

    [Fact]
    public async Task Wall_ShowsPictures_AndIsInTheAddress()
    {
        var page = await Open(Index());

        await page.Find("[data-wall]").ClickAsync(new());

        Assert.Equal(3, page.FindAll("mh-still").Count);
        Assert.Equal("エントランス\nサンライズ用賀", page.Find("li .room").TextContent);
        _portal.Time.Advance(FleetPage.AddressAfter);
        await page.WaitForAssertionAsync(() => Assert.EndsWith("/fleet?view=wall", Navigation.Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task NoCameras_SaysSo()
    {
        var page = await Open(TestFleet.Index());

        Assert.Equal("カメラがまだ登録されていません", page.Find(".notice .title").TextContent);
    }

    [Fact]
    public async Task Page_LeftWhileItsScriptComes_ListensToNothing()
    {
        var browser = new SlowBrowser(_portal.Page.JSInterop.JSRuntime);
        _portal.Page.Services.AddSingleton<IJSRuntime>(browser);
        await Open(Index());

        await _portal.Page.DisposeComponentsAsync();
        browser.Script.SetResult();
        await browser.Given;

        Assert.Empty(_script.Invocations);
    }

    [Fact]
    public async Task Support_SeesTheCustomerOfTheAddress_AndNobodyElseDoes()
    {
        var page = await Open(TestFleet.IndexOf(new CustomerId("c9"), TestFleet.Building("b9", "A", Cards.Make(9))), "fleet?customer=c9", customer: null);
        Assert.Equal("c9", _fleets.Asked!.Value.Value);
        Assert.Contains("customer=c9", page.Find("[data-export]").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Support_OfAnotherCustomersSnapshot_DoesNotSeeIt()
    {
        var page = await Open(TestFleet.IndexOf(new CustomerId("c9"), TestFleet.Building("b9", "A", Cards.Make(9))), "fleet?customer=c9", customer: null);

        _fleets.Say(Index().Publish());
        Navigation.NavigateTo("fleet?customer=c8");

        await page.WaitForAssertionAsync(() => Assert.Equal("c8", _fleets.Asked!.Value.Value));
        await page.WaitForAssertionAsync(() => Assert.Single(page.FindAll(".waiting")));
    }

    [Fact]
    public async Task FirstRead_ThatFails_IsLeftToTheSubscriber()
    {
        foreach (var error in new Exception[] { new TimeoutException(), new OrleansException(), new NotPermittedException("that"), new InvalidOperationException() })
        {
            _fleets.Failure = error;
            Navigation.NavigateTo("fleet");
            var page = _portal.Page.Render<FleetPage>(p => p.AddCascadingValue(Portals.SignedIn()));
            Assert.Single(page.FindAll(".waiting"));

            _fleets.Say(Index().Publish());
            await page.WaitForAssertionAsync(() => Assert.Equal(3, Names(page).Length));
            await _portal.Page.DisposeComponentsAsync();
        }
    }

    [Fact]
    public async Task Owner_OfAnotherCustomersAddress_SeesTheirOwn()
    {
        await Open(Index(), "fleet?customer=c9");
        Assert.Equal("c1", _fleets.Asked!.Value.Value);
    }

    private static FleetIndex Index() => TestFleet.Index(
        TestFleet.Building(
            "b1", "サンライズ用賀",
            Cards.Make(1, s => s.With(firmware: "1.0")),
            Cards.Make(2, s => s.With(firmware: "1.1", life: 95) with { Presence = Presence.Offline, Troubles = Cards.Troubles(TroubleKind.NetworkDisconnected) }, "駐車場", "r2")),
        TestFleet.Building("b2", "目黒ハイツ", Cards.Make(3, s => s.With(firmware: "1.1", life: 12))));

    private async Task<IRenderedComponent<FleetPage>> Open(FleetIndex index, string address = "fleet", string? customer = "c1")
    {
        _fleets.Say(index.Publish());
        Navigation.NavigateTo(address);
        var page = _portal.Page.Render<FleetPage>(p => p.AddCascadingValue(Portals.SignedIn(customer)));
        await page.WaitForStateAsync(() => page.FindAll(".waiting").Count == 0);
        return page;
    }

    private static string[] Names(IRenderedComponent<FleetPage> page) => [.. page.FindAll("[data-camera] .cover").Select(link => link.TextContent)];

    private static string Count(IRenderedComponent<FleetPage> page, string state) => page.Find($"[data-state='{state}'] strong").TextContent;
}
