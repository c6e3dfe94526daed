using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Grains.Audit;
using Mihari.Identifiers;

namespace Mihari.Grains.Accounts;

/// <summary>What is stored of an account.</summary>
internal sealed record AccountState : AuditedState
{
    public int Version { get; init; } = 1;

    /// <summary>False until it is created, and again when it was deleted.</summary>
    public bool Exists { get; init; }

    /// <summary>It was deleted; its id is never used again.</summary>
    public bool Deleted { get; init; }

    public CustomerId? Customer { get; init; }

    public string Name { get; init; } = "";

    public string Email { get; init; } = "";

    public Role Role { get; init; }

    /// <summary>Goes up with every change of name, address, role or password by somebody else.</summary>
    public long Revision { get; init; }

    public string? Language { get; init; }

    public string PasswordHash { get; init; } = "";

    /// <summary>Somebody else knows the password.</summary>
    public bool MustChangePassword { get; init; }

    public string SecurityStamp { get; init; } = "";

    /// <summary>In a row, since the last right one or the last lock.</summary>
    public int WrongPasswords { get; init; }

    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>Sessions that were signed out, each until no copy of its cookie can be good any more.</summary>
    public ImmutableDictionary<string, DateTimeOffset> EndedSessions { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>Oldest first.</summary>
    public ImmutableArray<AccessToken> Tokens { get; init; } = [];

    /// <summary>The newest tokens that were revoked, so that a repeated revocation is not taken for a wrong id.</summary>
    public ImmutableArray<string> RevokedTokens { get; init; } = [];

    /// <summary>Without what is secret or personal.</summary>
    public override string ToString() => $"AccountState({Role})";
}

/// <summary>A personal access token; of its secret only SHA-256 is kept, in hexadecimal digits.</summary>
internal sealed record AccessToken(string Id, string Name, Role Role, DateTimeOffset Created, DateTimeOffset Expires, string SecretHash)
{
    /// <summary>Without the hash.</summary>
    public override string ToString() => $"AccessToken({Id})";
}

/// <summary>Whose address it is.</summary>
internal sealed record EmailDirectoryState
{
    public int Version { get; init; } = 1;

    /// <summary>Who claimed it last; whether the account still has it, the account knows.</summary>
    public AccountId? Account { get; init; }
}
