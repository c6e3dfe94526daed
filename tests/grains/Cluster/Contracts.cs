using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Contracts;
using Mihari.Customers;
using Mihari.Grains.Contracts;
using Mihari.Identifiers;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>A customer of its own with one contract, whose devices stand nowhere.</summary>
internal sealed record Contracts(ClusterFixture Cluster, CustomerId Customer, ContractNumber Number, ImmutableArray<DeviceId> Devices)
{
    public static readonly Caller Provider = new(new AccountId("provider"), null, Role.Support, "窓口");

    public Caller Administrator => new(new AccountId("a" + Customer), Customer, Role.Administrator);

    public IContractGrain Grain => Cluster.Client.GetGrain<IContractGrain>(Number.Value);

    public IContractDesk Desk => Cluster.Client.GetGrain<IContractDesk>(Number.Value);

    public IContractKeys Keys => Cluster.Client.GetGrain<IContractKeys>(Number.Value);

    public static async Task<Contracts> Create(ClusterFixture cluster, int devices = 1)
    {
        var contract = new Contracts(
            cluster, new CustomerId(Property.NewId()), new ContractNumber(Property.NewId()), [.. Enumerable.Range(0, devices).Select(_ => Property.NewDevice())]);
        await cluster.Client.GetGrain<ICustomerGrain>(contract.Customer.Value).Register(Provider, "管理会社");
        await contract.Register(contract.Devices);
        return contract;
    }

    public Task Register(ImmutableArray<DeviceId> devices) =>
        Grain.Register(Provider, Customer, [.. devices.Select(d => new ShippedDevice(d, Property.HashOf(d)))]);
}
