using System.Collections.Immutable;
using Mihari.Audit;
using Mihari.Customers;
using Mihari.Grains.Audit;
using Mihari.Identifiers;

namespace Mihari.Grains.Customers;

/// <summary>What is stored of a customer.</summary>
internal sealed record CustomerState : AuditedState
{
    public int Version { get; init; } = 1;

    /// <summary>Empty until it is registered.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it has booked.</summary>
    public ServicePlan Plan { get; init; }

    /// <summary>Its buildings, deleted ones that can be restored included.</summary>
    public ImmutableArray<BuildingId> Buildings { get; init; } = [];

    public ImmutableArray<ContractNumber> Contracts { get; init; } = [];

    /// <summary>Rooms on their way from one building to another (ADR 0014).</summary>
    public ImmutableArray<PendingMove> Moves { get; init; } = [];
}

/// <summary>A move that has begun, and what the audit trail says of it.</summary>
internal sealed record PendingMove(RoomId Room, string Name, ContractNumber Contract, BuildingId From, BuildingId To, AuditEntry Entry);
