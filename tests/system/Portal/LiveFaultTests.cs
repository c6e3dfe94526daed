using Mihari.Tests.System.Browser;
using Mihari.Tests.System.Devices;

namespace Mihari.Tests.System.Portal;

/// <summary>Somebody watches live while the server is killed.</summary>
[Trait("Category", "Slow")]
public sealed class LiveFaultTests(PortalBrowser browser) : IClassFixture<PortalBrowser>
{
    private const string Building = "demo-yoga";

    /// <summary>Whether the clock that is burnt into the picture has gone on since the last look, and the video's own with it.</summary>
    private const string Moves = """
        () => {
          const video = document.querySelector('mh-live video');
          if (!video?.videoWidth) return false; // The page may load itself anew meanwhile.
          const canvas = Object.assign(document.createElement('canvas'), { width: video.videoWidth * 0.4, height: video.videoHeight * 0.1 });
          const pen = canvas.getContext('2d');
          pen.drawImage(video, 0, video.videoHeight * 0.9, canvas.width, canvas.height, 0, 0, canvas.width, canvas.height);
          const look = { at: video.currentTime, pixels: [...pen.getImageData(0, 0, canvas.width, canvas.height).data] };
          const before = window.seen ??= look;
          const changed = look.pixels.filter((value, n) => Math.abs(value - before.pixels[n]) > 90).length;
          return look.at > before.at + 1 && changed > 20;
        }
        """;

    [Fact]
    public async Task Live_WhenTheServerIsKilled_IsBackByItself_AndItsPicturesGoOn()
    {
        await using var server = await MihariServer.Start();
        await using var tap = new EventTap(server.GatewayPort);
        var (camera, key) = (await server.Devices())[0];
        await using var agent = new EdgeAgent(tap.Address, [(camera, key, "synthetic:seed=12&every=60s")]);
        await agent.Start();
        await using var portal = await browser.Open(server);
        await portal.OpenBuilding(server, Building);
        await portal.Card(camera, card => card.Presence == "online", TimeSpan.FromSeconds(60), what: "online");
        await portal.Page.ClickAsync($"li[data-camera='{camera}'] a.cover");
        await Live(portal);
        await portal.Page.WaitForFunctionAsync(Moves);

        await server.Kill();
        await portal.Page.Locator("html[data-connection=lost]").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Attached });
        await portal.Page.WaitForFunctionAsync("() => document.querySelector('mh-live')?.dataset.state !== 'live'");
        await server.StartAgain();

        await Live(portal);
        await portal.Page.WaitForFunctionAsync(Moves);
        portal.StayedAtHome();
    }

    private static Task Live(PortalPage portal) => portal.Page.Locator("mh-live[data-state=live]").WaitForAsync(new() { Timeout = 60_000 });
}
