using System.Globalization;
using System.Text.RegularExpressions;
using Mihari.Tests.System.Browser;
using Xunit.Abstractions;

namespace Mihari.Tests.System.Run;

/// <summary><c>./run --cluster</c>: what a browser and cameras notice of a node's end, through the balancer.</summary>
[Trait("Category", "Slow")]
public sealed partial class RunClusterTests(PortalBrowser browser, ITestOutputHelper output) : IClassFixture<PortalBrowser>, IDisposable
{
    private const string Camera = "02AA00000001";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WebNodeHangsAndDiesAndSiloDies_ThePageIsBackOnAnotherNodeAndCamerasOnAnotherSilo()
    {
        await using var run = await RunScript.Start(_folder.Below("data"), "--cluster");
        await using var portal = await browser.Open(run.Address.GetLeftPart(UriPartial.Authority));
        await portal.Page.GotoAsync("/buildings/demo-yoga");
        await portal.SignIn(run.Told("e-mail address:"), run.Told("password:"));
        await portal.Card(Camera, card => card.Presence == "online", Patience);
        await portal.Interactive();
        var document = portal.Cards.All[^1].Document;

        // The node that carries the page hangs: the kernel goes on to take connections for it, so the balancer has to be told.
        var node = await Watched();
        var hung = TimeProvider.System.GetUtcNow();
        var told = (await WatchLog()).Length;
        Signals.Send(Process(run, node), Signals.Stop);
        var elsewhere = await portal.Card(Camera, card => card.Document != document, Patience, what: "the page on the other node");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{node} hangs -> the page is on the other one: {(elsewhere.At - hung).TotalSeconds:0.00} s"));
        await portal.Interactive();
        told += await Told("does not answer", told);
        Signals.Send(Process(run, node), Signals.Continue);
        await Told("out of its lists: none", told);
        document = elsewhere.Document;

        // The one that carries it now is gone.
        node = node == "web-1" ? "web-2" : "web-1";
        var seen = portal.Cards.Count;
        var killed = TimeProvider.System.GetUtcNow();
        Signals.Send(Process(run, node), Signals.Kill);
        var back = await portal.Card(Camera, card => card.Document != document, Patience, seen, "the page on the other node");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{node} killed -> the page is back on the other one: {(back.At - killed).TotalSeconds:0.00} s"));
        Assert.EndsWith("/buildings/demo-yoga", portal.Page.Url, StringComparison.Ordinal);
        await portal.Interactive();

        // One silo of the two; whichever cameras and grains it had go on at the other.
        seen = portal.Cards.Count;
        killed = TimeProvider.System.GetUtcNow();
        Signals.Send(Process(run, "silo-1"), Signals.Kill);
        var recording = await portal.Card(Camera, card => card is { Presence: "online", Recording: true } && card.At > killed, Patience, seen, "a recording after the loss");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"silo-1 killed -> the next recording of a camera is seen: {(recording.At - killed).TotalSeconds:0.0} s"));
        Assert.DoesNotContain(portal.Cards.All.Skip(seen), card => card.Presence == "offline");

        await run.Interrupt(Patience);
        await run.Gone();
    }

    private static int Process(RunScript run, string name) =>
        int.Parse(run.Output.Select(line => Part().Match(line)).Single(part => part.Success && part.Groups["name"].Value == name).Groups["process"].Value, CultureInfo.InvariantCulture);

    private Task<string> WatchLog() => File.ReadAllTextAsync(Path.Combine(_folder.Below("data"), "watch", "log"));

    /// <summary>Waits until the watch has told nginx this, after so many characters of its log; how many after them it stands.</summary>
    private async Task<int> Told(string what, int after)
    {
        int at;
        using var limit = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while ((at = (await WatchLog())[after..].IndexOf(what, StringComparison.Ordinal)) < 0)
            await look.WaitForNextTickAsync(limit.Token);
        return at;
    }

    /// <summary>The web node that has a viewer, by its own figures; nginx knows them in their order.</summary>
    private async Task<string> Watched()
    {
        var balancer = await File.ReadAllTextAsync(Path.Combine(_folder.Below("data"), "nginx", "nginx.conf"));
        var nodes = Server().Matches(balancer[balancer.IndexOf("upstream web", StringComparison.Ordinal)..]).Take(2).Select(match => match.Groups["address"].Value).ToList();
        using var client = new HttpClient();
        using var limit = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            for (var node = 0; node < nodes.Count; node++)
            {
                if (Viewers().Match(await client.GetStringAsync(new Uri($"http://{nodes[node]}/metrics"), limit.Token)) is { Success: true } viewers
                    && double.Parse(viewers.Groups["count"].Value, CultureInfo.InvariantCulture) > 0)
                    return string.Create(CultureInfo.InvariantCulture, $"web-{node + 1}");
            }

            await look.WaitForNextTickAsync(limit.Token);
        }
    }

    [GeneratedRegex(@"^ +(?<name>[a-z]+(-\d)?) +pid (?<process>\d+)(, http://127\.0\.0\.1:\d+/health/ready)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Part();

    [GeneratedRegex(@"server (?<address>127\.0\.0\.1:\d+) ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Server();

    [GeneratedRegex(@"^mihari_live_viewers\S* (?<count>[0-9.]+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Viewers();
}
