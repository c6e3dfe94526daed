using System.Collections.Immutable;
using Mihari.Identifiers;
using Mihari.Sensors;

namespace Mihari.Recordings;

/// <summary>What has become of a clip.</summary>
public enum ClipState
{
    /// <summary>Asked for; the camera is recording it, or will send it when it is back.</summary>
    Pending = 1,

    /// <summary>Stored.</summary>
    Stored = 2,

    /// <summary>Stored, cut from the SD card after the camera or the upload had failed (design, rule 4).</summary>
    Recovered = 3,

    /// <summary>The recording was overwritten or never made.</summary>
    NotRecorded = 4,
}

/// <summary>The two objects of a clip.</summary>
public enum ClipPart
{
    Video = 1,
    Thumbnail = 2,
}

/// <summary>An event recording (イベント録画). Times are the server's.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Camera">Who recorded it.</param>
/// <param name="TriggeredBy">The sensor whose event caused it.</param>
/// <param name="TriggeredAt">When that was.</param>
/// <param name="From">Its first moment.</param>
/// <param name="To">Its last.</param>
/// <param name="State">What has become of it.</param>
/// <param name="Reason">Why it is not recorded, in the protocol's error code; else null.</param>
/// <param name="VideoBytes">The size of its video, once stored.</param>
/// <param name="HasThumbnail">Whether its picture is stored.</param>
/// <param name="Missing">How much of the time between <paramref name="From"/> and <paramref name="To"/> is not in its video; zero where it is whole.</param>
/// <param name="Cause">How the sensor was called, and by which rule it reached the camera; null of one from before that was kept.</param>
[GenerateSerializer, Immutable, Alias("Mihari.Clip")]
public sealed record Clip(
    [property: Id(0)] ClipId Id,
    [property: Id(1)] DeviceId Camera,
    [property: Id(2)] SensorId TriggeredBy,
    [property: Id(3)] DateTimeOffset TriggeredAt,
    [property: Id(4)] DateTimeOffset From,
    [property: Id(5)] DateTimeOffset To,
    [property: Id(6)] ClipState State,
    [property: Id(7)] string? Reason,
    [property: Id(8)] long? VideoBytes,
    [property: Id(9)] bool HasThumbnail,
    [property: Id(10)] TimeSpan Missing = default,
    [property: Id(11)] ClipCause? Cause = null);

/// <summary>Why a clip was recorded, by the names of that moment.</summary>
/// <param name="Kind">What the sensor saw.</param>
/// <param name="Names">Whose it is.</param>
/// <param name="RuleSetAt">Of a sensor of another room: when the rule was set.</param>
/// <param name="RuleSetBy">By whom.</param>
[GenerateSerializer, Immutable, Alias("Mihari.ClipCause")]
public sealed record ClipCause(
    [property: Id(0)] SensorEventKind Kind,
    [property: Id(1)] TriggerNames Names,
    [property: Id(2)] DateTimeOffset? RuleSetAt,
    [property: Id(3)] string? RuleSetBy);

/// <summary>How a sensor and where it is are called.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.TriggerNames")]
public sealed record TriggerNames(
    [property: Id(0)] string Room,
    [property: Id(1)] string Device,
    [property: Id(2)] string Sensor);

/// <summary>A page of clips; <paramref name="Continuation"/> is null on the last.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.ClipPage")]
public sealed record ClipPage(
    [property: Id(0)] ImmutableArray<Clip> Clips,
    [property: Id(1)] string? Continuation);
