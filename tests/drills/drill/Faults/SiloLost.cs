using System.Globalization;
using System.Net;
using Mihari.Tests.Drills.Nodes;
using Mihari.Tests.Drills.Running;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Cameras;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Tests.Drills.Faults;

/// <summary>How a silo is lost.</summary>
internal enum SiloFault
{
    /// <summary>SIGKILL: its sockets are closed by the system.</summary>
    Kill,

    /// <summary>SIGSTOP: its sockets stay open and nobody answers; later it goes on, not knowing that it was given up.</summary>
    Hang,

    /// <summary>Nothing of it arrives anywhere, and nothing arrives at it; later it can be reached again.</summary>
    Cut,
}

/// <summary>
/// One silo is lost with the cameras that are connected to it, and grains of others. Each of its cameras sees a motion at that
/// moment; it has to be connected elsewhere and that event acknowledged. Then the silo comes back.
/// </summary>
internal sealed class SiloLost(SiloFault fault) : Drill
{
    private const double KillTarget = 10;
    private const double HangTarget = 15;
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(60);

    private double Target => fault == SiloFault.Kill ? KillTarget : HangTarget;

    public override async Task Do(Scene scene)
    {
        var number = scene.Random.Next(scene.Topology.Silos.Count);
        var victim = scene.Topology.Silos[number];
        var orphans = scene.Fleet.At(number);
        scene.Report.Tell(string.Create(CultureInfo.InvariantCulture, $"{fault} of {victim.Name}, to which {orphans.Count} cameras are connected"));
        var greeted = orphans.ToDictionary(orphan => orphan, orphan => orphan.Greetings);
        await Lose(victim, number);

        var since = Clock.Now;
        var probes = orphans.Select(orphan => orphan.Fire()).ToList();
        await Expect(scene, "fault to all its cameras connected elsewhere", () => orphans.TrueForAll(orphan => orphan.IsGreeted && orphan.Greetings > greeted[orphan]), Target, since);
        await Expect(scene, "fault to an event of each acknowledged", () => probes.TrueForAll(probe => probe.Acknowledged is not null), Target, since);
        Spread(scene, orphans, since);
        await Return(scene, victim, since);
    }

    private async Task Lose(Node victim, int number)
    {
        if (fault == SiloFault.Kill)
            await victim.Kill();
        else if (fault == SiloFault.Hang)
            victim.Halt();
        else
            await Isolation.Cut(number + 1, Address(victim));
    }

    /// <summary>One that was hanging or cut off has to see that it was given up, and end; then it is started again like one that was killed.</summary>
    private async Task Return(Scene scene, Node victim, TimeSpan since)
    {
        if (fault != SiloFault.Kill)
        {
            var left = since + scene.Options.Away - Clock.Now;
            if (left > TimeSpan.Zero)
                await Clock.Delay(left);

            scene.Report.Tell($"{victim.Name} can go on");
            if (fault == SiloFault.Hang)
                victim.GoOn();
            else
                await Isolation.Mend();

            var ended = await Clock.Until(() => !victim.IsRunning, ExitPatience);
            scene.Report.Tell(ended is { } took
                ? string.Create(CultureInfo.InvariantCulture, $"{victim.Name} saw that it was given up and ended after {took.TotalSeconds:0.0} s with code {victim.ExitCode}")
                : $"{victim.Name} did not end, though it was given up; it is killed");
            await victim.Kill();
        }

        var from = Clock.Now;
        await Topology.StartAll([victim]);
        scene.Report.Measured("the silo's start until ready", (Clock.Now - from).TotalSeconds, "s");
    }

    /// <summary>How the outages of the silo's cameras are spread.</summary>
    private static void Spread(Scene scene, List<VirtualCamera> orphans, TimeSpan since)
    {
        var outages = orphans.Select(orphan => orphan.Outages.Where(outage => outage.To >= since).Select(outage => outage.To - since).DefaultIfEmpty().Max().TotalSeconds).Order().ToList();
        if (outages.Count == 0)
            return;

        scene.Report.Tell(string.Create(
            CultureInfo.InvariantCulture, $"connected again after: half {outages[outages.Count / 2]:0.0} s, 95 % {outages[(int)(outages.Count * 0.95)]:0.0} s, all {outages[^1]:0.0} s"));
    }

    private static string Address(Node silo) => ((IPEndPoint)silo.Gateway!).Address.ToString();
}
