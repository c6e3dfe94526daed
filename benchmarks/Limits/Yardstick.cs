using System.Net;
using Mihari.Benchmarks.Load;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Cameras;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Benchmarks.Limits;

/// <summary>What the cameras of a run cost somebody who does nothing with what they say, so that figures of one machine can be told on another.</summary>
internal sealed record Yardstick(string Name)
{
    /// <summary>A program opens a few for itself as it goes on.</summary>
    private const int OwnFiles = 32;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StoreLength = TimeSpan.FromSeconds(5);

    /// <summary>How long one message took: to its acknowledgement, or one row to the disk.</summary>
    public required Latencies Message { get; init; }

    /// <summary>From the call to all to the last one connected.</summary>
    public TimeSpan? Connected { get; init; }

    /// <summary>From the last socket closed to the last one let go.</summary>
    public TimeSpan? LetGo { get; init; }

    public double? KibibytesACamera { get; init; }

    /// <summary>Processor time.</summary>
    public double? MillisecondsAMessage { get; init; }

    /// <summary>MQTTnet with a handler that does nothing, mosquitto without persistence, and SQLite alone, one after another.</summary>
    public static async Task<IReadOnlyList<Yardstick>> All(Scenario scenario, FleetSettings settings, int seed, Report report)
    {
        var all = new List<Yardstick>();
        await using (var broker = await Broker.Empty())
            all.Add(await Of(broker, scenario, settings, seed));
        await using (var broker = await Broker.Mosquitto())
            all.Add(await Of(broker, scenario, settings, seed));
        all.Add(new Yardstick("SQLite alone") { Message = new Latencies(await Task.Run(() => StoreLimit.Commits(StoreLength))) });
        foreach (var one in all)
            one.Tell(report);
        return all;
    }

    /// <summary>Tells every figure that this has a like of as a multiple of it.</summary>
    public void Compare(Report report, Scenario scenario, double serverMilliseconds)
    {
        foreach (var figure in report.Measures.Where(figure => !figure.IsYardstick).ToList())
        {
            if (LikeOf(figure) is { } like and > 0)
                report.Ratios.Add(new Ratio(figure.Name, Name, figure.Value / like));
        }

        if (MillisecondsAMessage is { } milliseconds and > 0)
            report.Ratios.Add(new Ratio($"the server's processor time, {scenario.Operation}", Name, serverMilliseconds / milliseconds));
    }

    private static async Task<Yardstick> Of(Broker broker, Scenario scenario, FleetSettings settings, int seed)
    {
        await using var fleet = new CameraFleet(settings with { Gateways = [new IPEndPoint(IPAddress.Loopback, broker.Port)], Gate = new Gate() }, scenario.Shape.Cameras, seed);
        var (memory, sockets, from) = (broker.Kibibytes, broker.Descriptors, Clock.Now);
        fleet.Connect();
        await LoadRun.Expect($"all cameras connected to {broker.Name}", () => fleet.AllConnected);
        var connected = Clock.Now - from;
        await scenario.Say(fleet, WarmUp, -seed, static _ => { });
        await LoadRun.Expect("the warm-up is acknowledged", () => fleet.AllAcknowledged);
        var (sent, cpu) = (new List<SentMessage>(), broker.Cpu);
        await scenario.Say(fleet, Length, seed, sent.Add);
        await LoadRun.Expect("all is acknowledged", () => fleet.AllAcknowledged);
        cpu = broker.Cpu - cpu;
        memory = broker.Kibibytes - memory;

        fleet.Settings.Gate.Shut();
        foreach (var camera in fleet.Cameras)
            camera.Drop();
        var last = Clock.Now;
        await LoadRun.Expect($"{broker.Name} has let all go", () => broker.Descriptors <= sockets + OwnFiles, Patience);
        return new Yardstick(broker.Name)
        {
            Message = new Latencies(sent.Where(message => message.Acknowledged is not null).Select(message => message.Acknowledged!.Value - message.Due)),
            Connected = connected,
            LetGo = Clock.Now - last,
            KibibytesACamera = memory / fleet.Cameras.Count,
            MillisecondsAMessage = sent.Count == 0 ? null : cpu * 1000 / sent.Count,
        };
    }

    private void Tell(Report report)
    {
        Tell("a message, p50", Message.At(0.5), "ms");
        Tell("a message, p99", Message.At(0.99), "ms");
        Tell("processor time a message", MillisecondsAMessage, "ms");
        Tell("memory a connected camera", KibibytesACamera, "KiB");
        Tell("all connected", Connected?.TotalSeconds, "s");
        Tell("the last socket closed to the last one let go", LetGo?.TotalSeconds, "s");

        void Tell(string what, double? value, string unit)
        {
            if (value is { } figure)
                report.Measured(new Measure($"{Name}: {what}", Math.Round(figure, 3), unit, null) { IsYardstick = true });
        }
    }

    private double? LikeOf(Measure figure) => figure switch
    {
        { Unit: "ms" } when figure.Name.EndsWith(", p50", StringComparison.Ordinal) => Message.At(0.5),
        { Unit: "ms" } when figure.Name.EndsWith(", p99", StringComparison.Ordinal) => Message.At(0.99),
        { Unit: "KiB" } when figure.Name.StartsWith("memory a connected", StringComparison.Ordinal) => KibibytesACamera,
        { Unit: "s" } when figure.Name.EndsWith("all cameras connected", StringComparison.Ordinal) => Connected?.TotalSeconds,
        { Unit: "s" } when figure.Name.StartsWith("the last socket closed", StringComparison.Ordinal) => LetGo?.TotalSeconds,
        _ => null,
    };
}
