namespace Mihari.Identifiers;

/// <summary>A customer: the property company (契約者).</summary>
[GenerateSerializer, Immutable, Alias("Mihari.CustomerId")]
public readonly record struct CustomerId([property: Id(0)] string Value)
{
    /// <summary>The key of the grain.</summary>
    public override string ToString() => Value;
}
