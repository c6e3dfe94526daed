using System.Globalization;
using Mihari.Tests.Drills.Nodes;
using Mihari.Tests.Drills.Property;
using Mihari.Tests.Drills.Running;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Cameras;
using Mihari.Tests.Fleet.Dashboards;
using Mihari.Tests.Fleet.Property;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Tests.Drills.Faults;

/// <summary>What a fault is done to, and with what it is seen.</summary>
internal sealed record Scene(
    DrillOptions Options, Random Random, Topology Topology, VirtualProperty Property, CameraFleet Fleet, IReadOnlyList<DashboardWatch> Dashboards, Report Report);

/// <summary>One fault: done under load, measured, and overcome when its task completes.</summary>
internal abstract class Drill
{
    /// <summary>The fault and what follows, from a moment of the seed's choice on; the load goes on all the while.</summary>
    public abstract Task Do(Scene scene);

    public static Drill Of(string name) => name switch
    {
        "kill" => new SiloLost(SiloFault.Kill),
        "hang" => new SiloLost(SiloFault.Hang),
        Isolation.Drill => new SiloLost(SiloFault.Cut),
        "rolling" => new RollingRestart(),
        "redis-away" => new StoreAway(NodeKind.Membership),
        "storage-away" => new StoreAway(NodeKind.Storage),
        "storm" => new Storm(),
        "load" => new LoadAlone(),
        _ => throw new FormatException($"{name}: no such drill"),
    };

    /// <summary>Waits for something that has to come about, and tells how long it took.</summary>
    protected static async Task<TimeSpan> Expect(Scene scene, string what, Func<bool> isSo, double? target = null, TimeSpan? since = null)
    {
        var from = since ?? Clock.Now;
        if (await Clock.Until(isSo, scene.Options.Patience) is null)
        {
            throw new DrillFailedException(string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: not within {scene.Options.Patience.TotalSeconds:0} s; {scene.Fleet.Connected} of {scene.Fleet.Cameras.Count} cameras are connected, {scene.Fleet.Cameras.Sum(camera => camera.Waiting)} events not acknowledged"));
        }

        var took = Clock.Now - from;
        scene.Report.Measured(what, took.TotalSeconds, "s", target);
        return took;
    }
}
