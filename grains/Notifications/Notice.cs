using Mihari.Grains.Cameras;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Sensors;
using Mihari.Troubles;

namespace Mihari.Grains.Notifications;

/// <summary>What happened, of which somebody may want to be told.</summary>
internal enum NoticeKind
{
    /// <summary>A trouble was raised.</summary>
    TroubleRaised = 1,

    /// <summary>A trouble is over.</summary>
    TroubleEnded = 2,

    /// <summary>A motion was seen, or a contact was opened.</summary>
    Detected = 3,

    /// <summary>An event recording is stored.</summary>
    Captured = 4,
}

/// <summary>
/// Something that happened and that is to be told, once: the same id is the same notice, however often it comes. It is stored with
/// what caused it, and handed on until it has been taken.
/// </summary>
/// <param name="Id">hash(what happened); 32 lower-case hex digits.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When, in the server's time.</param>
/// <param name="Place">Where.</param>
/// <param name="Device">Which device; null: the building's line.</param>
/// <param name="Name">What the device was called.</param>
/// <param name="Trouble">Of a trouble: which.</param>
/// <param name="Detection">Of a detection: what the sensor saw.</param>
/// <param name="Clip">Of a recording: which.</param>
[GenerateSerializer, Immutable, Alias("Mihari.Notice")]
internal sealed record Notice(
    [property: Id(0)] string Id,
    [property: Id(1)] NoticeKind Kind,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] CameraPlace Place,
    [property: Id(4)] DeviceId? Device,
    [property: Id(5)] string Name,
    [property: Id(6)] TroubleNotice? Trouble = null,
    [property: Id(7)] ClipCause? Detection = null,
    [property: Id(8)] ClipNotice? Clip = null);

/// <summary>The trouble of a notice.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Since">When it was raised.</param>
/// <param name="Away">Since when the device was away, which is before it was raised; null where it was not.</param>
/// <param name="Cameras">Of the building's line: how many cameras were lost with it.</param>
/// <param name="IsHub">Whether the device is a hub.</param>
[GenerateSerializer, Immutable, Alias("Mihari.TroubleNotice")]
internal sealed record TroubleNotice(
    [property: Id(0)] TroubleKind Kind,
    [property: Id(1)] DateTimeOffset Since,
    [property: Id(2)] DateTimeOffset? Away = null,
    [property: Id(3)] int Cameras = 0,
    [property: Id(4)] bool IsHub = false);

/// <summary>The recording of a notice.</summary>
/// <param name="Id">Which.</param>
/// <param name="From">Its first moment.</param>
/// <param name="To">Its last.</param>
/// <param name="TriggeredAt">The moment of its trigger.</param>
/// <param name="Bytes">The size of its video.</param>
/// <param name="IsRecovered">Whether it was cut from the card afterwards.</param>
/// <param name="Because">Why it was recorded.</param>
[GenerateSerializer, Immutable, Alias("Mihari.ClipNotice")]
internal sealed record ClipNotice(
    [property: Id(0)] ClipId Id,
    [property: Id(1)] DateTimeOffset From,
    [property: Id(2)] DateTimeOffset To,
    [property: Id(3)] DateTimeOffset TriggeredAt,
    [property: Id(4)] long Bytes,
    [property: Id(5)] bool IsRecovered,
    [property: Id(6)] ClipCause? Because);
