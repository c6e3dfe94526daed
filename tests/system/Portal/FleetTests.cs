using Mihari.Tests.System.Browser;

namespace Mihari.Tests.System.Portal;

/// <summary>フリート in a browser, by keys alone: a camera is found while one types, and its loss is seen where it stands.</summary>
[Trait("Category", "Slow")]
public sealed class FleetTests(PortalBrowser browser) : IClassFixture<PortalBrowser>
{
    [Fact]
    public async Task Fleet_IsSearchedByKeys_ShowsALossLive_AndOpensTheCamera()
    {
        await using var server = await MihariServer.Start();
        var (camera, key) = (await server.Devices())[0];
        await using var agent = new EdgeAgent(new Uri($"mqtt://127.0.0.1:{server.GatewayPort}").Authority, [(camera, key, "synthetic:seed=1&every=1h")]);
        await agent.Start();
        await using var portal = await browser.Open(server);
        var (email, password) = await server.SignIn();
        await portal.Page.GotoAsync("/fleet");
        await portal.SignIn(email, password);
        await portal.Interactive();
        var row = portal.Page.Locator($"[role=row][data-camera='{camera}']");
        await portal.Page.Locator($"[role=row][data-camera='{camera}'][data-presence=online]").WaitForAsync(new() { Timeout = 60_000 });
        Assert.Equal(4, await portal.Page.Locator("[role=row][data-camera]").CountAsync());

        // The slash goes to the search, and does not stand in it.
        await portal.Page.Keyboard.PressAsync("/");
        await portal.Page.Keyboard.TypeAsync(string.Join(':', camera.Chunk(2).Select(pair => new string(pair))).ToLowerInvariant());
        await portal.Page.WaitForFunctionAsync("() => document.querySelectorAll('[role=row][data-camera]').length === 1");
        Assert.Equal(1, await row.CountAsync());
        await portal.Page.WaitForURLAsync("**/fleet?q=*");

        // A loss comes by itself, and the counts with it.
        var gone = agent.Kill();
        await portal.Page.Locator($"[role=row][data-camera='{camera}'][data-presence=offline]").WaitForAsync(new() { Timeout = 60_000 });
        Assert.Equal("1", await portal.Page.Locator("[data-state=Offline] strong").TextContentAsync());
        await gone;

        // The address is the filter: the same page for whoever gets it, and no history of keystrokes.
        await portal.Page.ReloadAsync();
        await portal.Interactive();
        await portal.Page.WaitForFunctionAsync("() => document.querySelectorAll('[role=row][data-camera]').length === 1");

        await portal.Page.Keyboard.PressAsync("/");
        await portal.Page.Keyboard.PressAsync("ArrowDown");
        await portal.Page.Locator($"[role=row][data-camera='{camera}'][data-active]").WaitForAsync();
        Assert.Equal($"fleet-{camera}", await portal.Page.Locator("[role=grid]").GetAttributeAsync("aria-activedescendant"));
        await portal.Page.Keyboard.PressAsync("Enter");
        await portal.Page.WaitForURLAsync($"**/cameras/{camera}");

        // The way back leads to the row that was opened, with the keys at it.
        await portal.Page.GoBackAsync();
        await portal.Page.Locator($"[role=row][data-camera='{camera}'][data-active]").WaitForAsync();
        portal.StayedAtHome();
    }
}
