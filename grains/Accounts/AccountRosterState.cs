using System.Collections.Immutable;
using Mihari.Identifiers;

namespace Mihari.Grains.Accounts;

/// <summary>Which accounts a customer has. How they stand, each of them knows itself.</summary>
internal sealed record AccountRosterState
{
    public int Version { get; init; } = 1;

    /// <summary>In the order they were added.</summary>
    public ImmutableArray<AccountId> Accounts { get; init; } = [];

    /// <summary>Those whose creation was begun: they may be there or not.</summary>
    public ImmutableArray<AccountId> Pending { get; init; } = [];
}
