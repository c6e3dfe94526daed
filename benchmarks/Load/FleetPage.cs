using Mihari.Benchmarks.Dashboards;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Ledger;
using Mihari.Tests.Fleet.Property;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Benchmarks.Load;

/// <summary>
/// フリート of all cameras in headless Chromium: until a page has its first cameras, until the list for a keystroke is there, and until all cameras
/// are counted as offline when all are lost in one moment.
/// </summary>
internal sealed class FleetPage(LoadOptions options) : Scenario(options)
{
    private const string Path = "fleet";
    private const string Row = "[role=row][data-camera]";
    private const double TargetContent = 800;
    private const double TargetKey = 100;
    private const double TargetOffline = 3;
    private const double TargetFrame = 200;
    private const int Visits = 30;
    private const int Rounds = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<TimeSpan> _contents = [];
    private readonly List<TimeSpan> _again = [];
    private readonly List<TimeSpan> _keys = [];
    private PortalBrowser? _browser;

    public override PropertyShape Shape => new("load", Options.Cameras ?? 10_000, Options.PerRoom ?? 10);

    public override string Operation => "visit";

    public override IEnumerable<LedgerColumn> Columns => [];

    /// <summary>Parts of an address, a word of all names with a number, and nothing at all.</summary>
    private static IEnumerable<string> Searches => ["02d100000", "building 12", "camera 7 3", "qqq"];

    public override async Task WarmUp(Stage stage)
    {
        _browser = await PortalBrowser.Start(stage.Server.Address, stage.Property.Session.Cookies);
        await Visit(static (_, _) => { }, _browser);
        var page = await _browser.Open(Path, Row);
        await page.Search("building 1");
        await page.Close();
    }

    public override async Task Load(Stage stage)
    {
        for (var visit = 0; visit < Visits; visit++)
            await Visit(Note, _browser!);

        var page = await _browser!.Open(Path, Row);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var text in Searches)
                _keys.AddRange(await page.Search(text));
        }

        await page.Counts("Online", Shape.Cameras).WaitAsync(Patience, TimeProvider.System);
        await page.LongestFrameGap();
        stage.Fleet.Settings.Gate.Shut();
        var right = page.Counts("Offline", Shape.Cameras).WaitAsync(Patience, TimeProvider.System);
        foreach (var camera in stage.Fleet.Cameras)
            camera.Drop();

        var last = Clock.Now;
        stage.Report.Measured("the last socket closed to the page of the fleet right", (await right - last).TotalSeconds, "s", TargetOffline, Like.LetGo);
        stage.Report.Measured("longest between two frames meanwhile", (await page.LongestFrameGap()).TotalMilliseconds, "ms", TargetFrame);
        stage.Fleet.Settings.Gate.Open();
        await LoadRun.Expect("all cameras connected again", () => stage.Fleet.AllConnected);
    }

    public override int Tell(Stage stage, LedgerFacts facts)
    {
        new Latencies(_contents).Tell(stage.Report, "navigation to the first cameras, nothing in the browser's cache", TargetContent);
        new Latencies(_again).Tell(stage.Report, "navigation to the first cameras, of a browser that was here before", TargetContent);
        new Latencies(_keys).Tell(stage.Report, "keystroke to its list", TargetKey);
        return _contents.Count;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
    }

    private void Note(TimeSpan first, TimeSpan again)
    {
        _contents.Add(first);
        _again.Add(again);
    }

    private static async Task Visit(Action<TimeSpan, TimeSpan> seen, PortalBrowser browser)
    {
        var page = await browser.Open(Path, Row);
        var first = await page.FirstContent();
        await page.Reload();
        seen(first, await page.FirstContent());
        await page.Close();
    }
}
