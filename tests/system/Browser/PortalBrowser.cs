using Microsoft.Playwright;

namespace Mihari.Tests.System.Browser;

/// <summary>Headless Chromium; one a test class.</summary>
public sealed class PortalBrowser : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = Arguments });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();

        _playwright?.Dispose();
    }

    /// <summary>A fresh profile that asks for a language, watched from its first request on.</summary>
    internal Task<PortalPage> Open(MihariServer server, string language = "en-US") => Open(server.Origin, language);

    /// <summary>The same, of any server.</summary>
    internal async Task<PortalPage> Open(string origin, string language = "en-US")
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = origin,
            Locale = language,
            TimezoneId = "Asia/Tokyo",
            ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
        });
        return await PortalPage.Open(context, origin);
    }
}
