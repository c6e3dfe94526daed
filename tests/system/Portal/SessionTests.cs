using Mihari.Tests.System.Browser;

namespace Mihari.Tests.System.Portal;

/// <summary>Two tabs of one session: what one of them ends is over in the other.</summary>
[Trait("Category", "Slow")]
public sealed class SessionTests(PortalBrowser browser) : IClassFixture<PortalBrowser>
{
    private const string Building = "demo-yoga";

    [Fact]
    public async Task SignedOut_InOneTab_TheOtherLeavesThePropertyWithinFiveSeconds()
    {
        await using var server = await MihariServer.Start();
        await using var portal = await browser.Open(server);
        var first = portal.Page;
        await portal.OpenBuilding(server, Building);
        var second = await first.Context.NewPageAsync();
        await second.GotoAsync($"/buildings/{Building}");
        await second.Locator("li[data-camera]").First.WaitForAsync();
        await second.Locator("html[data-circuit=up]").WaitForAsync();

        await first.ClickAsync("button.who");
        await first.ClickAsync("form.sign-out button");

        await second.Locator("#email").WaitForAsync(new() { Timeout = 5_000 });
        Assert.Contains("ended=1", second.Url, StringComparison.Ordinal);
        Assert.Equal(0, await second.Locator("li[data-camera]").CountAsync());
        Assert.Contains("ended", await second.InnerTextAsync("#notice"), StringComparison.Ordinal);

        // Whoever signed out knows why.
        await first.WaitForFunctionAsync("() => location.pathname === '/sign-in'");
        await first.Locator("#email").WaitForAsync();
        Assert.DoesNotContain("ended", first.Url, StringComparison.Ordinal);
        Assert.Equal(0, await first.Locator("#notice").CountAsync());

        // Signed in again, the tab goes on where it was.
        var (email, password) = await server.SignIn();
        await second.FillAsync("#email", email);
        await second.FillAsync("#password", password);
        await second.ClickAsync("form button[type=submit]");
        await second.Locator("li[data-camera]").First.WaitForAsync();
        portal.HadNothingToComplainOf();
    }
}
