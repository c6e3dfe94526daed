using Mihari.Cameras;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Sensors;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>Devices come into a room, change, go and are replaced (manual 1.4).</summary>
[Collection(ClusterCollection.Name)]
public sealed class RoomDevicesTests(ClusterFixture cluster)
{
    [Fact]
    public async Task GetOffers_ListsWhatStandsNowhere_WithTheBuiltInSensorOfACameraThatWasNeverSeen()
    {
        var property = await Property.Create(cluster, cameras: 2, placed: 1);

        var offer = Assert.Single(await property.Devices.GetOffers(property.Administrator));

        Assert.Equal((property.Cameras[1], Presence.NeverSeen), (offer.Device, offer.Presence));
        Assert.Equal(new DeviceSensor("motion", SensorKind.Motion), Assert.Single(offer.Sensors));
    }

    [Theory]
    [InlineData("ab", "devices.name")]
    [InlineData("", "devices.name")]
    [InlineData("左右\u200Fあ", "devices.name")]
    public async Task AddDevices_WithABadName_NamesTheFieldAndPlacesNothing(string name, string field)
    {
        var property = await Property.Create(cluster, cameras: 2, placed: 1);

        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => property.RoomGrain.AddDevices(
            property.Administrator, [Property.NewCamera(property.Cameras[1]) with { Name = name }]));

