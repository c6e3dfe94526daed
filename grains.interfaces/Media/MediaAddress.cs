namespace Mihari.Media;

/// <summary>Where bytes lie in the media store.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.MediaAddress")]
public sealed record MediaAddress(
    [property: Id(0)] string Key,
    [property: Id(1)] string ContentType);
