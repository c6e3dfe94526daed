using System.Net;
using Microsoft.Playwright;

namespace Mihari.Benchmarks.Dashboards;

/// <summary>Headless Chromium, in which one person is signed in.</summary>
internal sealed class PortalBrowser : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";

    /// <summary>Notes when something that a page is to show is in it, be it of the page's own HTML.</summary>
    private const string NoteFirst = """
        const look = () => {
          if (window.firstContent || !document.querySelector('{0}')) return;
          window.firstContent = performance.now();
          observer.disconnect();
        };
        const observer = new MutationObserver(look);
        observer.observe(document, { subtree: true, childList: true });
        """;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly Uri _web;
    private readonly CookieContainer _session;

    private PortalBrowser(IPlaywright playwright, IBrowser browser, Uri web, CookieContainer session) =>
        (_playwright, _browser, _web, _session) = (playwright, browser, web, session);

    /// <param name="web">The portal.</param>
    /// <param name="session">With the cookies of who is signed in.</param>
    /// <exception cref="InvalidOperationException">It is not installed.</exception>
    public static async Task<PortalBrowser> Start(Uri web, CookieContainer session)
    {
        if (!File.Exists(Program))
            throw new InvalidOperationException("chromium is not installed: apt-get install chromium");

        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = ["--no-sandbox", "--disable-gpu"] });
        return new PortalBrowser(playwright, browser, web, session);
    }

    /// <summary>A page with a circuit of its own, when it shows what it is to show. It has a window of its own too: what lies behind another page is drawn once a second.</summary>
    /// <param name="path">From the portal's root.</param>
    /// <param name="shows">A selector of something that is there only then.</param>
    public async Task<PortalPage> Open(string path, string shows)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 800 } });
        await context.AddCookiesAsync(_session.GetCookies(_web).Select(cookie => new Microsoft.Playwright.Cookie { Name = cookie.Name, Value = cookie.Value, Url = _web.ToString() }));
        var page = await context.NewPageAsync();
        await page.AddInitScriptAsync(NoteFirst.Replace("{0}", shows, StringComparison.Ordinal));
        var address = new Uri(_web, path).ToString();
        await page.GotoAsync(address);
        await Interactive(page, shows);
        return new PortalPage(page, address, shows);
    }

    /// <summary>When a page's circuit is up, and it shows what it is to show.</summary>
    public static async Task Interactive(IPage page, string shows)
    {
        await page.WaitForSelectorAsync("html[data-circuit=up]", new() { State = WaitForSelectorState.Attached });
        await page.WaitForSelectorAsync(shows);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
