using Mihari.Cameras;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Tests.Grains.Cluster;
using Mihari.Troubles;

namespace Mihari.Tests.Grains.Troubles;

/// <summary>トラブル履歴 of a room whose devices were replaced, deleted or moved: what was wrong there stays there.</summary>
[Collection(ClusterCollection.Name)]
public sealed class FormerDeviceTroublesTests(ClusterFixture cluster)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private DateTimeOffset Now => cluster.Clock.GetUtcNow();

    [Fact]
    public async Task Read_AfterAReplacement_HasThePredecessorsTroubles_ByItsNameAndWithAnEnd()
    {
        var property = await Property.Create(cluster, cameras: 2, placed: 1);
        var (broken, successor) = (property.Cameras[0], property.Cameras[1]);
        var raised = await Break(property);
        cluster.Clock.Advance(Minute);
        var replaced = Now;
        await property.Devices.ReplaceDevice(property.Administrator, broken, successor);
        await property.Devices.RenameDevice(property.Administrator, successor, null, "カメラ" + broken, "新しいカメラ");
        cluster.Clock.Advance(Minute);
        var later = await Break(property, 1);

        PastTrouble[] expected =
        [
            new(TroubleKind.SdCardError, successor, "新しいカメラ", property.Room, "エントランス", later, null),
            new(TroubleKind.SdCardError, broken, "カメラ" + broken, property.Room, "エントランス", raised, Milliseconds(replaced)),
        ];
        Assert.Equal(expected, await Read(property));
        Assert.Equal(expected, await Read(property, property.Room));
        Assert.Equal(expected, await Read(property, device: successor));
        Assert.Equal(expected[1..], await Read(property, device: broken));
    }

    [Fact]
    public async Task Read_OfADeletedDevice_EndsWithItsDeletion_AndGoesOnAsOneWhereItIsRestored()
    {
        var property = await Property.Create(cluster);
        var camera = property.Cameras[0];
        var raised = await Break(property);
        cluster.Clock.Advance(Minute);
        var deleted = Now;
        await Delete(property, camera);
        cluster.Clock.Advance(Minute);

        var past = Assert.Single(await Read(property, property.Room));
        Assert.Equal((camera, raised, Milliseconds(deleted)), (past.Device!.Value, past.Since, past.Ended));

        await cluster.Client.GetGrain<ICustomerDesk>(property.Customer.Value).Restore(Property.Provider, RemovedKind.Device, camera.Value);
        past = Assert.Single(await Read(property));
        Assert.Equal((camera, raised, null), (past.Device!.Value, past.Since, past.Ended));
    }

    [Fact]
    public async Task Read_OfADeviceThatMoved_HasEachSpanInItsRoom_AndOneThatGoesOnFromTheMoveOn()
    {
        var property = await Property.Create(cluster, cameras: 2);
        var other = await property.Ship();
        var (entrance, parking) = (property.Room, new RoomId("p" + property.Room));
        await property.Setup.AddRoom(property.Administrator, other.Room("駐車場") with { Room = parking });
        await cluster.Client.GetGrain<IRoomGrain>(parking.Value).AddDevices(property.Administrator, [Property.NewCamera(other.Device)]);

        // A clock of ticks: the timeline has its entries to the millisecond.
        cluster.Clock.Advance(TimeSpan.FromTicks(12_345));
        var raised = await Break(other.Device);
        cluster.Clock.Advance(Minute);
        var left = Now;
        await cluster.Client.GetGrain<IRoomDevices>(parking.Value).DeleteDevice(property.Administrator, other.Device, null, "カメラ" + other.Device);
        cluster.Clock.Advance(Minute);
        var back = Now;
        await cluster.Client.GetGrain<IRoomGrain>(parking.Value).AddDevices(property.Administrator, [Property.NewCamera(other.Device) with { Name = "戻ったカメラ" }]);
        cluster.Clock.Advance(Minute);

        Assert.Equal(
            [
                new PastTrouble(TroubleKind.SdCardError, other.Device, "戻ったカメラ", parking, "駐車場", back, null),
                new PastTrouble(TroubleKind.SdCardError, other.Device, "カメラ" + other.Device, parking, "駐車場", raised, Milliseconds(left)),
            ],
            await Read(property, device: other.Device));
        Assert.Empty(await Read(property, entrance));
    }

    [Fact]
    public async Task Read_AfterADeletionThatDiedHalfway_HasItOnce_UpToItsBeginning()
    {
        var property = await Property.Create(cluster);
        await Break(property);
        cluster.Clock.Advance(Minute);
        var deleted = Now;
        cluster.Faults.FailNext(property.Cameras[0].Value, "Settle");
        await Assert.ThrowsAsync<InjectedFaultException>(() => Delete(property, property.Cameras[0]));

        await cluster.Deactivate(property.Devices);
        cluster.Clock.Advance(Minute);
        await Assert.ThrowsAsync<UnknownIdException>(() => Delete(property, property.Cameras[0]));

        Assert.Equal(Milliseconds(deleted), Assert.Single(await Read(property)).Ended);
    }

    [Fact]
    public async Task Read_OfARoomThatWasDeletedAndRestored_HasEachOnce()
    {
        var property = await Property.Create(cluster);
        var raised = await Break(property);
        cluster.Clock.Advance(Minute);
        await property.Setup.DeleteRoom(property.Administrator, property.Room, "エントランス");
        Assert.Empty(await Read(property));

        await cluster.Client.GetGrain<ICustomerDesk>(property.Customer.Value).Restore(Property.Provider, RemovedKind.Room, property.Room.Value);

        var past = Assert.Single(await Read(property));
        Assert.Equal((raised, null), (past.Since, past.Ended));
    }

    private static DateTimeOffset Milliseconds(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds());

    private Task<DateTimeOffset> Break(Property property, int camera = 0) => Break(property.Cameras[camera]);

    /// <summary>The camera connects and says that its card is gone, and again when the hold-down is over.</summary>
    private async Task<DateTimeOffset> Break(DeviceId camera)
    {
        var link = cluster.Client.GetGrain<ICameraLink>(camera.Value);
        var connected = await link.Connect(new ConnectRequest(cluster.Gateway, Property.HashOf(camera), 1));
        var gone = new DeviceStatus(connected.Epoch, new SdCard(SdCardState.Missing, null, null, null, null), null);
        await link.ReportStatus(gone);
        cluster.Clock.Advance(TimeSpan.FromSeconds(10));
        await link.ReportStatus(gone);
        return Now;
    }

    private static Task Delete(Property property, DeviceId camera) => property.Devices.DeleteDevice(property.Administrator, camera, null, "カメラ" + camera);

    private async Task<IEnumerable<PastTrouble>> Read(Property property, RoomId? room = null, DeviceId? device = null) =>
        (await cluster.Client.GetGrain<ITroubleHistory>(property.Building.Value).Read(property.Viewer, new TroubleQuery(room, device, 50, null))).Troubles;
}
