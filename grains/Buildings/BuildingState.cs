using System.Collections.Immutable;
using Mihari.Audit;
using Mihari.Grains.Audit;
using Mihari.Grains.State;
using Mihari.Identifiers;

namespace Mihari.Grains.Buildings;

/// <summary>What is stored of a building; its read model is not, it is asked together at activation.</summary>
internal sealed record BuildingState : AuditedState
{
    public int Version { get; init; } = 1;

    /// <summary>Null until it is created.</summary>
    public CustomerId? Customer { get; init; }

    public string Name { get; init; } = "";

    /// <summary>Its rooms, deleted ones included.</summary>
    public ImmutableArray<BuildingRoom> Rooms { get; init; } = [];

    /// <summary>Set while the building itself is deleted.</summary>
    public Removal? Removal { get; init; }

    /// <summary>A change that other grains take part in and that is not finished (ADR 0014).</summary>
    public BuildingChange? Pending { get; init; }
}

/// <summary>A room of the building; <paramref name="Removal"/> is set while it is deleted.</summary>
internal sealed record BuildingRoom(RoomId Room, string Name, ContractNumber Contract, Removal? Removal = null);

/// <summary>What changes.</summary>
internal enum BuildingChangeKind
{
    /// <summary>The building comes about with its first room; without that room it does not.</summary>
    Create = 1,

    /// <summary>A room is added.</summary>
    AddRoom = 2,

    /// <summary>A room has another name.</summary>
    RenameRoom = 3,

    /// <summary>A room is deleted.</summary>
    RemoveRoom = 4,

    /// <summary>The building is deleted with its rooms.</summary>
    Remove = 5,

    /// <summary>A room is restored.</summary>
    RestoreRoom = 6,

    /// <summary>The building is restored with the rooms that were deleted with it.</summary>
    Restore = 7,
}

/// <summary>A change that has begun, the rooms it is about as they will be, and what the audit trail says of it.</summary>
internal sealed record BuildingChange(BuildingChangeKind Kind, ImmutableArray<BuildingRoom> Rooms, Removal? Removal, ImmutableArray<AuditEntry> Entries);
