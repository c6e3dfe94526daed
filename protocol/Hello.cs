using System.Text.Json.Serialization;

namespace Mihari.Protocol;

/// <summary>What kind of device speaks (<c>hello.kind</c>); a camera where nothing is said.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WireDeviceKind>))]
public enum WireDeviceKind
{
    Camera,

    /// <summary>Sensors only: no SD card, and of the commands just <c>ping</c> and <c>reboot</c>.</summary>
    Hub,
}

/// <summary>The kind of a sensor.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WireSensorKind>))]
public enum WireSensorKind
{
    Motion,
    Contact,
}

/// <summary>Whether a contact is open.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WireContactState>))]
public enum WireContactState
{
    Closed,
    Open,
}

/// <summary>The state of an SD card (<c>sd.state</c>).</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WireSdState>))]
public enum WireSdState
{
    Ok,
    Missing,
    Error,
    ReadOnly,
    Full,
}

/// <summary>Whether the agent still gets pictures from its camera (<c>video.state</c>).</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WireVideoState>))]
public enum WireVideoState
{
    Ok,
    Lost,
}

/// <summary>The first message after connecting, and the result of <c>ping</c>. Times are the device's own.</summary>
public sealed record Hello
{
    /// <summary>The protocol's version; 1.</summary>
    public required int Protocol { get; init; }

    public WireDeviceKind Kind { get; init; }

    public required string Model { get; init; }

    public required string Firmware { get; init; }

    /// <summary>Changes with each start of the device.</summary>
    public required string Boot { get; init; }

    /// <summary>The device's clock at the moment of sending.</summary>
    public required DateTimeOffset Clock { get; init; }

    public IReadOnlyList<HelloSensor> Sensors { get; init; } = [];

    /// <summary>Absent for a hub.</summary>
    public SdCardReport? Sd { get; init; }

    /// <summary>Absent means that pictures come.</summary>
    public VideoReport? Video { get; init; }
}

/// <summary>One sensor of the device; <see cref="State"/> only for a contact.</summary>
public sealed record HelloSensor
{
    public required string Id { get; init; }

    public required WireSensorKind Kind { get; init; }

    public WireContactState? State { get; init; }
}

/// <summary>The SD card; in a <c>status</c> only the changed fields are there.</summary>
public sealed record SdCardReport
{
    public WireSdState? State { get; init; }

    public long? CapacityBytes { get; init; }

    public long? UsedBytes { get; init; }

    /// <summary>Start of the oldest minute on the card.</summary>
    public DateTimeOffset? Oldest { get; init; }

    /// <summary>Life left, 0 to 100.</summary>
    public int? LifePercent { get; init; }
}

/// <summary>The agent's picture source.</summary>
public sealed record VideoReport
{
    public required WireVideoState State { get; init; }
}

/// <summary><c>status</c>: sent whenever one of its fields changes, with only the changed ones.</summary>
public sealed record StatusReport
{
    public SdCardReport? Sd { get; init; }

    public VideoReport? Video { get; init; }
}
