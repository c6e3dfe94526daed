using Mihari.Grains.Capture;
using Mihari.Sensors;

namespace Mihari.Grains.Sensors;

/// <summary>What an event does to a sensor.</summary>
internal static class SensorRules
{
    /// <summary>
    /// Whether cameras may no longer know by themselves what the event has caused; only the timeline knows then whether it was
    /// handled, and a room that has other cameras by now must not be asked again.
    /// </summary>
    public static bool IsOld(SensorEvent fired, DateTimeOffset now) => now - (fired.At + fired.ClockSkew) > CaptureDecisions.KeepSettled;

    /// <summary>Whether the event would be let go as soon as it was recorded.</summary>
    public static bool IsForgotten(SensorEvent fired, DateTimeOffset now, TimeSpan keep) => now - (fired.At + fired.ClockSkew) > keep;

    /// <summary>The sensor after an event: the same unless a contact was opened or closed. A late one does not change what is known of it.</summary>
    public static SensorState After(SensorState sensor, SensorEvent fired)
    {
        if (fired.Kind is not (SensorEventKind.Open or SensorEventKind.Close) || fired.At + fired.ClockSkew < sensor.ChangedAt)
            return sensor;

        var next = sensor with { Open = fired.Kind == SensorEventKind.Open, ChangedAt = fired.At + fired.ClockSkew };
        return next == sensor ? sensor : next;
    }
}
