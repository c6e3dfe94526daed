using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Mihari.Tests.System.Browser;
using Xunit.Abstractions;

namespace Mihari.Tests.System.Portal;

/// <summary>A page whose server is gone says so, looks so, and comes back by itself.</summary>
[Trait("Category", "Slow")]
public sealed class ConnectionTests(PortalBrowser browser, ITestOutputHelper output) : IClassFixture<PortalBrowser>
{
    private static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Half of 0.3, 0.6, 1.2 and 2.4 s: the pauses double.</summary>
    private static readonly double[] Pauses = [150, 300, 600, 1200];

    /// <summary>
    /// Tells each change of what the page says of its connection, and each pause that it asks for; the lots that the pauses are drawn by are all
    /// the same. How late a timer is on a busy machine is not the page's doing.
    /// </summary>
    private const string Watch = """
        (() => {
          Math.random = () => 0.5;
          const plain = setTimeout;
          window.setTimeout = (work, pause, ...more) => {
            if (document.documentElement.dataset.connection === 'lost') window.pauseSeen?.(pause ?? 0);
            return plain(work, pause, ...more);
          };
          const page = crypto.randomUUID();
          let known;
          const look = () => {
            const state = document.documentElement?.dataset.connection ?? 'live';
            if (known !== state) window.connectionSeen(JSON.stringify({ state: known = state, document: page, at: new Date().toISOString() }));
          };
          new MutationObserver(look).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-connection'] });
        })();
        """;

    [Fact]
    public async Task Kill_OfTheServer_IsToldAtOnceAndThePageLoadsItselfAfterItsStart()
    {
        await using var server = await MihariServer.Start();
        await using var portal = await browser.Open(server);
        var states = await States(portal);
        var pauses = new EventLog<double>("pauses between attempts");
        await portal.Page.ExposeFunctionAsync("pauseSeen", (double pause) =>
        {
            if (Pauses.Contains(pause))
                pauses.Add(pause);
        });
        await portal.OpenBuilding(server, "demo-yoga");
        var first = portal.Cards.All[^1].Document;

        var killed = TimeProvider.System.GetUtcNow();
        await server.Kill();
        var lost = await states.Find(seen => seen.State == "lost", Patience, 0, "the loss");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"server killed -> told: {(lost.At - killed).TotalMilliseconds:0} ms"));
        Assert.InRange(lost.At - killed, TimeSpan.Zero, ToldWithin);
        var bar = await portal.Page.Locator("#connection").InnerTextAsync();
        Assert.Contains("Connection lost.", bar, StringComparison.Ordinal);
        Assert.Contains("may be out of date", bar, StringComparison.Ordinal);
        Assert.Equal("0.6", await portal.Page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('main')).opacity"));

        await pauses.Find(_ => true, Patience, Pauses.Length - 1, "the fourth pause");
        Assert.Equal(Pauses, pauses.All.Take(Pauses.Length));

        await server.StartAgain();
        await portal.Cards.Find(card => card.Document != first, Patience, 0, "the page loaded anew");
        await portal.Interactive();
        Assert.False(await portal.Page.EvaluateAsync<bool>("() => 'connection' in document.documentElement.dataset"));
        Assert.False(await portal.Page.Locator("#connection").IsVisibleAsync());
    }

    [Fact]
    public async Task Errors_OfAServerThatKnowsNoCircuit_ThePageSaysThatItIsOldUntilItIsServedAnew()
    {
        await using var server = await MihariServer.Start();
        await using var portal = await browser.Open(server);
        var states = await States(portal);
        await portal.OpenBuilding(server, "demo-yoga");
        var first = portal.Cards.All[^1].Document;
        await server.Kill();
        await states.Find(seen => seen.State == "lost", Patience, 0, "the loss");
        var lost = states.Count;

        // As a node answers whose silos are away: it takes the connection, refuses the circuit, and has no page.
        var refused = new EventLog<string>("pages that could not be had");
        await portal.Page.RouteAsync("**/buildings/demo-yoga", route =>
        {
            refused.Add(route.Request.Url);
            return refused.Count > 3 ? route.ContinueAsync() : route.FulfillAsync(new RouteFulfillOptions { Status = 500 });
        });
        await server.StartAgain();
        await refused.Find(_ => true, Patience, 2, "the third refusal");
        Assert.Equal("lost", await portal.Page.EvaluateAsync<string>("() => document.documentElement.dataset.connection"));
        Assert.True(await portal.Page.Locator("#connection").IsVisibleAsync());

        await portal.Cards.Find(card => card.Document != first, Patience, 0, "the page loaded anew");
        await portal.Interactive();
        Assert.Equal(lost, states.All.Count(seen => seen.Document == states.All[lost - 1].Document));
        Assert.False(await portal.Page.Locator("#connection").IsVisibleAsync());
    }

    [Fact]
    public async Task Circuit_ThatNeverStarts_IsToldAndThePageLoadsItselfAnew()
    {
        await using var server = await MihariServer.Start();
        await using var portal = await browser.Open(server);
        var states = await States(portal);
        var starts = 0;
        await portal.Page.RouteAsync("**/_blazor/negotiate**", route =>
            Interlocked.Increment(ref starts) == 1 ? route.FulfillAsync(new RouteFulfillOptions { Status = 503 }) : route.ContinueAsync());

        var (email, password) = await server.SignIn();
        await portal.Page.GotoAsync("/buildings/demo-yoga");
        await portal.SignIn(email, password);
        await states.Find(seen => seen.State == "lost", Patience, 0, "the loss");
        await portal.Interactive();
        Assert.False(await portal.Page.Locator("#connection").IsVisibleAsync());
    }

    [Fact]
    public async Task Silence_OfTheServer_IsToldAndThePageTakesUpItsConnection()
    {
        await using var server = await MihariServer.Start();
        await using var portal = await browser.Open(server);
        var states = await States(portal);
        await portal.OpenBuilding(server, "demo-yoga");
        var document = portal.Cards.All[^1].Document;

        var known = 0;
        server.Process.Signal(Signals.Stop);
        try
        {
            await states.Find(seen => seen.State == "lost", Patience, 0, "the loss");
            known = states.Count;
        }
        finally
        {
            server.Process.Signal(Signals.Continue);
        }

        await states.Find(seen => seen.State == "live", Patience, known, "the return");
        await portal.Page.FillAsync("main input[type=search]", "nothing is called so");
        await portal.Page.GetByText("No camera matches").WaitForAsync();
        Assert.Equal(document, portal.Cards.All[^1].Document);
    }

    private static async Task<EventLog<StateSeen>> States(PortalPage portal)
    {
        var states = new EventLog<StateSeen>("states of the connection");
        await portal.Page.ExposeFunctionAsync("connectionSeen", (string seen) => states.Add(JsonSerializer.Deserialize<StateSeen>(seen, JsonSerializerOptions.Web)!));
        await portal.Page.AddInitScriptAsync(Watch);
        return states;
    }

    private sealed record StateSeen(string State, string Document, DateTimeOffset At);
}
