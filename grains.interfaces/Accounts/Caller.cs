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
[GenerateSerializer, Immutable, Alias("Mihari.Caller")]
public sealed record Caller(
    [property: Id(0)] AccountId Account,
    [property: Id(1)] CustomerId? Customer,
    [property: Id(2)] Role Role);
