using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Buildings;
using Mihari.Capture;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Protocol;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Sensors;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>Capture rules across rooms, on the cluster: who records, why, and what is left when something is deleted or replaced.</summary>
[Collection(ClusterCollection.Name)]
public sealed class CaptureRulesTests(ClusterFixture cluster)
{
    [Fact]
    public async Task AMotion_MakesTheCamerasOfItsRoomAndOfItsRulesRecord_EachOnce_AndTheClipSaysWhy()
    {
        var (here, there) = await TwoRooms(2);
        await here.Rules.Add(here.Property.Administrator, here.Property.Cameras[0], there.Room, [there.Motion]);
        var (mine, bystander) = (here.Property.Cameras[0], here.Property.Cameras[1]);
        await here.Property.Connect();
        await here.Property.Connect(1);

        var motion = here.Property.MotionNow();
        await Fire(there.Motion, motion);
        await Fire(there.Motion, motion); // Sent again.

        Assert.Equal(CommandNames.Capture, (await cluster.Devices.Next(mine)).Name);
        Assert.False(cluster.Devices.HasMore(mine) || cluster.Devices.HasMore(bystander));
        var clip = Assert.Single(await Clips(here.Property, 0));
        Assert.Equal(there.Motion, clip.TriggeredBy);
        Assert.Equal((SensorEventKind.Motion, new TriggerNames("駐車場", there.Name, "モーション"), cluster.Clock.GetUtcNow()), (clip.Cause!.Kind, clip.Cause.Names, clip.Cause.RuleSetAt));
        Assert.Empty(await Clips(here.Property, 1));

        // Its own room's camera records without a rule, and says so.
        var own = Assert.Single((await cluster.Client.GetGrain<Mihari.Cameras.ICameraGrain>(there.Device.Value)
            .GetClips(here.Property.Viewer, default, DateTimeOffset.MaxValue, 10, null)).Clips);
        Assert.Equal((new TriggerNames("駐車場", there.Name, "モーション"), null), (own.Cause!.Names, own.Cause.RuleSetAt));
    }

    [Fact]
    public async Task AContact_ThatOpensAndCloses_IsCountedForWhoWatchesTheBuilding()
    {
        var (here, there) = await TwoRooms(1);
        using var dashboard = await DashboardWatch.Start(cluster, here.Property);
        var door = cluster.Client.GetGrain<ISensorLink>(there.Door.ToString());

        await Fire(there.Door, here.Property.MotionNow() with { Kind = SensorEventKind.Open });
        await Counts(1, 0);
        await door.Synchronise(open: false, cluster.Clock.GetUtcNow().AddSeconds(1));
        await Counts(0, 1);
        await cluster.Deactivate(here.Property.BuildingGrain);
        await Counts(0, 1);

        async Task Counts(int open, int closed)
        {
            while ((await Entry()).Sensors != new SensorCount(2, open, closed))
                await dashboard.Reframed();
        }

        async Task<RoomEntry> Entry() =>
            (await here.Property.BuildingGrain.GetDashboard(here.Property.Viewer)).Rooms.Single(entry => entry.Room == there.Room);
    }

    [Fact]
    public async Task DeleteAll_EndsAllOfACameraAtOnce_AndLeavesSameRoomCaptureAndOtherCameras()
    {
        var (here, there) = await TwoRooms(2);
        await here.Rules.Add(here.Property.Administrator, here.Property.Cameras[0], there.Room, [there.Motion, there.Door]);
        await here.Rules.Add(here.Property.Administrator, here.Property.Cameras[1], there.Room, [there.Motion]);

        await here.Rules.DeleteAll(here.Property.Administrator, here.Property.Cameras[0]);
        await here.Rules.DeleteAll(here.Property.Administrator, here.Property.Cameras[0]);

        Assert.Empty(await here.Rules.Get(here.Property.Viewer, here.Property.Cameras[0]));
        Assert.Single(await here.Rules.Get(here.Property.Viewer, here.Property.Cameras[1]));
        await Fire(there.Motion, here.Property.MotionNow());
        Assert.Empty(await Clips(here.Property, 0));
        Assert.Single(await Clips(here.Property, 1));
        cluster.Clock.Advance(TimeSpan.FromMinutes(5));
        await Fire(new SensorId(here.Property.Cameras[1], "motion"), here.Property.MotionNow());
        Assert.Single(await Clips(here.Property, 0));
    }

