using Mihari.Audit;
using Mihari.Buildings;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Timeline;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>A change of several grains that dies half-way is finished, once (ADR 0014).</summary>
[Collection(ClusterCollection.Name)]
public sealed class ResumeTests(ClusterFixture cluster)
{
    [Fact]
    public async Task AddDevices_ThatDiedAtACamera_IsFinishedByTheNextActivation()
    {
        var property = await Property.Create(cluster, cameras: 2, placed: 1);
        cluster.Faults.FailNext(property.Cameras[1].Value, "Settle");
        await Assert.ThrowsAsync<InjectedFaultException>(() => property.RoomGrain.AddDevices(property.Administrator, [Property.NewCamera(property.Cameras[1])]));

        await cluster.Deactivate(property.RoomGrain);
        await property.RoomGrain.AddDevices(property.Administrator, [Property.NewCamera(property.Cameras[1])]);

        Assert.Equal(2, (await property.Devices.GetDevices(property.Viewer)).Devices.Length);
        Assert.Equal(property.Room, (await property.Camera(1).Get(property.Viewer)).Room);
        Assert.Single(await Entries(property, AuditAction.DeviceAdded, property.Cameras[1].Value));
    }

    [Theory]
    [InlineData("Bind")]
    [InlineData("SetUp")]
    public async Task Create_ThatDiedHalfway_IsFinishedOnce(string step)
    {
        var property = await Property.Create(cluster);
        var shipped = await property.Ship();
        var room = shipped.Room("駐車場");
        var id = Property.NewId();
        var building = cluster.Client.GetGrain<IBuildingSetup>(id);
        cluster.Faults.FailNext(step == "SetUp" ? room.Room.Value : shipped.Number.Value, step);
        await Assert.ThrowsAsync<InjectedFaultException>(() => building.Create(property.Administrator, property.Customer, "建物", room));
        await Assert.ThrowsAsync<UnknownIdException>(() => building.GetRooms(property.Viewer));

        await cluster.Deactivate(building);
        await building.Create(property.Administrator, property.Customer, "建物", room);

        Assert.Single((await building.GetRooms(property.Viewer)).Rooms);
        Assert.Contains((await property.Portfolio()).Items, b => b.Building.Value == id);
        Assert.Single(await Entries(property, AuditAction.BuildingAdded, id));
        Assert.Single(await Entries(property, AuditAction.RoomAdded, room.Room.Value));
    }

    [Fact]
    public async Task Delete_ThatDiedAtARoom_IsFinishedAndCanBeRestored()
    {
        var property = await Property.Create(cluster);
        cluster.Faults.FailNext(property.Room.Value, "Remove");
        await Assert.ThrowsAsync<InjectedFaultException>(() => property.Setup.Delete(property.Administrator, "用賀マンション"));

        await cluster.Deactivate(property.Setup);
        await Assert.ThrowsAsync<UnknownIdException>(() => property.Setup.Delete(property.Administrator, "用賀マンション"));
        var desk = cluster.Client.GetGrain<ICustomerDesk>(property.Customer.Value);
        await desk.Restore(Property.Provider, RemovedKind.Building, property.Building.Value);

        Assert.Single((await property.Setup.GetRooms(property.Viewer)).Rooms);
        Assert.Single(await Entries(property, AuditAction.BuildingDeleted, property.Building.Value));
    }

    [Theory]
    [InlineData("TakeRoom")]
    [InlineData("Move")]
    [InlineData("ReleaseRoom")]
    public async Task MoveRoom_ThatDiedHalfway_IsFinishedOnce(string step)
    {
        var property = await Property.Create(cluster);
        var to = new BuildingId(Property.NewId());
        var target = cluster.Client.GetGrain<IBuildingSetup>(to.Value);
        await target.Create(property.Administrator, property.Customer, "移行先", null);
        cluster.Faults.FailNext(step switch { "TakeRoom" => to.Value, "Move" => property.Room.Value, _ => property.Building.Value }, step);
        await Assert.ThrowsAsync<InjectedFaultException>(() => property.Setup.MoveRoom(property.Administrator, property.Room, to));

        // The customer leads: whatever it is asked next, it finishes the move first.
        await cluster.Deactivate(cluster.Client.GetGrain<ICustomerGrain>(property.Customer.Value));
        await Assert.ThrowsAsync<UnknownIdException>(() => property.Setup.MoveRoom(property.Administrator, property.Room, new BuildingId("nowhere")));

        Assert.Equal(to, (await property.Camera().Get(property.Viewer)).Building);
        Assert.Empty((await property.Setup.GetRooms(property.Viewer)).Rooms);
        Assert.Single(await Entries(property, AuditAction.RoomMoved, property.Room.Value));
    }

    private async Task<List<string>> Entries(Property property, AuditAction action, string subject)
    {
        var page = await cluster.Timeline.Read(new TimelineQuery(
            property.Customer.Value, TimelineKind.Audit, cluster.Clock.GetUtcNow().AddDays(-2), cluster.Clock.GetUtcNow().AddDays(2), Limit: 1000));
        return [.. page.Entries.Select(e => System.Text.Encoding.UTF8.GetString(e.Body.Span))
            .Where(b => b.Contains($"\"action\":\"{action}\"", StringComparison.OrdinalIgnoreCase) && b.Contains($"\"subjectId\":\"{subject}\"", StringComparison.Ordinal))];
    }
}
