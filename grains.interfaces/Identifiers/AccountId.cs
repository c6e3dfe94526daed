namespace Mihari.Identifiers;

/// <summary>A user account (ユーザーアカウント).</summary>
[GenerateSerializer, Immutable, Alias("Mihari.AccountId")]
public readonly record struct AccountId([property: Id(0)] string Value)
{
    /// <summary>The key of the grain.</summary>
    public override string ToString() => Value;
}
