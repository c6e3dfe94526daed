using System.Collections.Immutable;
using Mihari.Identifiers;

namespace Mihari.Grains.Contracts;

/// <summary>What other grains ask a contract; key: the contract number.</summary>
[Alias("Mihari.IContractKeys")]
internal interface IContractKeys : IGrainWithStringKey
{
    /// <summary>Whether a device was shipped with this contract and has this key; in constant time.</summary>
    [Alias("Verify"), Orleans.Concurrency.AlwaysInterleave]
    Task<bool> Verify(DeviceId device, ImmutableArray<byte> keyHash);

    /// <summary>Binds the contract to a room of its customer; false where another room has it or the customer is another.</summary>
    [Alias("Bind")]
    Task<bool> Bind(CustomerId customer, RoomId room);
}
