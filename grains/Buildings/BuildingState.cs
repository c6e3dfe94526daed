using System.Collections.Immutable;
using Mihari.Identifiers;

namespace Mihari.Grains.Buildings;

/// <summary>What is stored of a building; its read model is not, it is asked together at activation.</summary>
internal sealed record BuildingState
{
    public int Version { get; init; } = 1;

    /// <summary>Null until it is created.</summary>
    public CustomerId? Customer { get; init; }

    public string Name { get; init; } = "";

    public ImmutableArray<BuildingRoom> Rooms { get; init; } = [];
}

/// <summary>A room of the building.</summary>
internal sealed record BuildingRoom(RoomId Room, string Name, ContractNumber Contract);
