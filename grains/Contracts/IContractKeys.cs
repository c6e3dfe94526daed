using System.Collections.Immutable;
using Mihari.Contracts;
using Mihari.Identifiers;

namespace Mihari.Grains.Contracts;

/// <summary>What other grains ask a contract; key: the contract number.</summary>
[Alias("Mihari.IContractKeys")]
internal interface IContractKeys : IGrainWithStringKey
{
    /// <summary>Whether a device was shipped with this contract and has this key; in constant time. No, where either is deleted or the key revoked.</summary>
    [Alias("Verify"), Orleans.Concurrency.AlwaysInterleave]
    Task<bool> Verify(DeviceId device, ImmutableArray<byte> keyHash);

    /// <summary>Binds the contract to a room of its customer; false where another room has it, the customer is another, or it is deleted.</summary>
    [Alias("Bind")]
    Task<bool> Bind(CustomerId customer, RoomId room);

    /// <summary>Takes the contract off the room; nothing changes where it is another's or nobody's.</summary>
    [Alias("Unbind")]
    Task Unbind(RoomId room);

    /// <summary>What is registered under the number; null: nothing.</summary>
    [Alias("FindRegistration"), Orleans.Concurrency.AlwaysInterleave]
    Task<RegisteredContract?> FindRegistration();
}
