using System.Collections.Immutable;
using Mihari.Support;

namespace Mihari.Grains.Support;

/// <summary>What is stored of the list of customers.</summary>
internal sealed record CustomerListState
{
    public int Version { get; init; } = 1;

    public ImmutableArray<CustomerEntry> Customers { get; init; } = [];
}
