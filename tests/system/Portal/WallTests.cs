using Mihari.Tests.System.Browser;
using Mihari.Tests.System.Devices;

namespace Mihari.Tests.System.Portal;

/// <summary>カメラ一覧 as a live wall: a real agent's stills, and live where something happens.</summary>
[Trait("Category", "Slow")]
public sealed class WallTests(PortalBrowser browser) : IClassFixture<PortalBrowser>
{
    private const string Building = "demo-yoga";

    /// <summary>A wall of twenty busy cameras: what a building of that size would have, with one camera's pictures.</summary>
    private const string Twenty = """
        () => {
          const tile = document.querySelector('li:has(mh-still)');
          for (let n = 0; n < 19; n++) tile.after(tile.cloneNode(true));
          document.querySelectorAll('mh-still').forEach(still => still.setAttribute('active', ''));
        }
        """;

    [Fact]
    public async Task Wall_ShowsEachCameraAsItIs_AndLiveWhereSomethingHappens()
    {
        await using var server = await MihariServer.Start();
        await using var tap = new EventTap(server.GatewayPort);
        var (camera, key) = (await server.Devices())[0];
        await using var agent = new EdgeAgent(tap.Address, [(camera, key, "synthetic:seed=12&every=70s")]);
        await agent.Start();
        await using var portal = await browser.Open(server);
        await portal.OpenBuilding(server, Building);
        await portal.Card(camera, card => card.Presence == "online", TimeSpan.FromSeconds(60), what: "online");
        var still = portal.Page.Locator($"li[data-camera='{camera}'] mh-still");

        await portal.Page.ClickAsync("[data-wall]");
        await portal.Page.Locator($"li[data-camera='{camera}'] mh-still[data-at] img").WaitForAsync();
        await portal.Page.Locator($"li[data-camera='{camera}'] mh-still[live] mh-live[data-state=live]").WaitForAsync(new() { Timeout = 60_000 });

        // After the recording the last live picture stays, with its own time.
        await portal.Page.Locator($"li[data-camera='{camera}'] mh-still:not([live])").WaitForAsync(new() { Timeout = 90_000 });
        await portal.Page.WaitForFunctionAsync("() => Date.now() - document.querySelector('mh-still[data-at]').dataset.at < 30_000");
        Assert.NotEmpty((await still.Locator("time").TextContentAsync())!);

        await portal.Page.EvaluateAsync(Twenty);
        await portal.Page.SetViewportSizeAsync(1400, 3000);
        await portal.Page.WaitForFunctionAsync("() => document.querySelectorAll('mh-live').length === 9");
        await portal.Page.SetViewportSizeAsync(1400, 800);
        await portal.Page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('mh-live')].every(live => live.getBoundingClientRect().top < innerHeight)");

        // Whoever scrolls down sees what is down there.
        await portal.Page.Locator("mh-still").Last.ScrollIntoViewIfNeededAsync();
        await portal.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('mh-still')].at(-1).hasAttribute('live')");
        Assert.True(await portal.Page.EvaluateAsync<int>("document.querySelectorAll('mh-live').length") <= 9);
        portal.StayedAtHome();
    }
}
