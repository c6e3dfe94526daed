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

        var positions = dashboard.Positions;
        var expected = Enumerable.Range(1, positions.Length).Select(i => dashboard.First.Cameras.Position.Sequence + i);
        Assert.Equal(expected, positions.Select(p => p.Sequence));
        Assert.All(positions, p => Assert.Equal(dashboard.First.Cameras.Position.Incarnation, p.Incarnation));
    }

    [Theory]
    [InlineData("building")]
    [InlineData("room")]
    public async Task Rename_IsToldToWhoWatches(string what)
    {
        var property = await Property.Create(cluster);
        using var dashboard = await DashboardWatch.Start(cluster, property);

        // Twice: the word of how the building was made may be on its way still.
        await Rename("エントランス", "用賀マンション", "二子玉川");
        await dashboard.Reframed();
        await Rename("二子玉川", "二子玉川", "桜新町");
        await dashboard.Reframed();

        Task Rename(string room, string building, string name) => what == "room"
            ? property.Setup.RenameRoom(property.Administrator, property.Room, room, name)
            : property.Setup.Rename(property.Administrator, building, name);
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

    [Fact]
    public async Task RoomThatCannotBeReadAsItsBuildingStarts_IsReadLater()
    {
        var property = await Property.Create(cluster);
        cluster.Faults.FailNext(property.Room.Value, "GetDevices");
        await cluster.Deactivate(property.BuildingGrain);
        using var dashboard = await DashboardWatch.Start(cluster, property);

        cluster.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Empty(dashboard.First.Cameras.Items);
        await dashboard.Until(c => c.Camera == property.Cameras[0]);
    }
}