        Assert.Equal(field, refused.Field);
        Assert.Single(await property.Devices.GetOffers(property.Administrator));
    }

    [Theory]
    [InlineData("door-9", SensorKind.Motion)]
    [InlineData("motion", SensorKind.Contact)]
    public async Task AddDevices_WithASensorThatTheDeviceDoesNotHave_PlacesNothing(string sensor, SensorKind kind)
    {
        var property = await Property.Create(cluster, cameras: 2, placed: 1);

        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => property.RoomGrain.AddDevices(
            property.Administrator, [Property.NewCamera(property.Cameras[1]) with { Sensors = [new NewSensor(sensor, kind, "扉センサー")] }]));

        Assert.Equal(("devices.sensors.sensor", sensor), (refused.Field, refused.Detail));
        Assert.Single(await property.Devices.GetOffers(property.Administrator));
    }

    [Fact]
    public async Task AddDevices_WithADeviceOfAnotherContract_PlacesNoneOfThem()
    {
        var property = await Property.Create(cluster, cameras: 2, placed: 1);
        var other = await Property.Create(cluster);

        await Assert.ThrowsAsync<InvalidInputException>(() => property.RoomGrain.AddDevices(
            property.Administrator, [Property.NewCamera(property.Cameras[1]), Property.NewCamera(other.Cameras[0])]));

        Assert.Single((await property.Devices.GetDevices(property.Viewer)).Devices);
    }

    [Fact]
    public async Task RenameDevice_OfCameraAndSensor_ShowsEverywhere_AndAStaleNameIsRefused()
    {
        var property = await Property.Create(cluster);
        var camera = property.Cameras[0];
        var was = "カメラ" + camera;

        await property.Devices.RenameDevice(property.Administrator, camera, null, was, "正面カメラ");
        await property.Devices.RenameDevice(property.Administrator, camera, "motion", "モーション", "正面の動き");
        var stale = await Assert.ThrowsAsync<ConflictException>(() => property.Devices.RenameDevice(property.Administrator, camera, null, was, "裏カメラ"));

        Assert.Equal("正面カメラ", stale.Detail);
        var device = Assert.Single((await property.Devices.GetDevices(property.Viewer)).Devices);
        Assert.Equal(("正面カメラ", "正面の動き"), (device.Name, Assert.Single(device.Sensors).Name));
        Assert.Equal("正面カメラ", (await property.Camera().Get(property.Viewer)).Status.Name);
        Assert.Equal("正面カメラ", Assert.Single((await property.BuildingGrain.GetDashboard(property.Viewer)).Cameras.Items).Status.Name);
    }

    [Fact]
    public async Task DeleteDevice_OfASensor_MakesItsMotionsCauseNothing()
    {
        var property = await Property.Create(cluster);
        await property.Connect();

        await property.Devices.DeleteDevice(property.Administrator, property.Cameras[0], "motion", "モーション");
        await property.Motion().Record(property.MotionNow());

        Assert.Empty(await Clips(property, property.Cameras[0]));
        Assert.Empty(Assert.Single((await property.Devices.GetDevices(property.Viewer)).Devices).Sensors);
    }

    [Fact]
    public async Task DeleteDevice_RestoredBySupport_StandsAgainWithItsHistory()
    {
        var property = await Property.Create(cluster);
        await property.Connect();
        await property.Motion().Record(property.MotionNow());
        var before = Assert.Single(await Clips(property, property.Cameras[0]));
        await property.Devices.DeleteDevice(property.Administrator, property.Cameras[0], null, "カメラ" + property.Cameras[0]);
        await Assert.ThrowsAsync<UnknownIdException>(() => Clips(property, property.Cameras[0]));
        await property.Motion().Record(property.MotionNow());

        var desk = cluster.Client.GetGrain<ICustomerDesk>(property.Customer.Value);
        var removed = Assert.Single(await desk.GetRemoved(Property.Provider));
        Assert.Equal((RemovedKind.Device, property.Cameras[0].Value), (removed.Kind, removed.Id));
        await desk.Restore(Property.Provider, removed.Kind, removed.Id);

        Assert.Equal(before.Id, Assert.Single(await Clips(property, property.Cameras[0])).Id);
    }

    [Fact]
    public async Task AddDevices_OfADeviceThatStoodElsewhere_BeginsWithAnEmptyHistory()
    {
        var property = await Property.Create(cluster);
        await property.Connect();
        await property.Motion().Record(property.MotionNow());
        await property.Devices.DeleteDevice(property.Administrator, property.Cameras[0], null, "カメラ" + property.Cameras[0]);
        cluster.Clock.Advance(TimeSpan.FromMinutes(2));

        await property.RoomGrain.AddDevices(property.Administrator, [Property.NewCamera(property.Cameras[0])]);

        Assert.Empty(await Clips(property, property.Cameras[0]));
        Assert.Empty(await cluster.Client.GetGrain<ICustomerDesk>(property.Customer.Value).GetRemoved(Property.Provider));
    }

    [Fact]
    public async Task ReplaceDevice_CarriesNameSensorsAndHistoryOn_AndRepeatedChangesNothing()
    {
        var property = await Property.Create(cluster, cameras: 2, placed: 1);
        var (broken, successor) = (property.Cameras[0], property.Cameras[1]);
        await property.Connect();
        await property.Motion().Record(property.MotionNow());
        var old = Assert.Single(await Clips(property, broken));
        cluster.Clock.Advance(TimeSpan.FromMinutes(2));

        await property.Devices.ReplaceDevice(property.Administrator, broken, successor);
        await property.Devices.ReplaceDevice(property.Administrator, broken, successor);

        var device = Assert.Single((await property.Devices.GetDevices(property.Viewer)).Devices);
        Assert.Equal((successor, "カメラ" + broken, "motion"), (device.Device, device.Name, Assert.Single(device.Sensors).Sensor));
        await property.Connect(1);
        await property.Motion(1).Record(property.MotionNow());
        var clips = await Clips(property, successor);
        Assert.Equal([successor, broken], clips.Select(c => c.Camera));
        Assert.Equal(old.Id, clips[1].Id);
        await cluster.Client.GetGrain<ICameraGrain>(broken.Value).FindMedia(property.Viewer, old.Id, ClipPart.Thumbnail);
        await Assert.ThrowsAsync<UnknownIdException>(() => cluster.Client.GetGrain<ICameraGrain>(broken.Value).Get(property.Viewer));
    }

    [Fact]
    public async Task ReplaceDevice_TwiceAndBackAgain_KeepsAllOfTheHistory()
    {
        var property = await Property.Create(cluster, cameras: 3, placed: 1);
        foreach (var camera in new[] { 0, 1, 2, 0 })
        {
            if (await Standing(property) is var standing && standing != property.Cameras[camera])
                await property.Devices.ReplaceDevice(property.Administrator, standing, property.Cameras[camera]);

            cluster.Clock.Advance(TimeSpan.FromMinutes(2));
            await property.Connect(camera);
            await property.Motion(camera).Record(property.MotionNow());
        }

        var clips = await Clips(property, property.Cameras[0]);

        Assert.Equal([property.Cameras[0], property.Cameras[2], property.Cameras[1], property.Cameras[0]], clips.Select(c => c.Camera));
    }

    [Fact]
    public async Task ReplaceDevice_ByOneThatStandsElsewhereOrIsOfAnotherContract_IsRefused()
    {
        var property = await Property.Create(cluster, cameras: 2);
        var other = await Property.Create(cluster);

        var standing = await Assert.ThrowsAsync<ConflictException>(() => property.Devices.ReplaceDevice(property.Administrator, property.Cameras[0], property.Cameras[1]));
        await Assert.ThrowsAsync<UnknownIdException>(() => property.Devices.ReplaceDevice(property.Administrator, property.Cameras[0], other.Cameras[0]));

        Assert.Equal(Clash.StandsElsewhere, standing.Clash);
        Assert.Equal(2, (await property.Devices.GetDevices(property.Viewer)).Devices.Length);
    }

    private static async Task<DeviceId> Standing(Property property) => Assert.Single((await property.Devices.GetDevices(property.Viewer)).Devices).Device;

    private async Task<List<Clip>> Clips(Property property, DeviceId camera)
    {
        var clips = new List<Clip>();
        string? more = null;
        do
        {
            var page = await cluster.Client.GetGrain<ICameraGrain>(camera.Value).GetClips(
                property.Viewer, cluster.Clock.GetUtcNow().AddDays(-1), cluster.Clock.GetUtcNow().AddDays(1), 1, more);
            clips.AddRange(page.Clips);
            more = page.Continuation;
        }
        while (more is not null);

        return clips;
    }
}
