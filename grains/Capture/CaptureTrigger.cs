using System.Collections.Immutable;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Sensors;

namespace Mihari.Grains.Capture;

/// <summary>A sensor event on its way to the cameras that shall capture.</summary>
/// <param name="Event">The event's id, from the device.</param>
/// <param name="Sensor">Which sensor.</param>
/// <param name="Kind">What it saw.</param>
/// <param name="At">When, in the server's time.</param>
/// <param name="Feeds">The rooms whose cameras have rules for the sensor.</param>
/// <param name="From">The sensor's room, once the room has said so.</param>
/// <param name="Told">How room, device and sensor are called, once the room has said so.</param>
/// <param name="Rule">The rule by which it reaches a camera; null for one of the sensor's own room.</param>
[GenerateSerializer, Immutable, Alias("Mihari.CaptureTrigger")]
internal sealed record CaptureTrigger(
    [property: Id(0)] string Event,
    [property: Id(1)] SensorId Sensor,
    [property: Id(2)] SensorEventKind Kind,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] ImmutableArray<RoomId> Feeds,
    [property: Id(5)] RoomId? From = null,
    [property: Id(6)] TriggerNames? Told = null,
    [property: Id(7)] TriggerRule? Rule = null)
{
    /// <summary>Whether such an event makes cameras record: a motion or an opening does, a closing does not.</summary>
    public static bool Captures(SensorEventKind kind) => kind is SensorEventKind.Motion or SensorEventKind.Open;
}

/// <summary>The rule by which a trigger reaches a camera.</summary>
/// <param name="Room">The camera's room, whose rule it is.</param>
/// <param name="SetAt">When the rule was set.</param>
/// <param name="SetBy">The name of who set it.</param>
[GenerateSerializer, Immutable, Alias("Mihari.TriggerRule")]
internal sealed record TriggerRule(
    [property: Id(0)] RoomId Room,
    [property: Id(1)] DateTimeOffset SetAt,
    [property: Id(2)] string SetBy);
