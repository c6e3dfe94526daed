using Microsoft.Playwright;
using Mihari.Tests.System.Browser;

namespace Mihari.Tests.System.Portal;

/// <summary>What stands around every page, by the keyboard and on a phone.</summary>
[Trait("Category", "Slow")]
public sealed class FrameTests(PortalBrowser browser) : IClassFixture<PortalBrowser>
{
    private const string Focused = "() => document.activeElement.matches('button.who') ? 'who' : document.activeElement.matches('form.sign-out button') ? 'sign out' : document.activeElement.tagName";

    [Fact]
    public async Task AccountMenu_ByKeyboardOnly_OpensClosesAndSignsOut()
    {
        await using var server = await MihariServer.Start();
        await using var portal = await browser.Open(server);
        var page = portal.Page;
        await portal.OpenBuilding(server, "demo-yoga");
        var item = page.Locator("form.sign-out button");

        foreach (var (key, width) in ((string, int)[])[("Enter", 1440), ("Space", 390)])
            await OpenAndClose(key, width);

        // Outside of it, by the mouse: on the headline, which does nothing of its own.
        await page.Keyboard.PressAsync("Enter");
        await item.WaitForAsync();
        await page.ClickAsync("h1");
        await item.WaitForAsync(new() { State = WaitForSelectorState.Hidden });

        await page.FocusAsync("button.who");
        await page.Keyboard.PressAsync("Enter");
        await item.WaitForAsync();
        await ToSignOut(page);
        Assert.Equal("sign out", await page.EvaluateAsync<string>(Focused));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => location.pathname === '/sign-in'");
        portal.HadNothingToComplainOf();

        async Task OpenAndClose(string key, int width)
        {
            await page.SetViewportSizeAsync(width, 844);
            await page.FocusAsync("button.who");
            Assert.Equal("button, Welcome, 見張 太郎, collapsed", await Told(page));
            await page.Keyboard.PressAsync(key);
            await item.WaitForAsync();
            Assert.Equal("button, Welcome, 見張 太郎, expanded", await Told(page));
            var (bar, box) = ((await page.Locator("header.bar").BoundingBoxAsync())!, (await item.BoundingBoxAsync())!);
            Assert.True(box.Y >= bar.Height && box.X >= 0 && box.X + box.Width <= width, $"{key}, {width}: {box.X}, {box.Y}, {box.Width}");

            await ToSignOut(page);
            Assert.Equal("sign out", await page.EvaluateAsync<string>(Focused));
            Assert.Equal("solid", await page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));
            await page.Keyboard.PressAsync("Escape");
            await item.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
            Assert.Equal("who", await page.EvaluateAsync<string>(Focused));
        }
    }

    [Fact]
    public async Task AccountMenu_BeforeTheCircuitStands_WorksAndStaysOpenAsItComes()
    {
        await using var server = await MihariServer.Start();
        await using var portal = await browser.Open(server);
        var page = portal.Page;
        await portal.OpenBuilding(server, "demo-yoga");
        var circuit = new TaskCompletionSource();
        await page.RouteAsync("**/_blazor/negotiate*", async route =>
        {
            await circuit.Task;
            await route.ContinueAsync();
        });
        var item = page.Locator("form.sign-out button");

        await page.ReloadAsync();
        await page.FocusAsync("button.who");
        await page.Keyboard.PressAsync("Enter");
        await item.WaitForAsync();
        circuit.SetResult();
        await page.Locator("li[data-camera]").First.WaitForAsync();
        await item.WaitForAsync();
        Assert.Equal("who", await page.EvaluateAsync<string>(Focused));

        await page.RouteAsync("**/_blazor/**", route => route.AbortAsync());
        await page.GotoAsync("/");
        await page.FocusAsync("button.who");
        await page.Keyboard.PressAsync("Enter");
        await item.WaitForAsync();
        for (var entry = 0; entry < 3; entry++)
            await page.Keyboard.PressAsync("Tab");

        Assert.True(await item.EvaluateAsync<bool>("button => button === document.activeElement"));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => location.pathname === '/sign-in'");
    }

    [Fact]
    public async Task TopPage_OnAPhone_SaysWhatItsFiguresCount()
    {
        await using var server = await MihariServer.Start();
        await using var portal = await browser.Open(server);
        await portal.Page.SetViewportSizeAsync(390, 844);
        var (email, password) = await server.SignIn();
        await portal.Page.GotoAsync("/");
        await portal.SignIn(email, password);

        var label = portal.Page.Locator("a[data-building] .online").First.GetByText("Online");
        await label.WaitForAsync();
        Assert.InRange((await label.BoundingBoxAsync())!.Width, 20, 100);
        Assert.True(await portal.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
        Assert.Equal("H1", await portal.Page.EvaluateAsync<string>("() => document.querySelector('h1, h2, h3').tagName"));
    }

    /// <summary>Past アカウント設定 and アクセストークン.</summary>
    private static async Task ToSignOut(IPage page)
    {
        for (var i = 0; i < 3; i++)
            await page.Keyboard.PressAsync("Tab");
    }

    /// <summary>What a screen reader is told of the focused element: role, name, and whether it is expanded.</summary>
    private static async Task<string> Told(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        var tree = (await session.SendAsync("Accessibility.getFullAXTree"))!.Value;
        var focused = tree.GetProperty("nodes").EnumerateArray().Last(node => Has(node, "focused"));
        return $"{Value(focused, "role")}, {Value(focused, "name")}, {(Has(focused, "expanded") ? "expanded" : "collapsed")}";

        static string? Value(global::System.Text.Json.JsonElement node, string name) => node.GetProperty(name).GetProperty("value").GetString();

        static bool Has(global::System.Text.Json.JsonElement node, string name) =>
            node.TryGetProperty("properties", out var properties)
            && properties.EnumerateArray().Any(p => p.GetProperty("name").GetString() == name && p.GetProperty("value").GetProperty("value").ToString() is "True" or "true");
    }
}
