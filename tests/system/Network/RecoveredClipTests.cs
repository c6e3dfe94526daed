using System.Globalization;
using Mihari.Tests.System.Browser;
using Microsoft.Playwright;

namespace Mihari.Tests.System.Network;

/// <summary>A camera loses its network while it records a motion: what could not be sent is cut from its card afterwards, and stands in its place in time.</summary>
[Trait("Category", "Slow")]
public sealed class RecoveredClipTests(PortalBrowser browser) : IClassFixture<PortalBrowser>
{
    private const string Building = "demo-yoga";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [NamespaceFact]
    public async Task NetworkCutDuringAMotion_LeavesARecoveredClip_BetweenThoseBeforeAndAfterIt()
    {
        await using var network = await NetworkNamespace.Create();
        await using var server = await MihariServer.Start(
            ("Gateway__Address", network.Server), ("Web__Address", network.Server), ("Capture__PostRoll", "00:00:05"), ("Capture__UploadAllowance", "00:00:10"));
        var (camera, key) = (await server.Devices())[0];
        await using var agent = new EdgeAgent(
            string.Create(CultureInfo.InvariantCulture, $"{network.Server}:{server.GatewayPort}"), [(camera, key, "synthetic:seed=1&every=30s")], network.Within);
        await agent.Start();
        await using var portal = await browser.Open(server);
        await portal.OpenBuilding(server, Building);
        await portal.Card(camera, card => card.Recording, Patience, what: "recording");
        await portal.Card(camera, card => !card.Recording && card.Picture is not null, Patience, portal.Cards.Count, "recorded");
        await portal.Card(camera, card => card.Recording, Patience, portal.Cards.Count, "recording again");
        await network.Cut();
        await portal.Card(camera, card => card.Presence == "offline", Patience, portal.Cards.Count, "offline");

        var seen = portal.Cards.Count;
        await network.Mend();
        await portal.Card(camera, card => card.Presence == "online", Patience, seen, "online again");
        await portal.Page.ClickAsync($"li[data-camera='{camera}'] a.cover");
        await Clip(portal, "recovered");
        await Clip(portal, "stored");
        await portal.Page.ClickAsync("[data-clip][data-state=recovered]");
        await portal.Page.WaitForFunctionAsync("() => document.querySelector('.stage.playing > video')?.currentTime > 0.5");

        // Newest first: the one that was cut off is older than what was recorded after it.
        Assert.True(await portal.Page.EvaluateAsync<bool>("""
            () => {
              const times = [...document.querySelectorAll('[data-clip] time')].map(one => Date.parse(one.dateTime));
              return times.every((time, n) => !n || time <= times[n - 1]);
            }
            """));

        // The day is marked in the calendar; two days before there was nothing (the night may have come between the clips).
        var today = DateOnly.Parse((await portal.Page.Locator(".calendar .day.marked[aria-pressed=true]").GetAttributeAsync("data-date"))!, CultureInfo.InvariantCulture);
        await Choose(portal.Page, today, today.AddDays(-2));
        await portal.Page.Locator(".clips .none").WaitForAsync();
        await Choose(portal.Page, today.AddDays(-2), today);
        await Clip(portal, "recovered");
    }

    private static Task Clip(PortalPage portal, string state) =>
        portal.Page.Locator($"[data-clip][data-state={state}]").First.WaitForAsync(new() { Timeout = (float)Patience.TotalMilliseconds });

    /// <summary>On the first of a month the day before is in the month before.</summary>
    private static async Task Choose(IPage page, DateOnly from, DateOnly day)
    {
        if (day.Month != from.Month)
            await page.ClickAsync(day < from ? ".calendar .head button:first-of-type" : ".calendar .head button:last-of-type");
        await page.ClickAsync(string.Create(CultureInfo.InvariantCulture, $".calendar .day[data-date='{day:yyyy-MM-dd}']"));
    }
}