    [Fact]
    public async Task Get_ShowsTheSensorsByTheirNames_InTheOrderTheyWereSet()
    {
        var (here, there) = await TwoRooms();
        await here.Rules.Add(here.Property.Administrator, here.Property.Cameras[0], there.Room, [there.Door]);
        await here.Rules.Add(here.Property.Administrator, here.Property.Cameras[0], there.Room, [there.Motion, there.Door]); // One of them is there already.

        var rules = await here.Rules.Get(here.Property.Viewer, here.Property.Cameras[0]);

        Assert.Equal([("扉センサー", SensorKind.Contact), ("モーション", SensorKind.Motion)], rules.Select(r => (r.Name, r.Kind)));
        Assert.All(rules, r => Assert.Equal((there.Room, "駐車場", there.Name, null), (r.Room, r.RoomName, r.Device, r.BuildingName)));
    }

    [Fact]
    public async Task AnEventFromBeforeTheRule_IsNotItsOwn()
    {
        var (here, there) = await TwoRooms();
        var before = here.Property.MotionNow();
        cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        await here.Rules.Add(here.Property.Administrator, here.Property.Cameras[0], there.Room, [there.Motion]);

        await Fire(there.Motion, before); // The device had no line.

        Assert.Empty(await Clips(here.Property, 0));
    }

    [Fact]
    public async Task AContact_CapturesWhenItOpens_AndNotWhenItCloses()
    {
        var (here, there) = await TwoRooms();
        await here.Rules.Add(here.Property.Administrator, here.Property.Cameras[0], there.Room, [there.Door]);

        await Fire(there.Door, here.Property.MotionNow() with { Kind = SensorEventKind.Close });
        Assert.Empty(await Clips(here.Property, 0));
        await Fire(there.Door, here.Property.MotionNow() with { Kind = SensorEventKind.Open });
        Assert.Equal(SensorEventKind.Open, Assert.Single(await Clips(here.Property, 0)).Cause!.Kind);
    }

    [Fact]
    public async Task Add_AcrossBuildingsOfTheCustomer_NamesTheBuilding()
    {
        var here = await Property.Create(cluster);
        var building = new BuildingId(Property.NewId());
        await cluster.Client.GetGrain<IBuildingSetup>(building.Value).Create(here.Administrator, here.Customer, "目黒マンション", null);
        var there = await AddRoom(here, building);

        await Rules(here).Add(here.Administrator, here.Cameras[0], there.Room, [there.Motion]);

        Assert.Equal("目黒マンション", Assert.Single(await Rules(here).Get(here.Viewer, here.Cameras[0])).BuildingName);
        await Fire(there.Motion, here.MotionNow());
        Assert.Single(await Clips(here, 0));
    }

