using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Support;

namespace Mihari.Grains.Support;

/// <summary>What is stored of the desk.</summary>
internal sealed record SupportState
{
    public int Version { get; init; } = 1;

    /// <summary>The accounts of the staff, in the order they were added; one that was never finished is none.</summary>
    public ImmutableArray<AccountId> Staff { get; init; } = [];

    /// <summary>Customers that are about to be registered: what has begun goes on after a crash.</summary>
    public ImmutableArray<PendingCustomer> Pending { get; init; } = [];
}

/// <summary>A customer on its way in, and by whom.</summary>
internal sealed record PendingCustomer(Caller By, NewCustomer Customer);
