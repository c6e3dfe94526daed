using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Identifiers;

namespace Mihari.Contracts;

/// <summary>What is asked and done of a contract beside registering it; key: the contract number.</summary>
[Alias("Mihari.IContractDesk")]
public interface IContractDesk : IGrainWithStringKey
{
    /// <summary>
    /// Whether a room may be added for this contract by who has a device of it (manual 1.3, 契約番号 and MACアドレス); administrators
    /// of the customer and Support.
    /// </summary>
    /// <exception cref="Refusals.UnknownIdException">No such contract of the customer, or the device is not of it; the two can't be told apart.</exception>
    /// <exception cref="Refusals.ConflictException">The contract has a room already.</exception>
    [Alias("Check"), Orleans.Concurrency.AlwaysInterleave]
    Task<ContractInfo> Check(Caller by, DeviceId device);

    /// <summary>The contract as Support sees it.</summary>
    [Alias("GetDetail"), Orleans.Concurrency.AlwaysInterleave]
    Task<ContractDetail> GetDetail(Caller by);

    /// <summary>
    /// Those of the devices that have just this key: what was registered at the same moment by somebody else has another. Support only.
    /// </summary>
    [Alias("Match"), Orleans.Concurrency.AlwaysInterleave]
    Task<ImmutableArray<DeviceId>> Match(Caller by, ImmutableArray<ShippedDevice> devices);

    /// <summary>Gives a device a new key and closes its connection; the old key is refused from now on. Support only.</summary>
    /// <returns>The key, shown once: only its hash is kept.</returns>
    [Alias("IssueKey")]
    Task<string> IssueKey(Caller by, DeviceId device);

    /// <summary>Takes a device's key away and closes its connection. Support only.</summary>
    [Alias("RevokeKey")]
    Task RevokeKey(Caller by, DeviceId device);

    /// <summary>
    /// Deletes the contract: its devices are refused, and the portal tells of each
    /// このデバイスは削除されているかアカウントが変更されているため使用できません。 Support only; restorable.
    /// </summary>
    [Alias("Delete")]
    Task Delete(Caller by);

    /// <summary>Deletes one device of it, as <see cref="Delete"/> does all.</summary>
    [Alias("DeleteDevice")]
    Task DeleteDevice(Caller by, DeviceId device);

    /// <summary>Takes back <see cref="Delete"/>. Support only.</summary>
    [Alias("Restore")]
    Task Restore(Caller by);

    /// <summary>Takes back <see cref="DeleteDevice"/>. Support only.</summary>
    [Alias("RestoreDevice")]
    Task RestoreDevice(Caller by, DeviceId device);
}

/// <summary>A contract in full.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Customer">Whose it is.</param>
/// <param name="Room">The room it is bound to, once there is one.</param>
/// <param name="Building">That room's building.</param>
/// <param name="RoomName">That room's name.</param>
/// <param name="Deleted">Since when it is deleted; null: it is not.</param>
/// <param name="Devices">The devices shipped with it.</param>
[GenerateSerializer, Immutable, Alias("Mihari.ContractDetail")]
public sealed record ContractDetail(
    [property: Id(0)] ContractNumber Number,
    [property: Id(1)] CustomerId Customer,
    [property: Id(2)] RoomId? Room,
    [property: Id(3)] BuildingId? Building,
    [property: Id(4)] string? RoomName,
    [property: Id(5)] DateTimeOffset? Deleted,
    [property: Id(6)] ImmutableArray<ContractDevice> Devices);

/// <summary>A device of a contract.</summary>
/// <param name="Device">Its MAC address.</param>
/// <param name="HasKey">Whether it has a key that is not revoked.</param>
/// <param name="KeyIssued">When; null where it is not known.</param>
/// <param name="Deleted">Since when it is deleted; null: it is not.</param>
[GenerateSerializer, Immutable, Alias("Mihari.ContractDevice")]
public sealed record ContractDevice(
    [property: Id(0)] DeviceId Device,
    [property: Id(1)] bool HasKey,
    [property: Id(2)] DateTimeOffset? KeyIssued,
    [property: Id(3)] DateTimeOffset? Deleted);
