using System.Text.Json.Serialization;

namespace Mihari.Identifiers;

/// <summary>A sensor: the device that carries it and its name there, as in <c>0011223344AA/motion</c>.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.SensorId")]
[method: JsonConstructor]
public readonly record struct SensorId([property: Id(0)] DeviceId Device, [property: Id(1)] string Name)
{
    /// <summary>The key of the sensor's grain.</summary>
    public override string ToString() => $"{Device}/{Name}";

    /// <summary>Reads the key of a sensor's grain.</summary>
    /// <exception cref="FormatException">It is not of the form <c>device/name</c>.</exception>
    public static SensorId Parse(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < key.Length - 1
            ? new SensorId(DeviceId.Parse(key[..slash]), key[(slash + 1)..])
            : throw new FormatException("a sensor id is device/name");
    }
}
