using System.Collections.Immutable;
using Mihari.Audit;
using Mihari.Grains.Audit;
using Mihari.Identifiers;

namespace Mihari.Grains.Contracts;

/// <summary>What is stored of a contract.</summary>
internal sealed record ContractState : AuditedState
{
    public int Version { get; init; } = 1;

    /// <summary>Null until it is registered.</summary>
    public CustomerId? Customer { get; init; }

    public ImmutableArray<DeviceKey> Devices { get; init; } = [];

    public RoomId? Room { get; init; }

    /// <summary>Since when it is deleted; null: it is not.</summary>
    public DateTimeOffset? Deleted { get; init; }

    /// <summary>Devices that are about to be registered: what has begun goes on after a crash.</summary>
    public Arrival? Arriving { get; init; }

    /// <summary>Devices whose cameras have yet to be told what became of their registration or key.</summary>
    public ImmutableArray<DeviceId> Untold { get; init; } = [];
}

/// <summary>A device and the hash of its key, in base 64; empty where the key was revoked.</summary>
internal sealed record DeviceKey(DeviceId Device, string KeyHash, DateTimeOffset? Issued = null, DateTimeOffset? Deleted = null)
{
    /// <summary>Without the hash.</summary>
    public override string ToString() => $"DeviceKey({Device})";
}

/// <summary>Devices on their way into a contract, and the line that tells of it.</summary>
internal sealed record Arrival(CustomerId Customer, ImmutableArray<DeviceKey> Devices, AuditEntry Entry);
