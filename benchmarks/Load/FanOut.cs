using System.Globalization;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Cameras;
using Mihari.Tests.Fleet.Ledger;
using Mihari.Tests.Fleet.Property;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Benchmarks.Load;

/// <summary>
/// One motion, and every camera of the building records: those of its room without a rule, the others by one each. A trigger is done when the
/// last camera has its command.
/// </summary>
internal sealed class FanOut(LoadOptions options) : Scenario(options)
{
    private const double TargetMilliseconds = 100;
    private const int WarmUps = 3;
    private const int AtOnce = 16;

    /// <summary>After the last trigger, until the last camera has its command.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    private readonly List<MotionEvent> _fired = [];

    public override PropertyShape Shape => new("load", Cameras * Options.Buildings, PerRoom, Cameras / PerRoom);

    /// <summary>A room that is in two buildings would be triggered with both.</summary>
    public override string? Refusal =>
        Cameras % PerRoom != 0 ? string.Create(CultureInfo.InvariantCulture, $"--cameras is {Cameras}, but must be a multiple of --per-room, which is {PerRoom}")
        : Shape.Cameras > LoadOptions.MostCameras ? string.Create(CultureInfo.InvariantCulture, $"--cameras times --buildings is {Shape.Cameras:#,0}, but must be at most {LoadOptions.MostCameras:#,0}")
        : null;

    public override string Operation => "command";

    public override IEnumerable<LedgerColumn> Columns => [new CausedColumn(Cameras)];

    private int Cameras => Options.Cameras ?? 200;

    private int PerRoom => Options.PerRoom ?? 10;

    public override async Task Prepare(Stage stage)
    {
        var ruled = Enumerable.Range(0, Cameras * Options.Buildings).Where(camera => camera / PerRoom != Trigger(camera / Cameras) / PerRoom);
        await Parallel.ForEachAsync(ruled, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (camera, _) => await stage.Property.AddRule(camera, Trigger(camera / Cameras)));
    }

    public override async Task WarmUp(Stage stage)
    {
        await Pace.Run(WarmUps * Options.Buildings, Options.Every, (number, due) => Fire(stage, number, due));
        await Clock.Delay(Options.Every > Rest ? Options.Every : Rest);
    }

    public override async Task Load(Stage stage)
    {
        await Pace.Run(Options.Triggers, Options.Every, (number, due) => _fired.Add(Fire(stage, number, due)));
        await Clock.Delay(Rest);
    }

    public override int Tell(Stage stage, LedgerFacts facts)
    {
        var commands = Caused.Commands(facts);
        var done = _fired.Where(fired => commands[fired.Id].Any()).ToList();
        new Latencies(done.Select(fired => commands[fired.Id].Max() - fired.Due)).Tell(stage.Report, "trigger to the last camera's command", TargetMilliseconds, Like.Message);
        new Latencies(done.Select(fired => commands[fired.Id].Min() - fired.Due)).Tell(stage.Report, "trigger to the first camera's command", like: Like.Message);
        new Latencies(done.Where(fired => fired.Acknowledged is not null).Select(fired => fired.Acknowledged!.Value - fired.Due)).Tell(stage.Report, "trigger to its acknowledgement", like: Like.Message);
        var tenth = done.Count / 10;
        new Latencies(done[..tenth].Select(fired => commands[fired.Id].Max() - fired.Due)).Tell(stage.Report, "the first tenth, to the last command");
        new Latencies(done[^tenth..].Select(fired => commands[fired.Id].Max() - fired.Due)).Tell(stage.Report, "the last tenth, to the last command");
        return done.Sum(fired => commands[fired.Id].Count());
    }

    /// <summary>The buildings in turn.</summary>
    private MotionEvent Fire(Stage stage, int number, TimeSpan due) => stage.Fleet.Cameras[Trigger(number % Options.Buildings)].Fire(due);

    private int Trigger(int building) => building * Cameras;

    /// <summary>Each event is the cause of one clip of each camera of its building.</summary>
    private sealed class CausedColumn(int cameras) : LedgerColumn("clips by rule")
    {
        protected override void Count(LedgerFacts facts)
        {
            var clips = facts.Rows(RowKind.Clip).SelectMany(rows => rows)
                .DistinctBy(clip => (clip.Owner, clip.Id))
                .CountBy(clip => clip.Body.GetProperty("cause").GetString()!, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
            foreach (var fired in facts.Acknowledged)
            {
                var found = clips.GetValueOrDefault(fired.Id);
                Expect(cameras);
                Find(Math.Min(found, cameras));
                for (var missing = found; missing < cameras; missing++)
                    Lose($"{fired.Id} caused {found} clips");
                for (var more = cameras; more < found; more++)
                    Double($"{fired.Id} caused {found} clips");
            }
        }
    }
}
