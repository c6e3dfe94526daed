using Mihari.Identifiers;
using Mihari.Sensors;

namespace Mihari.Grains.Capture;

/// <summary>A sensor event on its way to the cameras that shall capture.</summary>
/// <param name="Event">The event's id, from the device.</param>
/// <param name="Sensor">Which sensor.</param>
/// <param name="Kind">What it saw.</param>
/// <param name="At">When, in the server's time.</param>
[GenerateSerializer, Immutable, Alias("Mihari.CaptureTrigger")]
internal sealed record CaptureTrigger(
    [property: Id(0)] string Event,
    [property: Id(1)] SensorId Sensor,
    [property: Id(2)] SensorEventKind Kind,
    [property: Id(3)] DateTimeOffset At)
{
    /// <summary>Whether such an event makes cameras record: a motion or an opening does, a closing does not.</summary>
    public static bool Captures(SensorEventKind kind) => kind is SensorEventKind.Motion or SensorEventKind.Open;
}
