using Mihari.Benchmarks.Dashboards;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Cameras;
using Mihari.Tests.Fleet.Ledger;
using Mihari.Tests.Fleet.Property;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Benchmarks.Load;

/// <summary>
/// What those who watch get. Motions come in all rooms by turns, and make all cameras of the room record; dashboards at the hub have a building each,
/// and so have pages in a browser. It is there when the dashboard has its update, and when the page has changed its card.
/// </summary>
internal sealed class Dashboards(LoadOptions options) : Scenario(options)
{
    private const double TargetMilliseconds = 250;
    private const string DeltasSent = "mihari_projection_lag_seconds_count";

    /// <summary>After the last motion, until it is shown.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    private readonly List<MotionEvent> _fired = [];
    private readonly List<(string Building, PortalPage Page)> _pages = [];
    private readonly List<Watcher> _shownByPages = [];
    private HubDashboards? _dashboards;
    private PortalBrowser? _browser;
    private int[] _rooms = [];
    private int _turn;
    private int _updates;
    private double _deltas;

    public override PropertyShape Shape => new("load", Options.Cameras ?? 10_000, Options.PerRoom ?? 10);

    public override string Operation => "change";

    public override IEnumerable<LedgerColumn> Columns => [new ShownColumn("on dashboards", Changes, ShownByDashboards), new ShownColumn("on pages", Changes, _shownByPages)];

    private List<Watcher> ShownByDashboards => [.. _dashboards!.Recordings.Select(one => new Watcher(one.Building, one.Recordings))];

    /// <summary>Such that a room has one a minute, and the clip of the one before is over.</summary>
    private double Rate => Options.Rate ?? Math.Max(1, _rooms.Length / 60.0);

    /// <summary>A camera that answers at once that it has no recording does not record.</summary>
    public override FleetSettings Behave(FleetSettings settings) => settings with { AnswersAfterClip = true };

    public override async Task WarmUp(Stage stage)
    {
        _rooms = [.. Enumerable.Range(0, stage.Property.Rooms.Count)];
        new Random(Options.Seed).Shuffle(_rooms);
        _dashboards = await HubDashboards.Open(stage.Server.Address, stage.Property, Options.Dashboards);
        _browser = await PortalBrowser.Start(stage.Server.Address, stage.Property.Session.Cookies);
        for (var number = 0; number < Options.Pages; number++)
        {
            var building = stage.Property.Buildings[number % stage.Property.Buildings.Count];
            var page = await _browser.Open("buildings/" + building, "li[data-camera]");
            await page.NoteRecordingsFromNow();
            _pages.Add((building, page));
        }

        await Run(stage, Options.WarmUp, static _ => { });
        foreach (var (_, page) in _pages)
            await page.LongestFrameGap();
    }

    public override async Task Load(Stage stage)
    {
        var (updates, metrics) = (_dashboards!.Updates, await stage.Server.Scrape());
        await Run(stage, Options.Length, _fired.Add);
        await Clock.Delay(Rest);
        _updates = _dashboards.Updates - updates;
        _deltas = (await stage.Server.Scrape()).Sum(DeltasSent) - metrics.Sum(DeltasSent);
        foreach (var (number, (building, page)) in _pages.Index())
        {
            stage.Report.Measured($"page {number + 1}, longest between two frames", (await page.LongestFrameGap()).TotalMilliseconds, "ms");
            _shownByPages.Add(new Watcher(building, (await page.Recordings()).ToLookup(shown => shown.Camera, shown => shown.At, StringComparer.Ordinal)));
        }
    }

    public override int Tell(Stage stage, LedgerFacts facts)
    {
        var changes = Changes(facts);
        stage.Report.Measured("motions", _fired.Count, "");
        stage.Report.Measured("cameras that began to record", changes.Count, "");
        stage.Report.Measured("updates that came to dashboards", _updates, "");
        stage.Report.Measured("deltas that buildings and customers sent", _deltas, "");
        stage.Report.Measured("connections of dashboards that were lost", _dashboards!.Losses, "");
        new Latencies(Change.Shown(changes, ShownByDashboards)).Tell(stage.Report, "motion to a dashboard's update", TargetMilliseconds, Like.Message);
        new Latencies(Change.Shown(changes, _shownByPages)).Tell(stage.Report, "motion to a page's card", TargetMilliseconds, Like.Message);
        new Latencies(_fired.Where(fired => fired.Acknowledged is not null).Select(fired => fired.Acknowledged!.Value - fired.Due)).Tell(stage.Report, "motion to its acknowledgement", like: Like.Message);
        return changes.Count;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_dashboards is not null)
            await _dashboards.DisposeAsync();
        if (_browser is not null)
            await _browser.DisposeAsync();
    }

    private Task Run(Stage stage, TimeSpan length, Action<MotionEvent> fired) => Pace.Run(
        (int)(Rate * length.TotalSeconds),
        TimeSpan.FromSeconds(1) / Rate,
        (_, due) => fired(stage.Fleet.Cameras[_rooms[_turn++ % _rooms.Length] * Shape.PerRoom].Fire(due)));

    private List<Change> Changes(LedgerFacts facts) => Change.Of(_fired, facts, Shape.PerRoom * Shape.RoomsOfABuilding);
}
