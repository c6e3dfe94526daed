using System.Collections.Immutable;
using System.Security.Cryptography;
using Mihari.Contracts;
using Mihari.Grains.Accounts;
using Mihari.Grains.Cameras;
using Mihari.Grains.State;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Orleans.Runtime;

namespace Mihari.Grains.Contracts;

/// <summary>One contract: the devices shipped with it, their keys, and the room it is bound to.</summary>
internal sealed class ContractGrain([PersistentState("contract")] IPersistentState<ContractState> store)
    : StatefulGrain<ContractState>(store), IContractGrain, IContractKeys
{
    private const int HashBytes = 32;
    private static readonly byte[] NoHash = new byte[HashBytes];

    private ContractNumber Number => new(this.GetPrimaryKeyString());

    public async Task Register(Caller by, CustomerId customer, ImmutableArray<ShippedDevice> devices)
    {
        Access.Demand(by, Permission.UseSupportDesk);
        if (devices.Any(d => d.KeyHash.IsDefault || d.KeyHash.Length != HashBytes))
            throw new InvalidInputException("devices.keyHash", $"must be {HashBytes} bytes long");

        if (State.Customer is { } owner && owner != customer)
            throw new ConflictException("contract", "is another customer's");

        var known = State.Devices.ToDictionary(d => d.Device);
        var added = devices.Where(d => !known.ContainsKey(d.Device))
            .Select(d => new DeviceKey(d.Device, Convert.ToBase64String(d.KeyHash.AsSpan())))
            .ToImmutableArray();

        // The device comes first: it says no where it belongs to another contract, and then nothing is written here.
        foreach (var device in devices)
        {
            if (!await GrainFactory.GetGrain<ICameraSetup>(device.Device.Value).Register(Number))
                throw new ConflictException("devices.device", $"{device.Device} is registered under another contract");
        }

        if (State.Customer is null || added.Length > 0)
            await Commit(State with { Customer = customer, Devices = State.Devices.AddRange(added) });
    }

    public Task<ContractInfo> Get(Caller by)
    {
        Access.Demand(by, Permission.AddDevices, State.Customer, "contract", Number.Value);
        return Task.FromResult(new ContractInfo(Number, State.Customer!.Value, [.. State.Devices.Select(d => d.Device)], State.Room));
    }

    public Task<bool> Verify(DeviceId device, ImmutableArray<byte> keyHash)
    {
        var key = State.Devices.FirstOrDefault(d => d.Device == device);
        var expected = key is null ? NoHash : Convert.FromBase64String(key.KeyHash);
        return Task.FromResult(CryptographicOperations.FixedTimeEquals(expected, keyHash.AsSpan()) && key is not null);
    }

    public async Task<bool> Bind(CustomerId customer, RoomId room)
    {
        if (State.Customer != customer)
            return false;

        if (State.Room is { } bound)
            return bound == room;

        await Commit(State with { Room = room });
        return true;
    }
}
