using Microsoft.Playwright;
using Mihari.Tests.System.Browser;
using Mihari.Tests.System.Devices;

namespace Mihari.Tests.System.Reports;

/// <summary>月次レポート in a browser: from the building's page to its figures, to a file, and to paper.</summary>
[Trait("Category", "Slow")]
public sealed class ReportProcedureTests(PortalBrowser browser) : IClassFixture<PortalBrowser>
{
    private const string Whole = "() => [...document.querySelectorAll('tr[data-camera] td')].filter(cell => cell.textContent === '100.0%').length === 2";

    /// <summary>Each word of a table's heads stands on one line.</summary>
    private const string WholeWords = """
        () => [...document.querySelectorAll('thead th')].every(({ firstChild: text }) => text.data.trim().split(/\s+/).every(word => {
          const range = document.createRange(), at = text.data.indexOf(word);
          range.setStart(text, at);
          range.setEnd(text, at + word.length);
          return range.getClientRects().length === 1;
        }))
        """;

    [Fact]
    public async Task Report_OfABuilding_ShowsWhatACameraRecorded_IsDownloaded_AndPrintsWithoutMenus()
    {
        await using var server = await MihariServer.Start();
        var (device, key) = (await server.Devices())[0];
        await using var camera = new VirtualCamera(device, key, server.GatewayPort);
        await camera.Connect();
        await using var portal = await browser.Open(server);
        var page = portal.Page;
        await portal.OpenBuilding(server, "demo-yoga");
        await portal.Card(device, card => card.Presence == "online", TimeSpan.FromSeconds(30));
        await camera.Record(TimeSpan.FromMinutes(1));

        // What it has recorded is all that is known of it; the rest it may still announce.
        await page.ClickAsync("nav.tabs a[href$='/report']");
        await page.Locator($"tr[data-camera='{device}']").WaitForAsync();
        await UntilCounted(page);
        Assert.Equal(["100.0%", "100.0%"], await page.Locator(".figures .value").AllTextContentsAsync() is [var connected, var recorded, ..] ? [connected, recorded] : []);
        var name = (await page.Locator("h1").TextContentAsync())!;

        var csv = await Download(page, "cameras");
        Assert.Matches("^mihari-report-[0-9]{4}-[0-9]{2}-cameras[.]csv$", csv.Name);
        var row = Assert.Single(csv.Lines, line => line.Contains(device, StringComparison.Ordinal)).Split(',');
        Assert.Equal(["100.0", "100.0"], row[5..7]);
        Assert.NotEqual("0", row[7]);
        Assert.Equal("Trouble", (await Download(page, "troubles")).Lines[0].TrimStart('\uFEFF').Split(',')[0]);

        await page.EvaluateAsync("() => { window.printed = 0; window.print = () => window.printed++; }");
        await page.ClickAsync("[data-print]");
        Assert.Equal(1, await page.EvaluateAsync<int>("() => window.printed"));
        await OnPaper(page, name);

        portal.StayedAtHome();
        portal.HadNothingToComplainOf();
    }

    /// <summary>What was counted is shown again for a minute, also where it was less than a second.</summary>
    private static async Task UntilCounted(IPage page)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (!await page.EvaluateAsync<bool>(Whole))
        {
            patience.Token.ThrowIfCancellationRequested();
            await page.ReloadAsync();
            await page.Locator("tr[data-camera]").First.WaitForAsync();
        }
    }

    private static async Task<(string Name, string[] Lines)> Download(IPage page, string part)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync($"a[download][href$='part={part}']"));
        return (download.SuggestedFilename, (await File.ReadAllTextAsync(await download.PathAsync())).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task OnPaper(IPage page, string name)
    {
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        foreach (var menu in new[] { "header.bar", "nav.tabs", ".tools", "[data-print]", "a[download]", "footer" })
        {
            Assert.NotEqual(0, await page.Locator(menu).CountAsync());
            Assert.Equal(0, await page.Locator($"{menu} >> visible=true").CountAsync());
        }

        Assert.Equal(name, await page.Locator("h1 >> visible=true").TextContentAsync());
        Assert.Equal("table-header-group", await page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('table thead')).display"));
        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));

        // It is as wide as the sheet, and nothing is cut off.
        await page.SetViewportSizeAsync(703, 1_000);
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));

        // Where long names leave the heads little room, too.
        await page.SetViewportSizeAsync(440, 1_000);
        Assert.True(await page.EvaluateAsync<bool>(WholeWords));
    }
}
