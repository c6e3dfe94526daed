using System.Text.Json.Serialization;

namespace Mihari.Protocol;

/// <summary>What a sensor saw.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WireEventKind>))]
public enum WireEventKind
{
    Motion,
    Open,
    Close,
}

/// <summary><c>event</c>: a sensor fired. <see cref="Id"/> is unique for ever (ULID or UUID).</summary>
public sealed record SensorFired
{
    /// <summary>At most 64 characters of letters, digits and <c>-</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The sensor's id on its device, at most 32 characters of letters, digits, <c>-</c> and <c>_</c>.</summary>
    public required string Sensor { get; init; }

    public required WireEventKind Kind { get; init; }

    /// <summary>By the device's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>0 to 1, where the device knows it.</summary>
    public double? Confidence { get; init; }
}
