using AngleSharp.Dom;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Troubles;
using Mihari.Web.Components.Cameras;
using Xunit;

namespace Mihari.Tests.Web.Components.Cameras;

public sealed class CamerasPageTests
{
    private static readonly BuildingId Building = new("b1");

    [Fact]
    public async Task Snapshot_Japanese_ShowsEachCameraWithItsFacts()
    {
        await using var portal = new Portals("ja");
        var page = Open(portal);
        Assert.Empty(page.FindAll("[data-camera]"));

        portal.Feeds.Say(Cards.Building(
            Cards.Make(1),
            Cards.Make(2, s => s with { Presence = Presence.Offline, Troubles = Cards.Troubles(TroubleKind.NetworkDisconnected) }),
            Cards.Make(3, s => s with { Presence = Presence.NeverSeen, Sd = null, Thumbnail = null })));

        await page.WaitForStateAsync(() => page.FindAll("[data-camera]").Count == 3);
        Assert.Equal("イッツコムマンション", page.Find("h1").TextContent);
        var online = Tile(page, 1);
        Assert.Contains("オンライン", online.TextContent, StringComparison.Ordinal);
        Assert.Contains("SD 正常 50%", online.TextContent, StringComparison.Ordinal);
        Assert.Equal("2026/11/22 12:34:56", online.QuerySelector("time")!.TextContent);
        Assert.Equal("/media/thumbnails/001122330001/c1", online.QuerySelector("mh-thumb")!.GetAttribute("src"));
        Assert.Equal("カメラ1、エントランス、オンライン", online.QuerySelector("a")!.GetAttribute("aria-label"));
        Assert.Equal("ネットワーク切断", Tile(page, 2).QuerySelector("[data-trouble] .text")!.TextContent);
        Assert.Contains("まだ撮影がありません", Tile(page, 3).TextContent, StringComparison.Ordinal);
        Assert.Contains("未接続", Tile(page, 3).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Snapshot_English_IsInEnglish()
    {
        await using var portal = new Portals("en-US");
        portal.Feeds.Say(Cards.Building(Cards.Make(1, s => s with { Presence = Presence.Offline })));
        var page = Open(portal);

        await page.WaitForElementAsync("[data-camera]");
        Assert.Contains("Offline", Tile(page, 1).TextContent, StringComparison.Ordinal);
        Assert.Equal("11/22/2026 12:34:56 PM", Tile(page, 1).QuerySelector("time")!.TextContent);
    }

    [Fact]
    public async Task HubInTrouble_IsNamedAboveTheCameras_UntilItIsOver()
    {
        await using var portal = new Portals("ja");
        var hub = Cards.Hub(2, s => s with { Troubles = Cards.Troubles(TroubleKind.NetworkDisconnected) }, "駐車場", "r2");
        portal.Feeds.Say(Cards.Building(Cards.Make(1), hub));
        var page = Open(portal);

        var line = await page.WaitForElementAsync("[data-hub]");

        Assert.Equal(("駐車場 · ハブ2", "rooms/r2"), (line.QuerySelector("a")!.TextContent, line.QuerySelector("a")!.GetAttribute("href")));
        Assert.Equal("ネットワーク切断", line.QuerySelector("[data-trouble]")!.TextContent.Trim());
        Assert.Single(page.FindAll("[data-camera]"));
        Assert.Equal("1", page.Find(".figure.trouble strong").TextContent);

        portal.Feeds.Say(Building, Cards.Delta(hub.Next(s => s with { Troubles = [] })));

        await page.WaitForStateAsync(() => page.FindAll("[data-hub]").Count == 0);
    }

    [Fact]
    public async Task Wall_ShowsCamerasAsTheyAre_AndWhereSomethingHappens()
    {
        await using var portal = new Portals("ja");
        portal.Feeds.Say(Cards.Building(Cards.Make(1, s => s with { RecordingUntil = Cards.Now.AddSeconds(30) }), Cards.Make(2)));
        var page = Open(portal);
        await page.WaitForElementAsync("[data-camera]");
        Assert.Empty(page.FindAll("mh-still"));

        await page.Find("[data-wall]").ClickAsync(new());

        await page.WaitForElementAsync("mh-still");
        Assert.EndsWith("?view=wall", portal.Page.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        var (busy, calm) = (Tile(page, 1).QuerySelector("mh-still")!, Tile(page, 2).QuerySelector("mh-still")!);
        Assert.Equal((true, false), (busy.HasAttribute("active"), calm.HasAttribute("active")));
        Assert.Equal(("/media/thumbnails/001122330001/c1", "カメラ1の現在の画像"), (busy.GetAttribute("src"), busy.GetAttribute("alt")));
        Assert.EndsWith("?view=wall", Tile(page, 1).QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("true", page.Find("[data-wall]").GetAttribute("aria-pressed"));
        Assert.Contains("\"live\":", page.Find("ul.grid").GetAttribute("data-live-texts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delta_OneCamera_ChangesItAndDrawsNoOther()
    {
        await using var portal = new Portals("ja");
        var first = Cards.Make(1);
        portal.Feeds.Say(Cards.Building(first, Cards.Make(2)));
        var page = Open(portal);
        await page.WaitForElementAsync("[data-camera]");
        var other = page.FindComponents<CameraTile>().Single(tile => tile.Instance.Card.Name == "カメラ2");
        var drawn = other.RenderCount;

        portal.Feeds.Say(Building, Cards.Delta(first.Next(s => s with
        {
            RecordingUntil = Cards.Now.AddSeconds(30),
            Thumbnail = new Thumbnail(new ClipId("c2"), Cards.Now.AddSeconds(1)),
        })));

        await page.WaitForAssertionAsync(() => Assert.Equal("true", Tile(page, 1).GetAttribute("data-recording")));
        Assert.Equal("/media/thumbnails/001122330001/c2", Tile(page, 1).QuerySelector("mh-thumb")!.GetAttribute("src"));
        Assert.Contains("撮影中", Tile(page, 1).TextContent, StringComparison.Ordinal);
        Assert.Equal(drawn, other.RenderCount);
    }

    [Fact]
    public async Task Recording_TimePasses_EndsWithoutADelta()
    {
        await using var portal = new Portals("ja");
        portal.Feeds.Say(Cards.Building(Cards.Make(1, s => s with { RecordingUntil = Cards.Now.AddSeconds(30) })));
        var page = Open(portal);
        await page.WaitForAssertionAsync(() => Assert.Equal("true", Tile(page, 1).GetAttribute("data-recording")));

        portal.Time.Advance(TimeSpan.FromSeconds(31));

        await page.WaitForAssertionAsync(() => Assert.Equal("false", Tile(page, 1).GetAttribute("data-recording")));
    }

    [Fact]
    public async Task TroubleThatEnds_IsSaidToBeOver_ForTenMinutes()
    {
        await using var portal = new Portals("ja");
        var card = Cards.Make(1, s => s with { Troubles = Cards.Troubles(TroubleKind.SdCardError) });
        portal.Feeds.Say(Cards.Building(card, Cards.Make(2)));
        var page = Open(portal);
        await page.WaitForElementAsync("[data-trouble]");
        Assert.Empty(page.FindAll("[data-settled]"));

        portal.Feeds.Say(Building, Cards.Delta(card.Next(s => s with { Troubles = [] })));

        var settled = await page.WaitForElementAsync("[data-settled]");
        Assert.Equal("トラブルが解消しました。", settled.TextContent.Trim());
        Assert.Single(page.FindAll("[data-settled]"));
        Assert.EndsWith("トラブルが解消しました。", Tile(page, 1).QuerySelector("a")!.GetAttribute("aria-label"), StringComparison.Ordinal);
        portal.Time.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));
        await page.WaitForAssertionAsync(() => Assert.Contains("SD 正常", Tile(page, 1).TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-settled]"));
    }

    [Fact]
    public async Task Filter_NameAndTroubles_ShowsWhatMatches()
    {
        await using var portal = new Portals("ja");
        portal.Feeds.Say(Cards.Building(
            Cards.Make(1), Cards.Make(2, s => s with { Troubles = Cards.Troubles(TroubleKind.SdCardError) }), Cards.Make(3, room: "駐車場", roomId: "r2")));
        var page = Open(portal);
        await page.WaitForElementAsync("input[type=search]");

        await page.Find("input[type=search]").InputAsync("駐車場");
        Assert.Equal("カメラ3", Assert.Single(page.FindAll("[data-camera] h2")).TextContent);

        await page.Find("button.toggle").ClickAsync();
        Assert.Empty(page.FindAll("[data-camera]"));
        Assert.Contains("該当するカメラがありません", page.Markup, StringComparison.Ordinal);

        await page.Find("input[type=search]").InputAsync("");
        Assert.Equal("カメラ2", Assert.Single(page.FindAll("[data-camera] h2")).TextContent);
    }

    [Fact]
    public async Task Snapshot_NoCameras_SaysSo()
    {
        await using var portal = new Portals("ja");
        portal.Feeds.Say(Cards.Building());
        var page = Open(portal);

        await page.WaitForAssertionAsync(() => Assert.Contains("この建物にはカメラがまだありません", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refused_ForeignBuilding_LooksLikeNone()
    {
        await using var portal = new Portals("ja");
        portal.Feeds.Refuse(Building);
        var page = Open(portal);

        await page.WaitForAssertionAsync(() => Assert.Contains("建物が見つかりません", page.Markup, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ja", "時刻はすべて Asia/Tokyo (UTC+9)", "2026/11/22 12:34:56 Asia/Tokyo (UTC+9)")]
    [InlineData("en-US", "All times: Asia/Tokyo (UTC+9)", "11/22/2026 12:34:56 PM Asia/Tokyo (UTC+9)")]
    public async Task Times_Shown_TellTheirZone(string language, string all, string one)
    {
        await using var portal = new Portals(language);
        portal.Feeds.Say(Cards.Building(Cards.Make(1)));
        var page = Open(portal);

        await page.WaitForElementAsync("[data-camera]");
        Assert.Equal(all, page.Find(".toolbar .zone").TextContent);
        var times = Tile(page, 1).QuerySelectorAll("time");
        Assert.Equal(2, times.Length);
        Assert.Contains(one, times.Select(time => time.GetAttribute("title")));
        Assert.All(times, time => Assert.EndsWith("Z", time.GetAttribute("datetime"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Camera_Unknown_IsToldAboveTheList()
    {
        await using var portal = new Portals("ja");
        portal.Feeds.Say(Cards.Building(Cards.Make(1)));
        var page = Open(portal, camera: "0011223399FF");

        await page.WaitForElementAsync("[data-camera]");
        Assert.Contains("このカメラは見つかりません", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("dialog"));
    }

    [Theory]
    [InlineData(null, "イッツコムマンション – カメラ一覧 · Mihari")]
    [InlineData("001122330001", "カメラ1 – イッツコムマンション · Mihari")]
    [InlineData("0011223399FF", "イッツコムマンション – カメラ一覧 · Mihari")]
    public async Task Title_Address_NamesTheCameraThatIsOpen(string? camera, string title)
    {
        await using var portal = new Portals("ja");
        portal.Page.ComponentFactories.AddStub<CameraPanel>();
        portal.Feeds.Say(Cards.Building(Cards.Make(1)));
        var page = Open(portal, camera);

        await page.WaitForElementAsync("[data-camera]");
        Assert.Equal(title, portal.Page.Render(page.FindComponent<PageTitle>().Instance.ChildContent!).Markup);
    }

    [Fact]
    public async Task Close_OpenedByItsAddress_TakesThePlaceOfThePanel()
    {
        await using var portal = new Portals("ja");
        portal.Page.ComponentFactories.AddStub<CameraPanel>();
        portal.Feeds.Say(Cards.Building(Cards.Make(1)));
        var page = Open(portal, camera: "001122330001");
        await page.WaitForElementAsync("[data-camera]");

        var panel = page.FindComponent<Stub<CameraPanel>>();
        await page.InvokeAsync(() => panel.Instance.Parameters.Get(p => p.OnClose).InvokeAsync());

        var navigation = (BunitNavigationManager)portal.Page.Services.GetRequiredService<NavigationManager>();
        Assert.Equal("/buildings/b1", new Uri(navigation.Uri).AbsolutePath);
        Assert.True(Assert.Single(navigation.History).Options.ReplaceHistoryEntry);
    }

    [Fact]
    public async Task Dispose_Page_EndsItsSubscription()
    {
        await using var portal = new Portals("ja");
        portal.Feeds.Say(Cards.Building(Cards.Make(1)));
        var page = Open(portal);
        await page.WaitForElementAsync("[data-camera]");
        Assert.Equal(1, portal.Feeds.Watching);

        await portal.Page.DisposeComponentsAsync();

        Assert.Equal(0, portal.Feeds.Watching);
    }

    private static IRenderedComponent<CamerasPage> Open(Portals portal, string? camera = null) => portal.Page.Render<CamerasPage>(page => page
        .Add(p => p.Building, Building.Value)
        .Add(p => p.Camera, camera)
        .AddCascadingValue(Portals.SignedIn()));

    private static IElement Tile(IRenderedComponent<CamerasPage> page, int number) => page.Find($"[data-camera='{Cards.Id(number)}']");
}
