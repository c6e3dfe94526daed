using System.Globalization;
using System.Text.Json.Nodes;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Dashboards;
using Mihari.Tests.Fleet.Ledger;
using Mihari.Tests.Fleet.Property;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Benchmarks.Load;

/// <summary>
/// A building's line is cut: every camera is gone within a second and stays away. That is one trouble on the dashboard and one message; and one
/// more when all are back.
/// </summary>
internal sealed class LineLost(LoadOptions options) : Scenario(options)
{
    private const double TargetSeconds = 5;
    private const string Address = "duty@load.example";

    /// <summary>The server takes fewer for cameras that are lost by themselves.</summary>
    private const int FewestOfALine = 3;

    /// <summary>The default of the server, within which it also tells that a device is back.</summary>
    private static readonly TimeSpan RecoveryDelay = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(0.9);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private PickupMails _mails = null!;
    private int _before;

    public override PropertyShape Shape => new("load", Cameras, PerRoom, (Cameras + PerRoom - 1) / PerRoom);

    public override IEnumerable<(string Key, string Value)> Settings => [("Presence__OfflineHoldDown", Options.HoldDown.ToString("c"))];

    public override string? Refusal => Cameras < FewestOfALine ? string.Create(CultureInfo.InvariantCulture, $"--cameras is {Cameras}, but must be at least {FewestOfALine}: fewer are no line that is lost") : null;

    public override string Operation => "camera";

    public override IEnumerable<LedgerColumn> Columns => [new OfflineColumn(), new MessagesColumn([.. _mails.Subjects.Skip(_before)])];

    private int Cameras => Options.Cameras ?? 500;

    private int PerRoom => Options.PerRoom ?? 10;

    public override async Task Prepare(Stage stage)
    {
        _mails = new PickupMails(stage.Server.Data);
        var (web, settings) = (stage.Server.Address, $"api/v1/buildings/{stage.Property.Buildings[0]}/notifications/");
        await stage.Property.Session.Put(web, settings + "mail", new JsonObject { ["addresses"] = new JsonArray(Address), ["language"] = "en" });
        await stage.Property.Session.Put(web, settings + "type", new JsonObject { ["type"] = "capturesAndTroubles" });
        await LoadRun.Expect("the mail that asks for consent", () => _mails.AsksForConsent, Patience);
        await _mails.Consent(stage.Property.Session, web);
        _before = _mails.Count;
    }

    public override async Task Load(Stage stage)
    {
        await using var dashboard = new DashboardWatch(stage.Property.Buildings[0], [stage.Server.Address], stage.Property.Session, 0);
        dashboard.Start();
        await dashboard.Watching.WaitAsync(Patience, TimeProvider.System);

        var first = Clock.Now;
        stage.Fleet.Settings.Gate.Shut();
        await Pace.Run(Cameras, Within / Cameras, (number, _) => stage.Fleet.Cameras[number].Drop());
        var last = Clock.Now;
        await LoadRun.Expect("all shown offline", () => dashboard.Offline == Cameras, Patience);
        stage.Report.Measured("the last socket closed to all shown offline", (Clock.Now - last).TotalSeconds, "s", like: Like.LetGo);

        var heldDown = first + Options.HoldDown;
        await LoadRun.Expect("the line's trouble and all cameras offline on the dashboard", () => dashboard is { LostWithLine: not null } && dashboard.Offline == Cameras, Options.HoldDown + Patience);
        stage.Report.Measured("the hold-down of the first camera to the line's trouble on the dashboard", (Clock.Now - heldDown).TotalSeconds, "s", TargetSeconds);
        stage.Report.Measured("cameras that it names then", dashboard.LostWithLine ?? 0, "");
        await LoadRun.Expect("the message of it", () => _mails.Count > _before, Patience);
        stage.Report.Measured("the hold-down of the first camera to the message", (Clock.Now - heldDown).TotalSeconds, "s");
        await Clock.Delay(Options.Settle);
        stage.Report.Measured("cameras that it names in the end", dashboard.LostWithLine ?? 0, "");
        stage.Report.Measured("messages of the loss", _mails.Count - _before, "");
        await Return(stage, dashboard);
    }

    public override int Tell(Stage stage, LedgerFacts facts)
    {
        foreach (var subject in _mails.Subjects.Skip(_before))
            stage.Report.Tell("message: " + subject);

        return Cameras;
    }

    private async Task Return(Stage stage, DashboardWatch dashboard)
    {
        var (back, messages) = (Clock.Now, _mails.Count);
        stage.Fleet.Settings.Gate.Open();
        await LoadRun.Expect("all cameras connected again", () => stage.Fleet.AllConnected, Patience);
        stage.Report.Measured("the line is back to all cameras connected", (Clock.Now - back).TotalSeconds, "s", like: Like.Connected);
        await LoadRun.Expect("nothing offline on the dashboard, and no line", () => dashboard is { Offline: 0, LostWithLine: null }, Patience);
        stage.Report.Measured("the line is back to a dashboard without a trouble", (Clock.Now - back).TotalSeconds, "s");
        await LoadRun.Expect("the message that it is over", () => _mails.Count > messages, RecoveryDelay + Patience);
        stage.Report.Measured("the line is back to the message of it", (Clock.Now - back).TotalSeconds, "s");
        await Clock.Delay(Options.Settle);
    }

    /// <summary>One message of the loss, and one of its end.</summary>
    private sealed class MessagesColumn(IReadOnlyList<string> subjects) : LedgerColumn("messages")
    {
        private const int Wanted = 2;

        protected override void Count(LedgerFacts facts)
        {
            Expect(Wanted);
            Find(subjects.Count);
            foreach (var more in subjects.Skip(Wanted))
                Double(more);

            for (var number = subjects.Count; number < Wanted; number++)
                Lose($"only {number} came");
        }
    }
}
