using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Identifiers;

namespace Mihari.Grains.Accounts;

/// <summary>What is stored of an account.</summary>
internal sealed record AccountState
{
    public int Version { get; init; } = 1;

    /// <summary>False until it is created.</summary>
    public bool Exists { get; init; }

    public CustomerId? Customer { get; init; }

    public string Name { get; init; } = "";

    public string Email { get; init; } = "";

    public Role Role { get; init; }

    public string PasswordHash { get; init; } = "";

    public string SecurityStamp { get; init; } = "";

    /// <summary>In a row, since the last right one or the last lock.</summary>
    public int WrongPasswords { get; init; }

    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>Sessions that were signed out, each until no copy of its cookie can be good any more.</summary>
    public ImmutableDictionary<string, DateTimeOffset> EndedSessions { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;
}

/// <summary>Whose address it is.</summary>
internal sealed record EmailDirectoryState
{
    public int Version { get; init; } = 1;

    public AccountId? Account { get; init; }
}
