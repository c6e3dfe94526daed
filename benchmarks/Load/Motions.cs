using Mihari.Tests.Fleet.Cameras;
using Mihari.Tests.Fleet.Ledger;
using Mihari.Tests.Fleet.Property;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Benchmarks.Load;

/// <summary>
/// Motions at a steady rate, room after room. An event that starts a clip is done when the camera has its command; the others are covered by a
/// clip that runs, and are only acknowledged.
/// </summary>
internal sealed class Motions(LoadOptions options) : Scenario(options)
{
    private const double TargetMilliseconds = 50;

    private readonly List<MotionEvent> _fired = [];

    public override PropertyShape Shape => new("load", Options.Cameras ?? 1000, Options.PerRoom ?? 1);

    public override string Operation => "event";

    public override bool SaysEachOperation => true;

    public override IEnumerable<LedgerColumn> Columns => [];

    public override Task WarmUp(Stage stage) => Say(stage.Fleet, Options.WarmUp, -Options.Seed, static _ => { });

    public override Task Load(Stage stage) => Say(stage.Fleet, Options.Length, Options.Seed, sent => _fired.Add((MotionEvent)sent));

    public override int Tell(Stage stage, LedgerFacts facts)
    {
        var commands = Caused.Commands(facts);
        var started = _fired.Where(fired => commands[fired.Id].Any()).ToList();
        stage.Report.Measured("events", _fired.Count, "");
        stage.Report.Measured("of them such that started a clip, and so a command", started.Count, "");
        new Latencies(started.Select(fired => commands[fired.Id].Max() - fired.Due)).Tell(stage.Report, "event to the camera's command", TargetMilliseconds, Like.Message);
        new Latencies(_fired.Where(fired => fired.Acknowledged is not null).Select(fired => fired.Acknowledged!.Value - fired.Due)).Tell(stage.Report, "event to its acknowledgement", like: Like.Message);
        new Latencies(_fired.Select(fired => fired.Fired - fired.Due)).Tell(stage.Report, "of that, how late it was sent");
        return _fired.Count;
    }

    protected override int SaidASecond => Options.Rate ?? 1000;
}
