using Mihari.Tests.Drills.Nodes;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Tests.Drills.Faults;

/// <summary>All silos and web nodes end and are started again; then all cameras come at once.</summary>
internal sealed class Storm : Drill
{
    private const double Target = 30;

    public override async Task Do(Scene scene)
    {
        await scene.Fleet.StopLoad();
        scene.Fleet.Settings.Gate.Shut();
        scene.Report.Tell("all silos and web nodes end");
        var servers = scene.Topology.Silos.Union(scene.Topology.Webs).ToList();
        await Task.WhenAll(servers.Select(server => server.Stop()));
        await Topology.StartAll(scene.Topology.Silos);
        await Topology.StartAll(scene.Topology.Webs.Except(scene.Topology.Silos));
        scene.Report.Tell("all are ready again; the cameras come");
        scene.Fleet.StartLoad(scene.Options.Rate);
        scene.Fleet.Settings.Gate.Open();
        await Expect(scene, "all cameras connected and greeted", () => scene.Fleet.AllConnected, Target);
    }
}
