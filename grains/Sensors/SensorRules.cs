using Mihari.Sensors;

namespace Mihari.Grains.Sensors;

/// <summary>What an event does to a sensor.</summary>
internal static class SensorRules
{
    /// <summary>Events remembered by id; older ones are looked up in the timeline.</summary>
    public const int Remembered = 32;

    /// <summary>Whether the event was handled: yes, no, or null where only the timeline knows.</summary>
    public static bool? IsHandled(SensorState sensor, SensorEvent fired)
    {
        foreach (var handled in sensor.Handled)
        {
            if (string.Equals(handled.Id, fired.Id, StringComparison.Ordinal))
                return true;
        }

        var mayHaveBeenForgotten = sensor.Handled.Length == Remembered && fired.At <= sensor.Handled.Max(h => h.At);
        return mayHaveBeenForgotten ? null : false;
    }

    /// <summary>The sensor after an event. A late one does not change what is known of a contact.</summary>
    public static SensorState After(SensorState sensor, SensorEvent fired)
    {
        var isNewest = sensor.LastEvent is not { } last || fired.At >= last;
        var handled = sensor.Handled.Length < Remembered ? sensor.Handled : sensor.Handled[..(Remembered - 1)];
        return sensor with
        {
            LastEvent = isNewest ? fired.At : sensor.LastEvent,
            Open = !isNewest ? sensor.Open : fired.Kind switch
            {
                SensorEventKind.Open => true,
                SensorEventKind.Close => false,
                _ => sensor.Open,
            },
            Handled = handled.Insert(0, new HandledEvent(fired.Id, fired.At)),
        };
    }
}
