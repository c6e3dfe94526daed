using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Ledger;
using Mihari.Tests.Fleet.Property;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Benchmarks.Load;

/// <summary>All cameras connect at once, as after a power cut. A camera is there when its hello is acknowledged.</summary>
internal sealed class ConnectStorm(LoadOptions options) : Scenario(options)
{
    private const double TargetMilliseconds = 20_000;

    /// <summary>So many warm the server up: one in twenty.</summary>
    private const int OneIn = 20;

    private TimeSpan _from;
    private double _before;

    public override PropertyShape Shape => new("load", Options.Cameras ?? 10_000, Options.PerRoom ?? 10);

    public override string Operation => "connection";

    public override IEnumerable<LedgerColumn> Columns => [];

    public override int? Before => Shape.Cameras / OneIn;

    public override Task Prepare(Stage stage)
    {
        _before = Usage.ResidentMebibytes(stage.Server);
        return Task.CompletedTask;
    }

    public override Task Load(Stage stage)
    {
        _from = Clock.Now;
        stage.Fleet.Connect();
        return LoadRun.Expect("all cameras connected", () => stage.Fleet.AllConnected);
    }

    public override int Tell(Stage stage, LedgerFacts facts)
    {
        var stormed = stage.Fleet.Cameras.Skip(Before!.Value).ToList();
        new Latencies(stormed.Select(camera => camera.FirstGreeted!.Value - _from)).Tell(stage.Report, "from the beginning to a camera's hello", TargetMilliseconds);
        stage.Report.Measured("all connected", stormed.Max(camera => camera.FirstGreeted!.Value - _from).TotalSeconds, "s", TargetMilliseconds / 1000, Like.Connected);
        stage.Report.Measured("refused connections", stage.Fleet.Cameras.Sum(camera => camera.Refusals), "");
        stage.Report.Measured("connections that were lost again", stage.Fleet.Cameras.Sum(camera => camera.Greetings - 1), "");
        stage.Report.Measured("memory a connected camera", (Usage.ResidentMebibytes(stage.Server) - _before) * 1024 / stage.Fleet.Cameras.Count, "KiB", like: Like.Memory);
        return stormed.Count;
    }
}
