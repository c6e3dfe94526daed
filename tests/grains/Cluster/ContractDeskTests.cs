using System.Security.Cryptography;
using System.Text;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Cameras;
using Mihari.Contracts;
using Mihari.Customers;
using Mihari.Grains.Cameras;
using Mihari.Identifiers;
using Mihari.Refusals;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>Registering contracts and devices, their keys, deleting and restoring them.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ContractDeskTests(ClusterFixture cluster)
{
    [Fact]
    public async Task Register_Again_ChangesNothing_AndKeepsTheKeys()
    {
        var contract = await Contracts.Create(cluster);
        var device = contract.Devices[0];
        var before = await contract.Desk.GetDetail(Contracts.Provider);

        await contract.Grain.Register(Contracts.Provider, contract.Customer, [new ShippedDevice(device, [.. new byte[32]])]);

        Assert.True(await contract.Keys.Verify(device, Property.HashOf(device)));
        Assert.Equal(before.Devices.AsEnumerable(), (await contract.Desk.GetDetail(Contracts.Provider)).Devices);
        Assert.Equal(contract.Number, Assert.Single((await Customer(contract).GetDetail(Contracts.Provider)).Contracts));
    }

    [Fact]
    public async Task Register_WithAnothersDevice_RegistersNothing_AndLetsTheOthersGo()
    {
        var contract = await Contracts.Create(cluster);
        var free = Property.NewDevice();
        var second = new Contracts(cluster, contract.Customer, new ContractNumber(Property.NewId()), [free, contract.Devices[0]]);

        var refused = await Assert.ThrowsAsync<ConflictException>(() => second.Register(second.Devices));

        Assert.Equal(Clash.Taken, refused.Clash);
        await Assert.ThrowsAsync<UnknownIdException>(() => second.Desk.GetDetail(Contracts.Provider));
        Assert.Null(await cluster.Client.GetGrain<ICameraSetup>(free.Value).FindRegistration());
    }

    [Fact]
    public async Task Register_ForACustomerThatIsNone_RegistersNothing()
    {
        var nobody = new Contracts(cluster, new CustomerId(Property.NewId()), new ContractNumber(Property.NewId()), [Property.NewDevice()]);

        await Assert.ThrowsAsync<UnknownIdException>(() => nobody.Register(nobody.Devices));

        Assert.Null(await nobody.Keys.FindRegistration());
        Assert.Null(await cluster.Client.GetGrain<ICameraSetup>(nobody.Devices[0].Value).FindRegistration());
    }

    [Fact]
    public async Task Register_OfManyAtOnce_IsOnTheCustomersList()
    {
        var first = await Contracts.Create(cluster);
        var many = Enumerable.Range(0, 50).Select(_ => first with { Number = new ContractNumber(Property.NewId()), Devices = [Property.NewDevice()] }).ToList();

        await Task.WhenAll(many.Select(c => c.Register(c.Devices)));

        var listed = (await Customer(first).GetDetail(Contracts.Provider)).Contracts;
        Assert.Equal(many.Select(c => c.Number.Value).Append(first.Number.Value).Order(), listed.Select(c => c.Value).Order());
    }

    [Fact]
    public async Task GetDetail_WhileItsRoomIsBeingDeleted_ShowsNoRoom()
    {
        var property = await Property.Create(cluster);
        var desk = cluster.Client.GetGrain<IContractDesk>(property.Contract.Value);
        cluster.Faults.FailNext(property.Contract.Value, "Unbind");
        await Assert.ThrowsAsync<InjectedFaultException>(() => property.Setup.DeleteRoom(property.Administrator, property.Room, "エントランス"));

        var detail = await desk.GetDetail(Contracts.Provider);

        Assert.Equal((null, null), (detail.Building, detail.RoomName));
    }

    [Fact]
    public async Task IssueKey_MakesTheOldOneUseless_AndRevokeKeyAll()
    {
        var contract = await Contracts.Create(cluster);
        var device = contract.Devices[0];

        var key = await contract.Desk.IssueKey(Contracts.Provider, device);

        Assert.Equal(64, key.Length);
        Assert.False(await contract.Keys.Verify(device, Property.HashOf(device)));
        Assert.True(await contract.Keys.Verify(device, [.. SHA256.HashData(Encoding.UTF8.GetBytes(key))]));
        await contract.Desk.RevokeKey(Contracts.Provider, device);
        Assert.False(await contract.Keys.Verify(device, [.. SHA256.HashData(Encoding.UTF8.GetBytes(key))]));
        Assert.False(await contract.Keys.Verify(device, [.. new byte[32]]));
        Assert.False((await contract.Desk.GetDetail(Contracts.Provider)).Devices[0].HasKey);
    }

    [Fact]
    public async Task Delete_RefusesTheCamerasAndTellsThePortal_UntilItIsRestored()
    {
        var property = await Property.Create(cluster);
        var desk = cluster.Client.GetGrain<IContractDesk>(property.Contract.Value);
        await property.Connect();

        await desk.Delete(Contracts.Provider);

        Assert.Equal(ConnectResult.Refused, await property.Link().Connect(new ConnectRequest(cluster.Gateway, Property.HashOf(property.Cameras[0]), 1)));
        Assert.Contains((await property.Camera().Get(property.Viewer)).Status.Troubles, t => t.Kind == Mihari.Troubles.TroubleKind.DeviceRemoved);
        await desk.Restore(Contracts.Provider);
        Assert.True((await property.Link().Connect(new ConnectRequest(cluster.Gateway, Property.HashOf(property.Cameras[0]), 1))).Accepted);
        Assert.DoesNotContain((await property.Camera().Get(property.Viewer)).Status.Troubles, t => t.Kind == Mihari.Troubles.TroubleKind.DeviceRemoved);
    }

    [Fact]
    public async Task DeleteDevice_RefusesThatOneAlone_AndKeepsItsKeyForTheRestoring()
    {
        var contract = await Contracts.Create(cluster, devices: 2);

        await contract.Desk.DeleteDevice(Contracts.Provider, contract.Devices[0]);
        await contract.Desk.DeleteDevice(Contracts.Provider, contract.Devices[0]);

        Assert.False(await contract.Keys.Verify(contract.Devices[0], Property.HashOf(contract.Devices[0])));
        Assert.True(await contract.Keys.Verify(contract.Devices[1], Property.HashOf(contract.Devices[1])));
        await Assert.ThrowsAsync<ConflictException>(() => contract.Desk.IssueKey(Contracts.Provider, contract.Devices[0]));
        await cluster.Deactivate(contract.Grain);
        await contract.Desk.RestoreDevice(Contracts.Provider, contract.Devices[0]);
        Assert.True(await contract.Keys.Verify(contract.Devices[0], Property.HashOf(contract.Devices[0])));
    }

    [Fact]
    public async Task Administrators_AreNotPermittedWhatIsTheDesks()
    {
        var contract = await Contracts.Create(cluster);
        var by = contract.Administrator;
        var device = contract.Devices[0];

        foreach (var act in new Func<Task>[]
        {
            () => contract.Desk.GetDetail(by), () => contract.Desk.IssueKey(by, device), () => contract.Desk.RevokeKey(by, device), () => contract.Desk.Delete(by),
            () => contract.Desk.Restore(by), () => contract.Desk.DeleteDevice(by, device), () => contract.Desk.RestoreDevice(by, device), () => contract.Desk.Match(by, []),
            () => contract.Grain.Register(by, contract.Customer, []),
        })
        {
            await Assert.ThrowsAsync<NotPermittedException>(act);
        }
    }

    [Fact]
    public async Task EveryChange_IsInTheTrailOnce()
    {
        var contract = await Contracts.Create(cluster, devices: 25);
        await contract.Desk.IssueKey(Contracts.Provider, contract.Devices[0]);
        await contract.Desk.Delete(Contracts.Provider);
        await cluster.Deactivate(contract.Grain);
        await contract.Desk.Restore(Contracts.Provider);

        var now = cluster.Clock.GetUtcNow();
        var page = await cluster.Client.GetGrain<IAuditTrail>(contract.Customer.Value)
            .Read(Contracts.Provider, new AuditQuery(now.AddDays(-1), now.AddDays(1), null, [], 100, null));

        Assert.Equal(
            [AuditAction.CustomerRegistered, AuditAction.ContractRegistered, AuditAction.DeviceKeyIssued, AuditAction.ContractDeleted, AuditAction.ContractRestored],
            page.Entries.Select(e => e.Action).OrderBy(a => a == AuditAction.DeviceKeyIssued ? 22.5 : (int)a));
        var registered = page.Entries.Single(e => e.Action == AuditAction.ContractRegistered);
        Assert.EndsWith(" +5", Assert.Single(registered.Changes).After, StringComparison.Ordinal);
        Assert.All(page.Entries, e => Assert.Equal("窓口", e.ActorName));
    }

    private ICustomerDesk Customer(Contracts contract) => cluster.Client.GetGrain<ICustomerDesk>(contract.Customer.Value);
}
