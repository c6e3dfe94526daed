using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Rooms;

namespace Mihari.Tests.Grains.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class IsolationTests(ClusterFixture cluster)
{
    [Fact]
    public async Task AnothersId_AnswersExactlyLikeAnUnknownOne()
    {
        var mine = await Property.Create(cluster);
        var theirs = await Property.Create(cluster);
        var client = cluster.Client;
        var by = mine.Administrator;

        await Same(theirs.Building.Value, Property.NewId(), id => client.GetGrain<IBuildingGrain>(id).GetDashboard(by));
        await Same(theirs.Building.Value, Property.NewId(), id => client.GetGrain<IBuildingSetup>(id).AddRoom(by, mine.NewRoom("x")));
        await Same(theirs.Room.Value, Property.NewId(), id => client.GetGrain<IRoomGrain>(id).Get(by));
        await Same(theirs.Room.Value, Property.NewId(), id => client.GetGrain<IRoomGrain>(id).AddDevices(by, []));
        await Same(theirs.Customer.Value, Property.NewId(), id => client.GetGrain<ICustomerGrain>(id).GetPortfolio(by));
        var unknown = Property.NewDevice().Value;
        await Same(theirs.Cameras[0].Value, unknown, id => client.GetGrain<ICameraGrain>(id).Get(by));
        await Same(theirs.Cameras[0].Value, unknown, id => client.GetGrain<ICameraGrain>(id).GetClips(by, default, DateTimeOffset.MaxValue, 10, null));
        await Same(theirs.Cameras[0].Value, unknown, id => client.GetGrain<ICameraGrain>(id).FindMedia(by, new ClipId(new string('a', 32)), ClipPart.Video));
    }

    [Fact]
    public async Task AnothersRoom_CannotBeTakenOver()
    {
        var mine = await Property.Create(cluster);
        var theirs = await Property.Create(cluster);

        await Assert.ThrowsAsync<ConflictException>(() => mine.Setup.AddRoom(mine.Administrator, mine.NewRoom("x") with { Room = theirs.Room }));

        var room = await cluster.Client.GetGrain<IRoomGrain>(theirs.Room.Value).Get(theirs.Viewer);
        Assert.Equal(theirs.Building, room.Building);
    }

    [Fact]
    public async Task Viewer_SeesButChangesNothing()
    {
        var property = await Property.Create(cluster);

        Assert.Equal("用賀マンション", (await property.BuildingGrain.GetDashboard(property.Viewer)).Name);
        await Assert.ThrowsAsync<NotPermittedException>(() => property.Setup.AddRoom(property.Viewer, property.NewRoom("x") with { Room = new RoomId("r") }));
    }

    private static async Task Same(string foreign, string unknown, Func<string, Task> ask)
    {
        var first = await Assert.ThrowsAsync<UnknownIdException>(() => ask(foreign));
        var second = await Assert.ThrowsAsync<UnknownIdException>(() => ask(unknown));
        Assert.Equal(second.Message, first.Message);
        Assert.Equal(second.What, first.What);
    }
}
