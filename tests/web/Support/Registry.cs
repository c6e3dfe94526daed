using System.Collections.Concurrent;
using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Contracts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Support;
using Mihari.Tests.Web.Hosts;
using Mihari.Web.Support;

namespace Mihari.Tests.Web.Support;

/// <summary>Contracts and devices as they are registered, in memory; the rules are the grains' and are tested there.</summary>
internal sealed class Registry
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ContractNumber, RegisteredContract> _contracts = [];
    private readonly Dictionary<DeviceId, ImmutableArray<byte>> _hashes = [];

    public Registry(FakeGrains? grains = null)
    {
        Grains = grains ?? new FakeGrains();
        Grains.Put<ISupportDesk>(ISupportDesk.Key, new Desk(this));
        Grains.PutOthers<IContractGrain>(number => new Contract(this, new ContractNumber(number)));
        Grains.PutOthers<IContractDesk>(number => new Contract(this, new ContractNumber(number)));
    }

    public FakeGrains Grains { get; }

    /// <summary>The contracts that something was registered under, in order; each as often as it was asked for.</summary>
    public ConcurrentQueue<ContractNumber> Asked { get; } = new();

    /// <summary>Thrown instead of registering under a contract; null: nothing is.</summary>
    public Func<ContractNumber, Exception?> Broken { get; set; } = _ => null;

    /// <summary>What is looked up is answered no sooner.</summary>
    public Task Until { get; set; } = Task.CompletedTask;

    /// <summary>Devices that have connected with the key that they have.</summary>
    public HashSet<DeviceId> Connected { get; } = [];

    public IReadOnlyDictionary<DeviceId, ImmutableArray<byte>> Hashes => _hashes;

    public IEnumerable<string> Devices => _contracts.Values.SelectMany(c => c.Devices.Select(d => $"{c.Number} {d}")).Order(StringComparer.Ordinal);

    public void Register(CustomerId customer, ContractNumber number, params IEnumerable<ShippedDevice> devices)
    {
        lock (_gate)
        {
            var contract = _contracts.GetValueOrDefault(number) ?? new RegisteredContract(number, customer, false, [], []);
            foreach (var device in devices)
            {
                if (_hashes.TryAdd(device.Device, device.KeyHash))
                    contract = contract with { Devices = contract.Devices.Add(device.Device) };
            }

            _contracts[number] = contract;
        }
    }

    private async Task<Registrations> Find(ImmutableArray<ContractNumber> contracts, ImmutableArray<DeviceId> devices)
    {
        await Until;
        lock (_gate)
        {
            return new Registrations(
                [.. contracts.Where(_contracts.ContainsKey).Select(n => _contracts[n])],
                [.. _contracts.Values.SelectMany(c => c.Devices.Intersect(devices).Select(d => new RegisteredDevice(d, c.Number, Connected.Contains(d))))]);
        }
    }

    private sealed class Contract(Registry registry, ContractNumber number) : IContractGrain, IContractDesk
    {
        public Task Register(Caller by, CustomerId customer, ImmutableArray<ShippedDevice> devices)
        {
            registry.Asked.Enqueue(number);
            if (registry.Broken(number) is { } error)
                return Task.FromException(error);

            registry.Register(customer, number, devices);
            return Task.CompletedTask;
        }

        public Task<ImmutableArray<DeviceId>> Match(Caller by, ImmutableArray<ShippedDevice> devices) =>
            Task.FromResult<ImmutableArray<DeviceId>>([.. devices.Where(d => registry._hashes[d.Device].SequenceEqual(d.KeyHash)).Select(d => d.Device)]);

        public Task<ContractInfo> Get(Caller by) => throw new NotSupportedException();

        public Task<ContractInfo> Check(Caller by, DeviceId device) => throw new NotSupportedException();

        public Task<ContractDetail> GetDetail(Caller by) => throw new NotSupportedException();

        public Task<string> IssueKey(Caller by, DeviceId device)
        {
            var key = $"issued-{device}";
            registry._hashes[device] = DeviceKeys.Shipped(device, key).KeyHash;
            return Task.FromResult(key);
        }

        public Task RevokeKey(Caller by, DeviceId device) => throw new NotSupportedException();

        public Task Delete(Caller by) => throw new NotSupportedException();

        public Task DeleteDevice(Caller by, DeviceId device) => throw new NotSupportedException();

        public Task Restore(Caller by) => throw new NotSupportedException();

        public Task RestoreDevice(Caller by, DeviceId device) => throw new NotSupportedException();
    }

    private sealed class Desk(Registry registry) : ISupportDesk
    {
        public Task<Registrations> FindRegistrations(Caller by, ImmutableArray<ContractNumber> contracts, ImmutableArray<DeviceId> devices) =>
            by.Role == Role.Support ? registry.Find(contracts, devices) : throw new NotPermittedException("find registrations");

        public Task<IssuedPassword> RegisterCustomer(Caller by, NewCustomer customer) => throw new NotSupportedException();

        public Task<CustomerPage> FindCustomers(Caller by, string? search, int skip, int take) => throw new NotSupportedException();

        public Task<ImmutableArray<AccountSummary>> GetStaff(Caller by) => throw new NotSupportedException();

        public Task<IssuedPassword> AddStaff(Caller by, AccountId account, string name, string email) => throw new NotSupportedException();

        public Task<IssuedPassword?> AddFirstStaff(Caller by, AccountId account, string name, string email) => throw new NotSupportedException();

        public Task DeleteStaff(Caller by, AccountId account) => throw new NotSupportedException();
    }
}
