using System.Net;
using Mihari.Benchmarks.Limits;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Cameras;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Benchmarks.Load;

/// <summary>What the cameras of a run cost somebody who does nothing with what they say, so that figures of one machine can be told on another.</summary>
internal sealed record Yardstick(string Name)
{
    /// <summary>The system counts processor time in hundredths of a second: of less than this, too few.</summary>
    private const double LeastCpuSeconds = 0.25;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StoreLength = TimeSpan.FromSeconds(5);

    /// <summary>How long one message took: to its acknowledgement, or one row to the disk.</summary>
    public required Latencies Message { get; init; }

    /// <summary>Processor time.</summary>
    public double? MillisecondsAMessage { get; init; }

    private TimeSpan? Connected { get; init; }

    private TimeSpan? LetGo { get; init; }

    private double? KibibytesConnected { get; init; }

    private double? KibibytesActive { get; init; }

    /// <summary>MQTTnet with a handler that does nothing, mosquitto without persistence, and SQLite alone, one after another. One that can't be measured is left out.</summary>
    public static async Task<IReadOnlyList<Yardstick>> All(Scenario scenario, FleetSettings settings, int seed, Report report)
    {
        Func<Task<Yardstick>>[] each =
        [
            () => Of(Broker.Empty, scenario, settings, seed),
            () => Of(Broker.Mosquitto, scenario, settings, seed),
            () => Task.Run(() => new Yardstick("SQLite alone") { Message = new Latencies(StoreLimit.Commits(StoreLength)) }),
        ];
        var all = new List<Yardstick>();
        foreach (var one in each)
        {
            try
            {
                var yardstick = await one();
                yardstick.Tell(report);
                all.Add(yardstick);
            }
            catch (Exception e) when (e is TimeoutException or InvalidOperationException)
            {
                report.Tell("not compared with: " + e.Message);
            }
        }

        return all;
    }

    /// <summary>Tells each figure that this has a like of as a multiple of it.</summary>
    public void Compare(Report report, Scenario scenario)
    {
        foreach (var figure in report.Measures)
        {
            if (LikeOf(figure) is { } like and > 0)
                report.Ratios.Add(new Ratio(figure.Name, Name, figure.Value / like));
        }

        if (scenario.SaysEachOperation && MillisecondsAMessage is { } alone && report.Shares[0].MillisecondsAnEvent is { } server)
            report.Ratios.Add(new Ratio($"the server's processor time, {scenario.Operation}", Name, server / alone));
    }

    private static async Task<Yardstick> Of(Func<Task<Broker>> start, Scenario scenario, FleetSettings settings, int seed)
    {
        await using var broker = await start();
        await using var fleet = new CameraFleet(settings with { Gateways = [new IPEndPoint(IPAddress.Loopback, broker.Port)], Gate = new Gate() }, scenario.Shape.Cameras, seed);
        var (memory, from) = (broker.Kibibytes, Clock.Now);
        fleet.Connect();
        await LoadRun.Expect($"all cameras connected to {broker.Name}", () => fleet.AllConnected);
        var (took, connected) = (Clock.Now - from, broker.Kibibytes);
        await scenario.Say(fleet, WarmUp, -seed, static _ => { });
        await LoadRun.Expect($"the warm-up is acknowledged by {broker.Name}", () => fleet.AllAcknowledged);
        var (sent, cpu) = (new List<SentMessage>(), broker.Cpu);
        await scenario.Say(fleet, Length, seed, sent.Add);
        await LoadRun.Expect($"all is acknowledged by {broker.Name}", () => fleet.AllAcknowledged);
        cpu = broker.Cpu - cpu;
        var active = broker.Kibibytes;

        fleet.Settings.Gate.Shut();
        foreach (var camera in fleet.Cameras)
            camera.Drop();
        var last = Clock.Now;
        await LoadRun.Expect($"{broker.Name} has let all go", () => broker.Connections == 0, Patience);
        return new Yardstick(broker.Name)
        {
            Message = new Latencies(sent.Where(message => message.Acknowledged is not null).Select(message => message.Acknowledged!.Value - message.Due)),
            MillisecondsAMessage = cpu < LeastCpuSeconds ? null : cpu * 1000 / sent.Count,
            Connected = took,
            LetGo = Clock.Now - last,
            KibibytesConnected = (connected - memory) / fleet.Cameras.Count,
            KibibytesActive = (active - memory) / fleet.Cameras.Count,
        };
    }

    private void Tell(Report report)
    {
        Tell("a message, p50", Message.At(0.5), "ms");
        Tell("a message, p99", Message.At(0.99), "ms");
        Tell("processor time a message", MillisecondsAMessage, "ms");
        Tell("memory a connected camera", KibibytesConnected, "KiB");
        Tell("memory a connected, active camera", KibibytesActive, "KiB");
        Tell("all connected", Connected?.TotalSeconds, "s");
        Tell("the last socket closed to the last one let go", LetGo?.TotalSeconds, "s");

        void Tell(string what, double? value, string unit)
        {
            if (value is { } figure)
                report.Measured($"{Name}: {what}", figure, unit);
        }
    }

    /// <summary>Of those of messages the one of the same share.</summary>
    private double? LikeOf(Measure figure) => figure.Like switch
    {
        Like.Message => Message.At(figure.Name.EndsWith(", p99", StringComparison.Ordinal) ? 0.99 : 0.5),
        Like.Connected => Connected?.TotalSeconds,
        Like.LetGo => LetGo?.TotalSeconds,
        Like.Memory => KibibytesConnected,
        Like.ActiveMemory => KibibytesActive,
        _ => null,
    };
}
