using Microsoft.Playwright;
using Mihari.Tests.System.Browser;

namespace Mihari.Tests.System.Portal;

/// <summary>A camera's panel, the keyboard and the browser's history.</summary>
[Trait("Category", "Slow")]
public sealed class PanelTests(PortalBrowser browser) : IClassFixture<PortalBrowser>
{
    private const string Building = "demo-yoga";

    [Fact]
    public async Task Panel_OpenedAndClosed_LeavesFocusHistoryAndTitleAsTheyWere()
    {
        await using var server = await MihariServer.Start();
        await using var portal = await browser.Open(server);
        var page = portal.Page;
        var (email, password) = await server.SignIn();
        await page.GotoAsync("/");
        await portal.SignIn(email, password);
        await page.ClickAsync($"a[data-building={Building}]");
        var card = page.Locator("li[data-camera] a.cover").Last;
        await card.WaitForAsync();
        await portal.Interactive();
        var camera = await page.Locator("li[data-camera]").Last.GetAttributeAsync("data-camera");
        var (entries, title) = (await Entries(page), await page.TitleAsync());

        // By the keyboard, as a click.
        await card.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("dialog[open]").WaitForAsync();
        Assert.Equal(entries + 1, await Entries(page));
        Assert.StartsWith(await page.InnerTextAsync("dialog h2"), await page.TitleAsync(), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("Escape");
        await Closed(page);
        Assert.Equal(camera, await Focused(page));
        Assert.Equal(title, await page.TitleAsync());
        Assert.Equal($"/buildings/{Building}", new Uri(page.Url).AbsolutePath);

        // A second time, by its button: Back still leads to the page before the list.
        await card.ClickAsync();
        await page.Locator("dialog[open] header button").ClickAsync();
        await Closed(page);
        Assert.Equal(camera, await Focused(page));
        await page.GoBackAsync();
        await page.Locator($"a[data-building={Building}]").WaitForAsync();
        Assert.Equal("/", new Uri(page.Url).AbsolutePath);
        await page.GoForwardAsync();
        await card.WaitForAsync();

        // By its address: the list takes the panel's place.
        await page.GotoAsync($"/buildings/{Building}/cameras/{camera}");
        await page.Locator("dialog[open]").WaitForAsync();
        entries = await Entries(page);
        await page.Keyboard.PressAsync("Escape");
        await Closed(page);
        Assert.Equal(entries, await Entries(page));
        Assert.Equal($"/buildings/{Building}", new Uri(page.Url).AbsolutePath);
        Assert.Equal(camera, await Focused(page));
        portal.HadNothingToComplainOf();
    }

    [Fact]
    public async Task Phone_Texts_AreNotCutOff()
    {
        await using var server = await MihariServer.Start();
        await using var portal = await browser.Open(server);
        var page = portal.Page;
        await page.SetViewportSizeAsync(390, 844);
        await page.GotoAsync("/");
        Assert.True(await Fits(page, ".sign-in header p"), "the tagline of the sign-in page");

        await portal.OpenBuilding(server, Building);
        foreach (var language in (string[])["en-US", "ja"])
        {
            await page.ClickAsync($"footer a[lang={language}]");
            await page.Locator($"html[lang={language}] li[data-camera]").First.WaitForAsync();
            Assert.True(await Fits(page, ".bar .subtitle"), "the tagline, " + language);
            Assert.True(await page.EvaluateAsync<bool>(PlaceholderFits), "the filter's placeholder, " + language);
            Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "the page, " + language);
        }
    }

    private const string PlaceholderFits = """
        () => {
          const input = document.querySelector('main input[type=search]'), style = getComputedStyle(input);
          const pen = document.createElement('canvas').getContext('2d');
          pen.font = style.font;
          return pen.measureText(input.placeholder).width <= input.clientWidth;
        }
        """;

    private static Task<int> Entries(IPage page) => page.EvaluateAsync<int>("() => history.length");

    private static Task<bool> Fits(IPage page, string selector) =>
        page.Locator(selector).EvaluateAsync<bool>("element => element.scrollWidth <= element.clientWidth && element.getBoundingClientRect().right <= innerWidth");

    private static Task Closed(IPage page) => page.Locator("dialog").WaitForAsync(new() { State = WaitForSelectorState.Detached });

    /// <summary>The camera whose card has the focus, once it has.</summary>
    private static async Task<string?> Focused(IPage page)
    {
        await page.WaitForFunctionAsync("() => document.activeElement !== document.body");
        return await page.EvaluateAsync<string?>("() => document.activeElement.closest('li[data-camera]')?.dataset.camera ?? document.activeElement.tagName");
    }
}
