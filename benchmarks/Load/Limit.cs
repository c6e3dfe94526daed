using System.Globalization;
using System.Net;
using Mihari.Benchmarks.Limits;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Cameras;
using Mihari.Tests.Fleet.Ledger;
using Mihari.Tests.Fleet.Property;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Benchmarks.Load;

/// <summary>
/// How many messages the server takes at most, and how many of the same the machine allows: the same cameras before MQTTnet with an empty
/// handler and before mosquitto, one after another, and rows into SQLite without a server.
/// </summary>
internal sealed class Limit(LoadOptions options) : Scenario(options)
{
    /// <summary>Rows a transaction: a group commit takes what waits, which is more the slower the disk is.</summary>
    private static readonly int[] Batches = [100, 1000];

    private static readonly TimeSpan StoreLength = TimeSpan.FromSeconds(5);

    private readonly List<(string Name, double Rate)> _limits = [];
    private int _messages;
    private TimeSpan _length;

    public override PropertyShape Shape => new("load", Options.Cameras ?? 2000, Options.PerRoom ?? 1);

    public override string Operation => "message";

    public override IEnumerable<LedgerColumn> Columns => Options.Of == MessageKind.Minutes ? [new SegmentsColumn()] : [];

    /// <summary>It is all that this is about.</summary>
    public override bool IsCompared => false;

    public override async Task Prepare(Stage stage)
    {
        await using (var broker = await Broker.Empty())
            await Measure(stage, broker);
        await using (var broker = await Broker.Mosquitto())
            await Measure(stage, broker);
        foreach (var batch in Batches)
            _limits.Add((string.Create(CultureInfo.InvariantCulture, $"SQLite, {batch} rows a commit"), await Task.Run(() => StoreLimit.RowsASecond(batch, StoreLength))));
    }

    public override Task WarmUp(Stage stage) => Saturation.Run(stage.Fleet, Options.Of, Options.Window, Options.WarmUp);

    public override async Task Load(Stage stage) =>
        (_messages, _length) = await Saturation.Run(stage.Fleet, Options.Of, Options.Window, Options.Length);

    public override int Tell(Stage stage, LedgerFacts facts)
    {
        var rate = _messages / _length.TotalSeconds;
        stage.Report.Measured("acknowledged a second", rate, "");
        stage.Report.Bars.AddRange([new Bar("Mihari", rate), .. _limits.Select(limit => new Bar(limit.Name, limit.Rate))]);
        foreach (var (name, limit) in _limits)
        {
            stage.Report.Measured($"{name}, a second", limit, "");
            stage.Report.Measured($"of {name}", rate / limit, "");
        }

        return _messages;
    }

    private async Task Measure(Stage stage, Broker broker)
    {
        var settings = stage.Fleet.Settings with { Gateways = [new IPEndPoint(IPAddress.Loopback, broker.Port)] };
        await using var fleet = new CameraFleet(settings, Shape.Cameras, Options.Seed);
        fleet.Connect();
        await LoadRun.Expect($"all cameras connected to {broker.Name}", () => fleet.AllConnected);
        await Saturation.Run(fleet, Options.Of, Options.Window, Options.WarmUp);
        await LoadRun.Expect("the warm-up is acknowledged", () => fleet.AllAcknowledged);
        var before = broker.Cpu;
        var (messages, length) = await Saturation.Run(fleet, Options.Of, Options.Window, Options.Length);
        stage.Report.Measured($"{broker.Name}, processor time", (broker.Cpu - before) / length.TotalSeconds, "cores");
        _limits.Add((broker.Name, messages / length.TotalSeconds));
    }
}
