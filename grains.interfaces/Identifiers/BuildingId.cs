namespace Mihari.Identifiers;

/// <summary>A building (建物).</summary>
[GenerateSerializer, Immutable, Alias("Mihari.BuildingId")]
public readonly record struct BuildingId([property: Id(0)] string Value)
{
    /// <summary>The key of the grain.</summary>
    public override string ToString() => Value;
}
