using Mihari.Accounts;
using Mihari.Contracts;
using Mihari.Grains.Contracts;
using Mihari.Identifiers;
using Mihari.Refusals;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>Whether a room may be added for a contract (manual 1.3).</summary>
[Collection(ClusterCollection.Name)]
public sealed class ContractCheckTests(ClusterFixture cluster)
{
    [Fact]
    public async Task Check_OfAFreeContract_TellsItsDevices()
    {
        var contract = await Contracts.Create(cluster, devices: 2);

        var info = await contract.Desk.Check(contract.Administrator, contract.Devices[1]);

        Assert.Equal(contract.Customer, info.Customer);
        Assert.Equal(contract.Devices.AsEnumerable(), info.Devices);
        Assert.Null(info.Room);
    }

    [Fact]
    public async Task Check_OfWhatMayNotBeUsed_AnswersExactlyAsOfAnUnknownContract()
    {
        var contract = await Contracts.Create(cluster, devices: 2);
        var stranger = await Contracts.Create(cluster);
        var unknown = cluster.Client.GetGrain<IContractDesk>(Property.NewId());
        await contract.Desk.DeleteDevice(Contracts.Provider, contract.Devices[1]);

        await Refused(() => unknown.Check(contract.Administrator, contract.Devices[0]));
        await Refused(() => contract.Desk.Check(stranger.Administrator, contract.Devices[0]));
        await Refused(() => contract.Desk.Check(contract.Administrator, stranger.Devices[0]));
        await Refused(() => contract.Desk.Check(contract.Administrator, contract.Devices[1]));
        await contract.Desk.Delete(Contracts.Provider);
        await Refused(() => contract.Desk.Check(contract.Administrator, contract.Devices[0]));
    }

    [Fact]
    public async Task Check_OfAContractThatHasARoom_SaysSo_UntilItIsUnbound()
    {
        var contract = await Contracts.Create(cluster);
        var room = new RoomId(Property.NewId());
        Assert.True(await contract.Keys.Bind(contract.Customer, room));

        var refused = await Assert.ThrowsAsync<ConflictException>(() => contract.Desk.Check(contract.Administrator, contract.Devices[0]));
        Assert.Equal(Clash.HasRoom, refused.Clash);

        await contract.Keys.Unbind(new RoomId(Property.NewId()));
        await Assert.ThrowsAsync<ConflictException>(() => contract.Desk.Check(contract.Administrator, contract.Devices[0]));
        await contract.Keys.Unbind(room);
        Assert.Null((await contract.Desk.Check(contract.Administrator, contract.Devices[0])).Room);
        Assert.True(await contract.Keys.Bind(contract.Customer, new RoomId(Property.NewId())));
    }

    [Fact]
    public async Task Check_ByAViewer_IsNotPermitted()
    {
        var contract = await Contracts.Create(cluster);
        var viewer = contract.Administrator with { Role = Role.Viewer };

        await Assert.ThrowsAsync<NotPermittedException>(() => contract.Desk.Check(viewer, contract.Devices[0]));
    }

    private static async Task Refused(Func<Task> check) =>
        Assert.Equal("contract", (await Assert.ThrowsAsync<UnknownIdException>(check)).What);
}
