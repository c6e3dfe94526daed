namespace Mihari.Identifiers;

/// <summary>A converted file (変換済みファイル) of a camera: a UUID, 32 lower-case hex digits.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.ExportId")]
public readonly record struct ExportId([property: Id(0)] string Value)
{
    public override string ToString() => Value;
}
