namespace Mihari.Identifiers;

/// <summary>A room: a place where cameras stand (部屋).</summary>
[GenerateSerializer, Immutable, Alias("Mihari.RoomId")]
public readonly record struct RoomId([property: Id(0)] string Value)
{
    /// <summary>The key of the grain.</summary>
    public override string ToString() => Value;
}
