using Mihari.Identifiers;

namespace Mihari.Accounts;

/// <summary>The role of an account (manual 1.2), in ascending order of what it allows.</summary>
public enum Role
{
    /// <summary>参照のみ: sees and downloads.</summary>
    Viewer = 1,

    /// <summary>機器操作: at present the same rights as <see cref="Viewer"/>.</summary>
    Operator = 2,

    /// <summary>管理者: everything of its customer; one a customer.</summary>
    Administrator = 3,

    /// <summary>サポート窓口: the provider's own staff, of no customer.</summary>
    Support = 4,
}

/// <summary>On whose behalf a grain is called; checked at the grain (design, rule 7).</summary>
/// <param name="Account">Who.</param>
/// <param name="Customer">Of which customer; null for Support.</param>
/// <param name="Role">With which role.</param>
/// <param name="Name">The account's name when it signed in, for the audit trail; empty for the server itself.</param>
/// <param name="From">From where, for the audit trail; null for the server itself.</param>
[GenerateSerializer, Immutable, Alias("Mihari.Caller")]
public sealed record Caller(
    [property: Id(0)] AccountId Account,
    [property: Id(1)] CustomerId? Customer,
    [property: Id(2)] Role Role,
    [property: Id(3)] string Name = "",
    [property: Id(4)] Origin? From = null);

/// <summary>The way by which a caller came.</summary>
public enum OriginKind
{
    /// <summary>A browser.</summary>
    Portal = 1,

    /// <summary>The REST API with a session's cookie.</summary>
    Api = 2,

    /// <summary>The REST API with a personal access token.</summary>
    Token = 3,
}

/// <summary>From where somebody acts.</summary>
/// <param name="Kind">By which way.</param>
/// <param name="Address">The network address, as the web node saw it; at most 64 characters, empty where it is unknown.</param>
[GenerateSerializer, Immutable, Alias("Mihari.Origin")]
public sealed record Origin(
    [property: Id(0)] OriginKind Kind,
    [property: Id(1)] string Address);
