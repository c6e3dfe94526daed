using System.Globalization;
using Mihari.Tests.Drills.Nodes;
using Mihari.Tests.Drills.Running;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Tests.Drills.Faults;

/// <summary>
/// Every silo and every web node is asked to end, and started again, one after the other; where they began as another version, as this one,
/// and then as that one again.
/// </summary>
internal sealed class RollingRestart : Drill
{
    private const double DashboardTarget = 3;
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(3);

    public override async Task Do(Scene scene)
    {
        var nodes = scene.Topology.Silos.Union(scene.Topology.Webs).ToList();
        await Roll(scene, nodes, Tree.Root);
        if (scene.Options.Older is { } older)
            await Roll(scene, nodes, older);

        if (scene.Dashboards.Count > 0)
            scene.Report.Measured("longest time that a dashboard had no data", scene.Dashboards.Max(dashboard => dashboard.LongestGap.TotalSeconds), "s", DashboardTarget);
    }

    /// <param name="scene">The drill.</param>
    /// <param name="nodes">What is restarted, in this order.</param>
    /// <param name="tree">As the version of that source tree.</param>
    private static async Task Roll(Scene scene, IReadOnlyList<Node> nodes, string tree)
    {
        foreach (var node in nodes)
        {
            scene.Report.Tell($"SIGTERM to {node.Name}");
            if (await node.Stop() is not { } took)
                throw new DrillFailedException($"{node.Name} did not end when it was asked to; see {node.Log}");

            scene.Report.Tell(string.Create(CultureInfo.InvariantCulture, $"{node.Name} ended after {took.TotalSeconds:0.0} s with code {node.ExitCode}"));
            node.Program = Tree.Of(tree, node.Program);
            await Topology.StartAll([node]);
            await Expect(scene, $"{node.Name} is back: all cameras connected", () => scene.Fleet.AllConnected);
            await Clock.Delay(Breath);
        }
    }
}