    [Fact]
    public async Task Add_OfWhatIsNotThere_IsRefusedAndWritesNothing()
    {
        var (here, there) = await TwoRooms();
        var (mine, theirs) = (here.Property, await Property.Create(cluster));
        var (rules, camera) = (here.Rules, here.Property.Cameras[0]);

        await Assert.ThrowsAsync<InvalidInputException>(() => rules.Add(mine.Administrator, camera, there.Room, []));
        await Assert.ThrowsAsync<InvalidInputException>(() => rules.Add(mine.Administrator, camera, there.Room, [there.Motion, new SensorId(there.Device, "window")]));
        await Assert.ThrowsAsync<InvalidInputException>(() => rules.Add(mine.Administrator, camera, mine.Room, [new SensorId(camera, "motion")]));
        await Assert.ThrowsAsync<UnknownIdException>(() => rules.Add(mine.Administrator, camera, theirs.Room, [new SensorId(theirs.Cameras[0], "motion")]));
        await Assert.ThrowsAsync<UnknownIdException>(() => rules.Add(mine.Administrator, there.Device, there.Room, [there.Motion]));
        await Assert.ThrowsAsync<UnknownIdException>(() => Rules(theirs).Add(mine.Administrator, theirs.Cameras[0], there.Room, [there.Motion]));
        await Assert.ThrowsAsync<UnknownIdException>(() => Rules(theirs).Get(mine.Administrator, theirs.Cameras[0]));
        await Assert.ThrowsAsync<UnknownIdException>(() => Rules(theirs).DeleteAll(mine.Administrator, theirs.Cameras[0]));

        // Support sees both customers, and yet sets no rule between them.
        await Assert.ThrowsAsync<UnknownIdException>(() => rules.Add(Property.Provider, camera, theirs.Room, [new SensorId(theirs.Cameras[0], "motion")]));

        Assert.Empty(await rules.Get(mine.Viewer, camera));
        await Fire(there.Motion, mine.MotionNow());
        Assert.Empty(await Clips(mine, 0));
    }

    [Fact]
    public async Task DeletingTheSensorOrItsRoom_LeavesNoRule_AlsoWhenTheyComeAgain()
    {
        var (here, there) = await TwoRooms();
        var by = here.Property.Administrator;
        await here.Rules.Add(by, here.Property.Cameras[0], there.Room, [there.Motion, there.Door]);

        await there.Devices.DeleteDevice(by, there.Device, "door-1", "扉センサー");
        Assert.Equal(there.Motion, Assert.Single(await here.Rules.Get(by, here.Property.Cameras[0])).Sensor);

        await there.Devices.DeleteDevice(by, there.Device, null, there.Name);
        Assert.Empty(await here.Rules.Get(by, here.Property.Cameras[0]));
        await there.Add(by);
        await Fire(there.Motion, here.Property.MotionNow());
        Assert.Empty(await Clips(here.Property, 0));

        await here.Rules.Add(by, here.Property.Cameras[0], there.Room, [there.Motion]);
        await here.Property.Setup.DeleteRoom(by, there.Room, "駐車場");
        Assert.Empty(await here.Rules.Get(by, here.Property.Cameras[0]));
    }

    [Fact]
    public async Task DeletingTheCamera_LeavesNoRule_AlsoWhenItComesAgain()
    {
        var (here, there) = await TwoRooms();
        var (by, camera) = (here.Property.Administrator, here.Property.Cameras[0]);
        await here.Rules.Add(by, camera, there.Room, [there.Motion]);
        var name = (await here.Property.Camera().Get(by)).Status.Name;

        await here.Property.Devices.DeleteDevice(by, camera, null, name);
        await here.Property.RoomGrain.AddDevices(by, [Property.NewCamera(camera)]);

        Assert.Empty(await here.Rules.Get(by, camera));
        await Fire(there.Motion, here.Property.MotionNow());
        Assert.Empty(await Clips(here.Property, 0));
    }

    [Fact]
    public async Task ReplacingTheCamera_OrTheSensorsDevice_KeepsTheRule()
    {
        var (here, there) = await TwoRooms(cameras: 2, placed: 1);
        var (by, old, heir) = (here.Property.Administrator, here.Property.Cameras[0], here.Property.Cameras[1]);
        await here.Rules.Add(by, old, there.Room, [there.Motion]);

        await here.Property.Devices.ReplaceDevice(by, old, heir);
        await there.Devices.ReplaceDevice(by, there.Device, there.Spare);

        var moved = new SensorId(there.Spare, "motion");
        Assert.Equal(moved, Assert.Single(await here.Rules.Get(by, heir)).Sensor);
        await Fire(there.Motion, here.Property.MotionNow()); // The broken one, once more.
        Assert.Empty(await Clips(here.Property, 1));
        await Fire(moved, here.Property.MotionNow());
        Assert.Single(await Clips(here.Property, 1));
    }

