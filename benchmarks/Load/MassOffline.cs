using Mihari.Benchmarks.Dashboards;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Ledger;
using Mihari.Tests.Fleet.Property;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Benchmarks.Load;

/// <summary>
/// All cameras are lost in one moment, as when the provider's network is, and come back together. A dashboard of each building is open at the hub, and
/// in a browser the page of all buildings and that of one: until each of them has it right, and how long the pages were not drawn meanwhile.
/// </summary>
internal sealed class MassOffline(LoadOptions options) : Scenario(options)
{
    private const double TargetSeconds = 3;
    private const double TargetFrameMilliseconds = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, TimeSpan> _dropped = new(StringComparer.Ordinal);
    private HubDashboards? _dashboards;
    private PortalBrowser? _browser;
    private PortalPage _portfolio = null!;
    private PortalPage _building = null!;

    public override PropertyShape Shape => new("load", Options.Cameras ?? 10_000, Options.PerRoom ?? 10);

    public override IEnumerable<(string Key, string Value)> Settings => [("Presence__OfflineHoldDown", Options.HoldDown.ToString("c"))];

    public override string Operation => "camera";

    public override IEnumerable<LedgerColumn> Columns => [new OfflineColumn(), new WentOfflineColumn(_dashboards!.WentOffline)];

    private int OfOneBuilding => Math.Min(Shape.Cameras, Shape.PerRoom * Shape.RoomsOfABuilding);

    public override async Task WarmUp(Stage stage)
    {
        var buildings = stage.Property.Buildings;
        _dashboards = await HubDashboards.Open(stage.Server.Address, stage.Property, buildings.Count);
        _browser = await PortalBrowser.Start(stage.Server.Address, stage.Property.Session.Cookies);
        _portfolio = await _browser.Open("", "a[data-building]");
        _building = await _browser.Open("buildings/" + buildings[0], "li[data-camera]");
        await Right(Shape.Cameras, OfOneBuilding, "online");
        await Frames();
        await Clock.Delay(Options.WarmUp);
        Tell(stage.Report, await Frames(), "at rest");
    }

    public override async Task Load(Stage stage)
    {
        await Frames();
        stage.Fleet.Settings.Gate.Shut();
        var gone = Right(0, 0, "offline");
        var first = Clock.Now;
        foreach (var camera in stage.Fleet.Cameras)
        {
            _dropped[camera.Device] = Clock.Now;
            camera.Drop();
        }

        var last = Clock.Now;
        stage.Report.Measured("the first to the last socket closed", (last - first).TotalSeconds, "s");
        Tell(stage.Report, await gone, last, "the last socket closed", TargetSeconds, Like.LetGo);
        Tell(stage.Report, await Frames(), "while all are lost");

        var back = Clock.Now;
        var right = Right(Shape.Cameras, OfOneBuilding, "online");
        stage.Fleet.Settings.Gate.Open();
        await LoadRun.Expect("all cameras connected again", () => stage.Fleet.AllConnected, Patience);
        stage.Report.Measured("the network is back to all cameras connected", (Clock.Now - back).TotalSeconds, "s", like: Like.Connected);
        Tell(stage.Report, await right, back, "the network is back", null, Like.Connected);
        Tell(stage.Report, await Frames(), "while all come back");
    }

    public override int Tell(Stage stage, LedgerFacts facts)
    {
        new Latencies(_dashboards!.WentOffline.SelectMany(shown => shown, (shown, at) => at - _dropped[shown.Key])).Tell(stage.Report, "a socket closed to its camera offline on a dashboard");
        stage.Report.Measured("updates that came to dashboards", _dashboards.Updates, "");
        stage.Report.Measured("connections of dashboards that were lost", _dashboards.Losses, "");
        return Shape.Cameras;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_dashboards is not null)
            await _dashboards.DisposeAsync();
        if (_browser is not null)
            await _browser.DisposeAsync();
    }

    /// <summary>When all show so many cameras online, and no card otherwise.</summary>
    private async Task<Times> Right(int online, int ofOneBuilding, string presence)
    {
        var portfolio = _portfolio.Online(online, presence).WaitAsync(Patience, TimeProvider.System);
        var building = _building.Online(ofOneBuilding, presence).WaitAsync(Patience, TimeProvider.System);
        return new Times(await _dashboards!.All(presence, Patience), await portfolio, await building);
    }

    private async Task<Times> Frames() => new(TimeSpan.Zero, await _portfolio.LongestFrameGap(), await _building.LongestFrameGap());

    private static void Tell(Report report, Times right, TimeSpan since, string from, double? target, Like like)
    {
        report.Measured(from + " to the last dashboard right", (right.Dashboards - since).TotalSeconds, "s", target, like);
        report.Measured(from + " to the page of all buildings right", (right.Portfolio - since).TotalSeconds, "s", target, like);
        report.Measured(from + " to a building's page right", (right.Building - since).TotalSeconds, "s", target, like);
    }

    private static void Tell(Report report, Times gaps, string when)
    {
        report.Measured($"the page of all buildings, longest between two frames {when}", gaps.Portfolio.TotalMilliseconds, "ms", TargetFrameMilliseconds);
        report.Measured($"a building's page, longest between two frames {when}", gaps.Building.TotalMilliseconds, "ms", TargetFrameMilliseconds);
    }

    private sealed record Times(TimeSpan Dashboards, TimeSpan Portfolio, TimeSpan Building);

    /// <summary>Each camera is shown to go offline once.</summary>
    private sealed class WentOfflineColumn(ILookup<string, TimeSpan> shown) : LedgerColumn("shown offline")
    {
        protected override void Count(LedgerFacts facts)
        {
            foreach (var camera in facts.Cameras)
            {
                var times = shown[camera.Device].Count();
                Expect();
                Find(Math.Min(times, 1));
                if (times == 0)
                    Lose(camera.Device);
                for (var more = 1; more < times; more++)
                    Double(camera.Device);
            }
        }
    }
}
