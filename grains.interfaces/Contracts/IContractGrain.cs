using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Identifiers;

namespace Mihari.Contracts;

/// <summary>One contract (契約番号/SPID); key: the contract number.</summary>
[Alias("Mihari.IContractGrain")]
public interface IContractGrain : IGrainWithStringKey
{
    /// <summary>Registers the contract with the devices shipped under it; Support only. Devices that are new are added, others keep their key.</summary>
    /// <exception cref="Refusals.ConflictException">The contract is another customer's, or a device is registered under another contract.</exception>
    [Alias("Register")]
    Task Register(Caller by, CustomerId customer, ImmutableArray<ShippedDevice> devices);

    /// <summary>The contract as it stands.</summary>
    [Alias("Get"), Orleans.Concurrency.AlwaysInterleave]
    Task<ContractInfo> Get(Caller by);
}

/// <summary>A device as shipped.</summary>
/// <param name="Device">Its MAC address.</param>
/// <param name="KeyHash">SHA-256 of its key, 32 bytes. Keys are random and long, so a slow hash would add nothing.</param>
[GenerateSerializer, Immutable, Alias("Mihari.ShippedDevice")]
public sealed record ShippedDevice(
    [property: Id(0)] DeviceId Device,
    [property: Id(1)] ImmutableArray<byte> KeyHash)
{
    /// <summary>Without the hash.</summary>
    public override string ToString() => $"ShippedDevice({Device})";
}

/// <summary>A contract.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Customer">Whose it is.</param>
/// <param name="Devices">The devices shipped with it.</param>
/// <param name="Room">The room it is bound to, once there is one.</param>
[GenerateSerializer, Immutable, Alias("Mihari.ContractInfo")]
public sealed record ContractInfo(
    [property: Id(0)] ContractNumber Number,
    [property: Id(1)] CustomerId Customer,
    [property: Id(2)] ImmutableArray<DeviceId> Devices,
    [property: Id(3)] RoomId? Room);
