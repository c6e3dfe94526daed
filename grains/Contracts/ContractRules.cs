using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Mihari.Audit;
using Mihari.Contracts;
using Mihari.Identifiers;
using Mihari.Refusals;

namespace Mihari.Grains.Contracts;

/// <summary>What becomes of a contract, and what may not; without side effects.</summary>
internal static class ContractRules
{
    public const int HashBytes = 32;

    /// <summary>So many devices an audit line names; a delivery of hundreds would make it unreadable.</summary>
    private const int NamedDevices = 20;

    private static readonly byte[] NoHash = new byte[HashBytes];

    /// <summary>Those of the devices that are not registered yet, each once, with the hashes of their keys.</summary>
    /// <exception cref="InvalidInputException">A hash is none.</exception>
    /// <exception cref="ConflictException">The contract is another customer's, or deleted.</exception>
    public static ImmutableArray<DeviceKey> Added(ContractState state, CustomerId customer, ImmutableArray<ShippedDevice> devices, DateTimeOffset now)
    {
        if (devices.Any(d => d.KeyHash.IsDefault || d.KeyHash.Length != HashBytes))
            throw new InvalidInputException("devices.keyHash", $"must be {HashBytes} bytes long");

        if (state.Customer is { } owner && owner != customer)
            throw new ConflictException("contract", "is another customer's", Clash.Taken);

        var known = state.Devices.Select(d => d.Device).ToHashSet();
        ImmutableArray<DeviceKey> added =
            [.. devices.Where(d => known.Add(d.Device)).Select(d => new DeviceKey(d.Device, Convert.ToBase64String(d.KeyHash.AsSpan()), now))];
        if (state.Deleted is not null && added.Length > 0)
            throw new ConflictException("contract", "is deleted", Clash.Deleted);

        return added;
    }

    /// <summary>Whether the device is refused, whatever its key.</summary>
    public static bool IsBarred(ContractState state, DeviceId device) =>
        state.Deleted is not null || Find(state, device) is not { Deleted: null };

    public static DeviceKey? Find(ContractState state, DeviceId device) => state.Devices.FirstOrDefault(d => d.Device == device);

    /// <summary>In constant time, whether there is such a key or not.</summary>
    public static bool Verify(ContractState state, DeviceId device, ReadOnlySpan<byte> keyHash)
    {
        var key = Find(state, device);
        var expected = key is { KeyHash.Length: > 0 } ? Convert.FromBase64String(key.KeyHash) : NoHash;
        return CryptographicOperations.FixedTimeEquals(expected, keyHash) && key is { KeyHash.Length: > 0 } && !IsBarred(state, device);
    }

    /// <summary>The state with another entry for one device, whose camera has to be told.</summary>
    public static ContractState With(ContractState state, DeviceKey device) => state with
    {
        Devices = [.. state.Devices.Select(d => d.Device == device.Device ? device : d)],
        Untold = state.Untold.Contains(device.Device) ? state.Untold : state.Untold.Add(device.Device),
    };

    /// <summary>The state deleted or restored as a whole; all its cameras have to be told.</summary>
    public static ContractState With(ContractState state, DateTimeOffset? deleted) =>
        state with { Deleted = deleted, Untold = [.. state.Devices.Select(d => d.Device)] };

    public static ContractDetail Detail(ContractNumber number, ContractState state, BuildingId? building, string? roomName) => new(
        number, state.Customer!.Value, state.Room, building, roomName, state.Deleted,
        [.. state.Devices.Select(d => new ContractDevice(d.Device, d.KeyHash.Length > 0, d.Issued, d.Deleted))]);

    /// <summary>What is registered under the number; null: nothing.</summary>
    public static RegisteredContract? Registration(ContractNumber number, ContractState state) => state.Customer is { } customer
        ? new RegisteredContract(
            number, customer, state.Deleted is not null, [.. state.Devices.Select(d => d.Device)], [.. state.Devices.Where(d => d.Deleted is not null).Select(d => d.Device)])
        : null;

    /// <summary>How an audit line names many devices.</summary>
    public static AuditChange DevicesAdded(ImmutableArray<DeviceKey> devices)
    {
        var names = string.Join(' ', devices.Take(NamedDevices).Select(d => d.Device.Value));
        return new AuditChange("devices", null, devices.Length <= NamedDevices ? names : $"{names} +{devices.Length - NamedDevices}");
    }

    /// <summary>A new key, and its hash in base 64. 256 random bits, so a slow hash would add nothing.</summary>
    public static (string Key, string Hash) NewKey()
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return (key, Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
    }
}
