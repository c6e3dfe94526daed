using Mihari.Tests.Fleet.Cameras;
using Mihari.Tests.Fleet.Ledger;
using Mihari.Tests.Fleet.Property;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Benchmarks.Load;

/// <summary>
/// Cameras on an ordinary day: each closes a minute of its recording a minute, tells how full its card is every ten, and sees something by
/// chance; in the middle third of the time three times as often, as in the evening.
/// </summary>
internal sealed class Steady(LoadOptions options) : Scenario(options)
{
    /// <summary>35 % of a core.</summary>
    private const double TargetCores = 0.35;

    private const double TargetKibibytes = 40;
    private const int CamerasAnEvent = 200;
    private const int Peak = 3;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly List<SentMessage> _sent = [];
    private double _before;

    public override PropertyShape Shape => new("load", Options.Cameras ?? 10_000, Options.PerRoom ?? 10);

    public override string Operation => "message";

    public override double? Cores => TargetCores;

    public override bool SaysEachOperation => true;

    public override IEnumerable<LedgerColumn> Columns => [new SegmentsColumn()];

    public override Task Prepare(Stage stage)
    {
        _before = Usage.ResidentMebibytes(stage.Server);
        return Task.CompletedTask;
    }

    public override Task WarmUp(Stage stage) => Say(stage.Fleet, Options.WarmUp, -Options.Seed, static _ => { });

    public override Task Load(Stage stage) => Say(stage.Fleet, Options.Length, Options.Seed, _sent.Add);

    public override int Tell(Stage stage, LedgerFacts facts)
    {
        foreach (var channel in _sent.GroupBy(sent => sent.Channel, StringComparer.Ordinal))
        {
            stage.Report.Measured($"{channel.Key} messages", channel.Count(), "");
            new Latencies(channel.Where(sent => sent.Acknowledged is not null).Select(sent => sent.Acknowledged!.Value - sent.Due)).Tell(stage.Report, $"{channel.Key} to its acknowledgement", like: Like.Message);
        }

        var commands = Caused.Commands(facts);
        var started = _sent.OfType<MotionEvent>().Where(fired => commands[fired.Id].Any()).ToList();
        new Latencies(started.Select(fired => commands[fired.Id].Max() - fired.Due)).Tell(stage.Report, "event to the last camera's command", like: Like.Message);
        stage.Report.Measured("memory a connected, active camera", (Usage.ResidentMebibytes(stage.Server) - _before) * 1024 / stage.Fleet.Cameras.Count, "KiB", TargetKibibytes, Like.ActiveMemory);
        return _sent.Count;
    }

    public override Task Say(CameraFleet fleet, TimeSpan length, int seed, Action<SentMessage> sent)
    {
        var cameras = fleet.Cameras;
        var plan = Plan(seed, cameras.Count, length, Options.Rate ?? Math.Max(1, cameras.Count / CamerasAnEvent));
        return Pace.Run(plan.Count, number => plan[number].At, (number, due) => sent(Say(cameras[plan[number].Camera], plan[number].What, due)));
    }

    private static SentMessage Say(VirtualCamera camera, What what, TimeSpan due) => what switch
    {
        What.Minute => camera.CloseSegment(due),
        What.Status => camera.FillCard(due),
        _ => camera.Fire(due),
    };

    /// <summary>What which camera says when.</summary>
    private static List<(TimeSpan At, int Camera, What What)> Plan(int seed, int cameras, TimeSpan length, double rate)
    {
        var random = new Random(seed);
        var plan = new List<(TimeSpan At, int Camera, What What)>();
        for (var camera = 0; camera < cameras; camera++)
        {
            for (var at = random.NextDouble() * Minute; at < length; at += Minute)
                plan.Add((at, camera, What.Minute));
        }

        plan.AddRange(ByChance(random, cameras, length, cameras / (10 * Minute.TotalSeconds), _ => true).Select(said => (said.At, said.Camera, What.Status)));

        // Thinned out but for the peak, so that the mean is the rate.
        plan.AddRange(ByChance(random, cameras, length, rate * Peak * 3 / (Peak + 2), at => (at >= length / 3 && at < length * 2 / 3) || random.Next(Peak) == 0)
            .Select(said => (said.At, said.Camera, What.Motion)));
        plan.Sort((a, b) => a.At.CompareTo(b.At));
        return plan;
    }

    private static IEnumerable<(TimeSpan At, int Camera)> ByChance(Random random, int cameras, TimeSpan length, double rate, Func<TimeSpan, bool> isTaken)
    {
        for (var at = Gap(); at < length; at += Gap())
        {
            if (isTaken(at))
                yield return (at, random.Next(cameras));
        }

        TimeSpan Gap() => TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / rate);
    }

    private enum What
    {
        Minute,
        Status,
        Motion,
    }
}
