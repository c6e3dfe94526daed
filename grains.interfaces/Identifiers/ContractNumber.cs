namespace Mihari.Identifiers;

/// <summary>A contract number (契約番号/SPID), as the provider registered it.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.ContractNumber")]
public readonly record struct ContractNumber([property: Id(0)] string Value)
{
    /// <summary>The key of the grain.</summary>
    public override string ToString() => Value;
}
