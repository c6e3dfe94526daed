namespace Mihari.Sensors;

/// <summary>The sensors of a room.</summary>
/// <param name="All">How many.</param>
/// <param name="Open">How many of its contacts are open.</param>
/// <param name="Closed">How many are closed; those of which nothing is known are neither.</param>
[GenerateSerializer, Immutable, Alias("Mihari.SensorCount")]
public sealed record SensorCount([property: Id(0)] int All, [property: Id(1)] int Open, [property: Id(2)] int Closed);
