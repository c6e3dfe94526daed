using System.Collections.Immutable;
using Mihari.Identifiers;
using Mihari.Troubles;

namespace Mihari.Cameras;

/// <summary>What kind of device it is.</summary>
public enum DeviceKind
{
    Camera = 1,

    /// <summary>Sensors only.</summary>
    Hub = 2,
}

/// <summary>Whether a device is connected, by its connection epochs (design, rule 3).</summary>
public enum Presence
{
    /// <summary>It never was connected.</summary>
    NeverSeen = 1,

    Online = 2,

    /// <summary>Its gateway died; it has the reconnect window to come back.</summary>
    Suspect = 3,

    Offline = 4,
}

/// <summary>The state of an SD card.</summary>
public enum SdCardState
{
    /// <summary>The device has not said yet.</summary>
    Unknown = 0,
    Ok = 1,
    Missing = 2,
    Error = 3,
    ReadOnly = 4,
    Full = 5,
}

/// <summary>Whether the camera's pictures reach its agent.</summary>
public enum VideoState
{
    Ok = 1,
    Lost = 2,
}

/// <summary>The SD card as last reported; a field that was never reported is null.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.SdCard")]
public sealed record SdCard(
    [property: Id(0)] SdCardState State,
    [property: Id(1)] long? CapacityBytes,
    [property: Id(2)] long? UsedBytes,
    [property: Id(3)] DateTimeOffset? Oldest,
    [property: Id(4)] int? LifePercent);

/// <summary>A picture of the moment a capture was triggered.</summary>
/// <param name="Clip">The clip it belongs to; its address is <c>/media/thumbnails/{camera}/{clip}</c>.</param>
/// <param name="At">When it was taken, in the server's time.</param>
[GenerateSerializer, Immutable, Alias("Mihari.Thumbnail")]
public sealed record Thumbnail(
    [property: Id(0)] ClipId Clip,
    [property: Id(1)] DateTimeOffset At);

/// <summary>What a camera publishes of itself.</summary>
/// <param name="Camera">Which.</param>
/// <param name="Version">Goes up with every change; a lower one that arrives later is ignored.</param>
/// <param name="Name">The name given to it, 3 to 64 characters.</param>
/// <param name="Kind">Camera or hub.</param>
/// <param name="Presence">Whether it is connected.</param>
/// <param name="PresenceSince">Since when it is so.</param>
/// <param name="Sd">Its card; null for a hub, or before its first hello.</param>
/// <param name="Video">Whether its pictures come.</param>
/// <param name="Troubles">What is wrong now.</param>
/// <param name="Thumbnail">The newest picture.</param>
/// <param name="RecordingUntil">The end of the capture that runs, in the server's time.</param>
/// <param name="Model">As the device says; null before its first hello.</param>
/// <param name="Firmware">As the device says; null before its first hello.</param>
[GenerateSerializer, Immutable, Alias("Mihari.CameraStatus")]
public sealed record CameraStatus(
    [property: Id(0)] DeviceId Camera,
    [property: Id(1)] long Version,
    [property: Id(2)] string Name,
    [property: Id(3)] DeviceKind Kind,
    [property: Id(4)] Presence Presence,
    [property: Id(5)] DateTimeOffset PresenceSince,
    [property: Id(6)] SdCard? Sd,
    [property: Id(7)] VideoState Video,
    [property: Id(8)] ImmutableArray<ActiveTrouble> Troubles,
    [property: Id(9)] Thumbnail? Thumbnail,
    [property: Id(10)] DateTimeOffset? RecordingUntil,
    [property: Id(11)] string? Model = null,
    [property: Id(12)] string? Firmware = null);
