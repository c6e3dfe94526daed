using System.Collections.Immutable;
using Mihari.Identifiers;

namespace Mihari.Grains.Contracts;

/// <summary>What is stored of a contract.</summary>
internal sealed record ContractState
{
    public int Version { get; init; } = 1;

    /// <summary>Null until it is registered.</summary>
    public CustomerId? Customer { get; init; }

    public ImmutableArray<DeviceKey> Devices { get; init; } = [];

    public RoomId? Room { get; init; }
}

/// <summary>A device and the hash of its key, in base 64.</summary>
internal sealed record DeviceKey(DeviceId Device, string KeyHash);
