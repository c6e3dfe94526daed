using System.Globalization;
using Mihari.Tests.System.Browser;
using Xunit.Abstractions;

namespace Mihari.Tests.System.Portal;

/// <summary>An agent that dies, and the portal in both languages.</summary>
[Trait("Category", "Slow")]
public sealed class PresenceTests(PortalBrowser browser, ITestOutputHelper output) : IClassFixture<PortalBrowser>
{
    private static readonly TimeSpan OfflineWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Kill_OfTheAgent_ShowsOfflineWithinTwoSecondsAndOnlineAgainAfterItsStart()
    {
        await using var server = await MihariServer.Start();
        var (camera, key) = (await server.Devices())[0];
        await using var agent = new EdgeAgent(new Uri($"mqtt://127.0.0.1:{server.GatewayPort}").Authority, [(camera, key, "synthetic:seed=1&every=1h")]);
        await using var portal = await browser.Open(server);
        await portal.OpenBuilding(server, "demo-yoga");
        await agent.Start();
        await portal.Card(camera, card => card.Presence == "online", Patience, what: "online");

        for (var round = 0; round < 3; round++)
        {
            var seen = portal.Cards.Count;
            var ended = TimeProvider.System.GetUtcNow();
            var gone = agent.Kill();
            var offline = await portal.Card(camera, card => card.Presence == "offline", Patience, seen, "offline");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"agent killed -> offline in the DOM: {(offline.At - ended).TotalMilliseconds:0} ms"));
            Assert.InRange(offline.At - ended, TimeSpan.Zero, OfflineWithin);
            await gone; // Its ffmpeg has ended by itself.

            await agent.Start();
            await portal.Card(camera, card => card.Presence == "online", Patience, portal.Cards.Count, "online again");
        }

        Assert.Single(portal.Cards.All.Select(card => card.Document).Distinct());
        portal.StayedAtHome();
        portal.HadNothingToComplainOf();
    }

    [Fact]
    public async Task Footer_SwitchesTheLanguageOfThePageOneIsOn()
    {
        await using var server = await MihariServer.Start();
        await using var portal = await browser.Open(server);
        await portal.OpenBuilding(server, "demo-yoga");
        await Speaks(portal, "en-US", "Cameras", "Not connected yet");

        await portal.Page.ClickAsync("footer a[lang=ja]");
        await portal.Page.WaitForURLAsync("**/buildings/demo-yoga");
        await Speaks(portal, "ja", "カメラ一覧", "未接続");

        await portal.Page.ClickAsync("footer a[lang=en-US]");
        await portal.Page.WaitForURLAsync("**/buildings/demo-yoga");
        await Speaks(portal, "en-US", "Cameras", "Not connected yet");
        portal.StayedAtHome();
        portal.HadNothingToComplainOf();
    }

    private static async Task Speaks(PortalPage portal, string language, string title, string presence)
    {
        await portal.Page.Locator($"html[lang={language}] li[data-camera]").First.WaitForAsync();
        await portal.Interactive();
        Assert.Contains(title, await portal.Page.TitleAsync(), StringComparison.Ordinal);
        await portal.Page.Locator("li[data-camera]", new() { HasText = presence }).First.WaitForAsync();
    }
}
