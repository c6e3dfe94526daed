using System.Globalization;
using Mihari.Tests.Drills.Nodes;
using Mihari.Tests.Drills.Running;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Tests.Drills.Faults;

/// <summary>
/// No fault: what an event costs, beyond what the programs take while nothing happens. The load before is the warming up: code that is
/// still being compiled would be most of the figure.
/// </summary>
internal sealed class LoadAlone : Drill
{
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    public override async Task Do(Scene scene)
    {
        await scene.Fleet.StopLoad();
        await Expect(scene, "the load before it is acknowledged", () => scene.Fleet.AllAcknowledged);
        await Clock.Delay(Calm);
        var idle = await Measure(scene);

        scene.Fleet.StartLoad(scene.Options.Rate);
        await Clock.Delay(Calm);
        var before = Acknowledged(scene);
        var loaded = await Measure(scene);
        var rate = (Acknowledged(scene) - before) / scene.Options.After.TotalSeconds;
        scene.Report.Measured("events a second meanwhile", rate, "");
        foreach (var (kind, cores) in loaded)
        {
            scene.Report.Tell(string.Create(
                CultureInfo.InvariantCulture, $"{kind}: idle {idle[kind] * 100:0.0} %, under load {cores * 100:0.0} % of a core: {(cores - idle[kind]) * 1000 / Math.Max(rate, 1e-6):0.00} ms an event"));
        }

        var servers = loaded.Where(kind => kind.Key is not (NodeKind.Storage or NodeKind.Membership or NodeKind.Mail)).Sum(kind => kind.Value - idle[kind.Key]);
        scene.Report.Measured("processor time an event, storage, membership and mail server apart", servers * 1000 / Math.Max(rate, 1e-6), "ms");
    }

    private static int Acknowledged(Scene scene) => scene.Fleet.Events.Count(fired => fired.Acknowledged is not null);

    /// <summary>Cores in use by each kind of program, over the time that other drills go on after a fault.</summary>
    private static async Task<Dictionary<NodeKind, double>> Measure(Scene scene)
    {
        var (from, before) = (Clock.Now, Sum(scene));
        await Clock.Delay(scene.Options.After);
        var seconds = (Clock.Now - from).TotalSeconds;
        return Sum(scene).ToDictionary(kind => kind.Key, kind => (kind.Value - before[kind.Key]) / seconds);
    }

    private static Dictionary<NodeKind, double> Sum(Scene scene) =>
        scene.Topology.All.GroupBy(node => node.Kind).ToDictionary(kind => kind.Key, kind => kind.Sum(node => node.Cpu));
}
