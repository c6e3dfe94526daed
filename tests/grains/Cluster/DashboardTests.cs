using Mihari.Cameras;

namespace Mihari.Tests.Grains.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class DashboardTests(ClusterFixture cluster)
{
    [Fact]
    public async Task Deltas_FollowTheSnapshotWithoutAGap()
    {
        var property = await Property.Create(cluster, cameras: 2);
        using var dashboard = await DashboardWatch.Start(cluster, property);

        await property.Connect(0);
        await dashboard.Until(c => c.Camera == property.Cameras[0] && c.Status.Presence == Presence.Online);
        await property.Connect(1);
        await dashboard.Until(c => c.Camera == property.Cameras[1] && c.Status.Presence == Presence.Online);

        var expected = Enumerable.Range(1, dashboard.Positions.Count).Select(i => dashboard.First.Cameras.Position.Sequence + i);
        Assert.Equal(expected, dashboard.Positions.Select(p => p.Sequence));
        Assert.All(dashboard.Positions, p => Assert.Equal(dashboard.First.Cameras.Position.Incarnation, p.Incarnation));
    }

    [Fact]
    public async Task BuildingStartsAnew_AsksItsCamerasAndSaysSo()
    {
        var property = await Property.Create(cluster, cameras: 2);
        await property.Connect(0);
        using var dashboard = await DashboardWatch.Start(cluster, property);

        await cluster.Deactivate(property.BuildingGrain);
        var anew = await property.BuildingGrain.GetDashboard(property.Viewer);

        Assert.NotEqual(dashboard.First.Cameras.Position.Incarnation, anew.Cameras.Position.Incarnation);
        Assert.Equal(2, anew.Cameras.Items.Length);
        Assert.Equal(Presence.Online, anew.Cameras.Items.Single(c => c.Camera == property.Cameras[0]).Status.Presence);
    }
}
