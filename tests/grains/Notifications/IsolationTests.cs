using Mihari.Buildings;
using Mihari.Identifiers;
using Mihari.Notifications;
using Mihari.Rooms;
using Mihari.Tests.Grains.Cluster;

namespace Mihari.Tests.Grains.Notifications;

/// <summary>Ids of rooms, buildings and customers may meet; what is told of one is not read of another (design, rule 7).</summary>
[Collection(ClusterCollection.Name)]
public sealed class IsolationTests(ClusterFixture cluster)
{
    [Fact]
    public async Task ARoomThatIsCalledAsAnotherCustomer_ShowsNothingOfItsAddresses()
    {
        var asked = await Property.Create(cluster);
        await new Recipients(cluster, asked).Confirmed(NotificationType.Troubles);
        var curious = await Property.Create(cluster);
        var shipped = await curious.Ship();
        var room = new RoomId(asked.Customer.Value);

        await curious.Setup.AddRoom(curious.Administrator, new NewRoom(room, "裏口", shipped.Number, shipped.Device));
        var told = await cluster.Client.GetGrain<INotificationHistory>(room.Value).Read(curious.Administrator, 50, null);

        Assert.Empty(told.Notices);
    }
}
