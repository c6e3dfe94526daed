using System.Collections.Immutable;
using Mihari.Identifiers;

namespace Mihari.Grains.Customers;

/// <summary>What is stored of a customer.</summary>
internal sealed record CustomerState
{
    public int Version { get; init; } = 1;

    /// <summary>Empty until it is registered.</summary>
    public string Name { get; init; } = "";

    public ImmutableArray<BuildingId> Buildings { get; init; } = [];
}
