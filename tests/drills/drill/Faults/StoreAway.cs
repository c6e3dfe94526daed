using System.Globalization;
using Mihari.Tests.Drills.Nodes;
using Mihari.Tests.Drills.Running;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Tests.Drills.Faults;

/// <summary>Membership or storage stands still for a while: connections to it stay open and nothing is answered, or it ends and comes back on its folder.</summary>
internal sealed class StoreAway(NodeKind kind) : Drill
{
    public override async Task Do(Scene scene)
    {
        var store = scene.Topology.Store(kind);
        var acknowledged = scene.Fleet.Events.Count(fired => fired.Acknowledged is not null);
        scene.Report.Tell($"{store.Name} {(scene.Options.Restart ? "ends" : "stands still")}");
        if (scene.Options.Restart)
            await store.Stop();
        else
            store.Halt();

        await Clock.Delay(scene.Options.Away);
        var meanwhile = scene.Fleet.Events.Count(fired => fired.Acknowledged is not null) - acknowledged;
        scene.Report.Tell(string.Create(
            CultureInfo.InvariantCulture,
            $"{store.Name} comes back; meanwhile {meanwhile} events were acknowledged, {scene.Fleet.Cameras.Sum(camera => camera.Waiting)} wait, {scene.Fleet.Connected} cameras are connected"));
        var since = Clock.Now;
        if (scene.Options.Restart)
            await Topology.StartAll([store]);
        else
            store.GoOn();

        await Expect(scene, "the store's return to all cameras connected", () => scene.Fleet.AllConnected, since: since);
        foreach (var ended in scene.Topology.Silos.Union(scene.Topology.Webs).Where(node => !node.IsRunning))
            scene.Report.Tell(string.Create(CultureInfo.InvariantCulture, $"{ended.Name} has ended with code {ended.ExitCode}; see {ended.Log}"));
    }
}