    [Fact]
    public async Task Add_WhoseNoteFails_IsNotedOnce_WhenItIsTriedAgain()
    {
        var (here, there) = await TwoRooms();
        var (by, camera) = (here.Property.Administrator, here.Property.Cameras[0]);
        cluster.AuditFaults.FailNext(here.Property.Customer.Value);

        await Assert.ThrowsAsync<IOException>(() => here.Rules.Add(by, camera, there.Room, [there.Motion]));
        await here.Rules.Add(by, camera, there.Room, [there.Motion]);

        Assert.Single(await here.Rules.Get(by, camera));
        var query = new AuditQuery(cluster.Clock.GetUtcNow().AddHours(-1), cluster.Clock.GetUtcNow().AddHours(1), null, [AuditAction.CaptureRulesSet], 10, null);
        Assert.Single((await cluster.Client.GetGrain<IAuditTrail>(here.Property.Customer.Value).Read(by, query)).Entries);
    }

    private ICaptureRules Rules(Property property) => cluster.Client.GetGrain<ICaptureRules>(property.Room.Value);

    private Task Fire(SensorId sensor, SensorEvent fired) => cluster.Client.GetGrain<ISensorLink>(sensor.ToString()).Record(fired);

    private static async Task<ImmutableArray<Clip>> Clips(Property property, int camera) =>
        (await property.Camera(camera).GetClips(property.Viewer, default, DateTimeOffset.MaxValue, 10, null)).Clips;

    private async Task<((Property Property, ICaptureRules Rules) Here, OtherRoom There)> TwoRooms(int cameras = 1, int? placed = null)
    {
        var property = await Property.Create(cluster, cameras, placed);
        return ((property, Rules(property)), await AddRoom(property, property.Building));
    }

    /// <summary>駐車場 with one camera that carries a motion sensor and a door contact, and another one of its contract in the store.</summary>
    private async Task<OtherRoom> AddRoom(Property property, BuildingId building)
    {
        var shipped = new Contracts(cluster, property.Customer, new ContractNumber(Property.NewId()), [Property.NewDevice(), Property.NewDevice()]);
        await shipped.Register(shipped.Devices);
        var room = new RoomId(Property.NewId());
        await cluster.Client.GetGrain<IBuildingSetup>(building.Value).AddRoom(property.Administrator, new NewRoom(room, "駐車場", shipped.Number, shipped.Devices[0]));
        var other = new OtherRoom(cluster, room, shipped.Devices[0], shipped.Devices[1]);
        await other.Greet();
        await other.Add(property.Administrator);
        return other;
    }

    private sealed record OtherRoom(ClusterFixture Cluster, RoomId Room, DeviceId Device, DeviceId Spare)
    {
        public SensorId Motion => new(Device, "motion");

        public SensorId Door => new(Device, "door-1");

        public string Name => "カメラ" + Device;

        public IRoomDevices Devices => Cluster.Client.GetGrain<IRoomDevices>(Room.Value);

        /// <summary>The device has said what it carries.</summary>
        public async Task Greet()
        {
            var link = Cluster.Client.GetGrain<Mihari.Cameras.ICameraLink>(Device.Value);
            var epoch = (await link.Connect(new Mihari.Cameras.ConnectRequest(Cluster.Gateway, Property.HashOf(Device), 1))).Epoch;
            ImmutableArray<Mihari.Cameras.DeviceSensor> sensors = [new("motion", SensorKind.Motion), new("door-1", SensorKind.Contact)];
            await link.Greet(new Mihari.Cameras.DeviceGreeting(epoch, Mihari.Cameras.DeviceKind.Camera, "C", "1", "b", TimeSpan.Zero, sensors, null, Mihari.Cameras.VideoState.Ok));
        }

        public Task Add(Caller by) => Cluster.Client.GetGrain<IRoomGrain>(Room.Value).AddDevices(
            by, [new NewDevice(Device, Name, [new("motion", SensorKind.Motion, "モーション"), new("door-1", SensorKind.Contact, "扉センサー")])]);
    }
}
