namespace Mihari.Identifiers;

/// <summary>An event recording (イベント録画): hash of the event that caused it and the camera that recorded it.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.ClipId")]
public readonly record struct ClipId([property: Id(0)] string Value)
{
    /// <summary>The key of the grain.</summary>
    public override string ToString() => Value;
}
