using Mihari.Benchmarks.Server;
using Mihari.Tests.Fleet.Cameras;
using Mihari.Tests.Fleet.Ledger;
using Mihari.Tests.Fleet.Property;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Benchmarks.Load;

/// <summary>What a scenario has to do with.</summary>
internal sealed record Stage(ServerProgram Server, VirtualProperty Property, CameraFleet Fleet, Report Report);

/// <summary>One kind of load on the server, and how fast it reacts; another kind is another class.</summary>
internal abstract class Scenario(LoadOptions options) : IAsyncDisposable
{
    protected LoadOptions Options => options;

    /// <summary>The property that is registered.</summary>
    public abstract PropertyShape Shape { get; }

    /// <summary>Why it cannot be run with these options, in one line; null: it can.</summary>
    public virtual string? Refusal => null;

    /// <summary>What of the server's settings is not the default.</summary>
    public virtual IEnumerable<(string Key, string Value)> Settings => [];

    /// <summary>What counts as one operation.</summary>
    public abstract string Operation { get; }

    public static Scenario Of(LoadOptions options) => options.Scenario switch
    {
        "fanout" => new FanOut(options),
        "motions" => new Motions(options),
        "line" => new LineLost(options),
        "connect" => new ConnectStorm(options),
        "steady" => new Steady(options),
        "limit" => new Limit(options),
        "dashboards" => new Dashboards(options),
        "offline" => new MassOffline(options),
        "fleet" => new FleetPage(options),
        "uploads" => new Uploads(options),
        _ => throw new FormatException($"{options.Scenario}: no such scenario; there are fanout, motions, line, connect, steady, limit, dashboards, offline, fleet and uploads"),
    };

    /// <summary>How much of the machine the server may take while the load lasts; null: no matter.</summary>
    public virtual double? Cores => null;

    /// <summary>How its cameras behave.</summary>
    /// <param name="settings">As they do in most scenarios.</param>
    public virtual FleetSettings Behave(FleetSettings settings) => settings with { AnswersAfterClip = Options.AnswersAfterClip };

    /// <summary>Before the cameras connect.</summary>
    public virtual Task Prepare(Stage stage) => Task.CompletedTask;

    /// <summary>How many messages <see cref="Say"/> is of.</summary>
    protected virtual int SaidASecond => 200;

    /// <summary>Whether each operation is a message of <see cref="Say"/>, with what follows from it.</summary>
    public virtual bool SaysEachOperation => false;

    /// <summary>What the cameras say, to whomever they are connected, paced. Motions of all by turns, where the scenario is about something else.</summary>
    /// <param name="fleet">Its cameras are connected.</param>
    /// <param name="length">For how long.</param>
    /// <param name="seed">Of what is by chance.</param>
    /// <param name="sent">Gets each message.</param>
    public virtual Task Say(CameraFleet fleet, TimeSpan length, int seed, Action<SentMessage> sent) => Pace.Run(
        (int)(SaidASecond * length.TotalSeconds), TimeSpan.FromSeconds(1) / SaidASecond, (number, due) => sent(fleet.Cameras[number % fleet.Cameras.Count].Fire(due)));

    /// <summary>Whether its figures are told as multiples of those of who does nothing.</summary>
    public virtual bool IsCompared => Options.IsCompared;

    /// <summary>How many cameras connect before the load; null: all.</summary>
    public virtual int? Before => null;

    /// <summary>The same load as is measured, so that no code is compiled meanwhile.</summary>
    public virtual Task WarmUp(Stage stage) => Task.CompletedTask;

    /// <summary>The load that is measured, to the last thing that follows from it.</summary>
    public abstract Task Load(Stage stage);

    /// <summary>Tells the figures, once all has settled.</summary>
    /// <returns>How many operations there were.</returns>
    public abstract int Tell(Stage stage, LedgerFacts facts);

    /// <summary>After the ledger.</summary>
    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>What is in the ledger beside the columns of every scenario.</summary>
    public abstract IEnumerable<LedgerColumn> Columns { get; }
}
