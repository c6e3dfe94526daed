using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Sensors;
using Mihari.Troubles;

namespace Mihari.Web.Api;

/// <summary>A camera as a building's list shows it.</summary>
/// <param name="Id">Its MAC address, 12 hex digits.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Camera or hub.</param>
/// <param name="Room">The id of the room it stands in; null where that is none.</param>
/// <param name="RoomName">The room's name.</param>
/// <param name="Presence">Whether it is connected.</param>
/// <param name="PresenceSince">Since when; null for one that never was.</param>
/// <param name="Sd">Its SD card; null for a hub, or before its first connection.</param>
/// <param name="Video">Whether its pictures come.</param>
/// <param name="Troubles">What is wrong now.</param>
/// <param name="Thumbnail">The picture of the newest event; null before the first.</param>
/// <param name="RecordingUntil">The end of the capture that runs; null where none does.</param>
public sealed record CameraView(
    string Id,
    string Name,
    DeviceKind Kind,
    string? Room,
    string? RoomName,
    Presence Presence,
    DateTimeOffset? PresenceSince,
    SdCardView? Sd,
    VideoState Video,
    IReadOnlyList<TroubleView> Troubles,
    ThumbnailView? Thumbnail,
    DateTimeOffset? RecordingUntil)
{
    /// <summary>Whether lists of a building's cameras have it: a hub is a device of its room only.</summary>
    internal static bool IsListed(CameraCard card) => card.Status.Kind == DeviceKind.Camera;

    internal static CameraView Of(CameraCard card) => Of(card.Status, card.Room.Value, card.RoomName);

    internal static CameraView Of(CameraStatus of, string? room, string? roomName) => new(
        of.Camera.Value,
        of.Name,
        of.Kind,
        room,
        roomName,
        of.Presence,
        of.Presence == Presence.NeverSeen ? null : of.PresenceSince,
        SdCardView.Of(of.Sd, null),
        of.Video,
        [.. of.Troubles.Select(t => new TroubleView(t.Kind, t.Since))],
        of.Thumbnail is { } picture ? new ThumbnailView(picture.Clip.Value, picture.At, MediaLinks.Thumbnail(of.Camera, picture.Clip)) : null,
        of.RecordingUntil);
}

/// <summary>A camera in full.</summary>
/// <param name="Camera">As in its building's list; <c>roomName</c> is null.</param>
/// <param name="Building">The id of the building it stands in.</param>
/// <param name="Contract">The contract number it was shipped with.</param>
/// <param name="Model">As the device says.</param>
/// <param name="Firmware">As the device says.</param>
/// <param name="ClockSkewMs">The server's clock less the device's, in milliseconds, when it last connected.</param>
/// <param name="ProtocolErrors">Malformed messages since the server last loaded the device.</param>
/// <param name="Sensors">Its sensors.</param>
public sealed record CameraDetailView(
    CameraView Camera,
    string? Building,
    string Contract,
    string? Model,
    string? Firmware,
    long ClockSkewMs,
    int ProtocolErrors,
    IReadOnlyList<SensorView> Sensors)
{
    internal static CameraDetailView Of(CameraDetail of) => new(
        CameraView.Of(of.Status, of.Room?.Value, null) with { Sd = SdCardView.Of(of.Status.Sd, of.ClockSkew) },
        of.Building?.Value,
        of.Contract.Value,
        of.Model,
        of.Firmware,
        (long)of.ClockSkew.TotalMilliseconds,
        of.ProtocolErrors,
        [.. of.Sensors.Select(s => new SensorView(s.Name, s.Kind))]);
}

/// <summary>A sensor of a device.</summary>
/// <param name="Name">Its name on the device.</param>
/// <param name="Kind">Motion or contact.</param>
public sealed record SensorView(string Name, SensorKind Kind);

/// <summary>A trouble that is active.</summary>
/// <param name="Kind">networkDisconnected; unstable: it goes and comes again and again, which is told once; sdCardError; videoLost: it is connected, its pictures are not there; deviceRemoved; buildingLine: of a building, most of its cameras were lost at once; buildingLineUnstable: they come and go together; unknown.</param>
/// <param name="Since">Since when.</param>
public sealed record TroubleView(TroubleKind Kind, DateTimeOffset Since);

/// <summary>The picture of the moment that an event was noticed.</summary>
/// <param name="Clip">The clip it belongs to.</param>
/// <param name="At">When it was taken.</param>
/// <param name="Url">Where its JPEG is, on this server.</param>
public sealed record ThumbnailView(string Clip, DateTimeOffset At, string Url);

/// <summary>An SD card as the device last reported it.</summary>
/// <param name="State">Its state.</param>
/// <param name="CapacityBytes">Its size.</param>
/// <param name="UsedBytes">How much is used.</param>
/// <param name="Oldest">The oldest minute on it, by the server's clock; null in lists, since a list does not know the device's clock.</param>
/// <param name="LifePercent">Life left, 0 to 100.</param>
public sealed record SdCardView(SdCardState State, long? CapacityBytes, long? UsedBytes, DateTimeOffset? Oldest, int? LifePercent)
{
    internal static SdCardView? Of(SdCard? of, TimeSpan? clockSkew) =>
        of is null ? null : new SdCardView(of.State, of.CapacityBytes, of.UsedBytes, of.Oldest + clockSkew, of.LifePercent);
}

/// <summary>The addresses of media, on this server.</summary>
public static class MediaLinks
{
    /// <summary>The JPEG of a clip's moment.</summary>
    public static string Thumbnail(DeviceId camera, ClipId clip) => $"/media/thumbnails/{camera.Value}/{Uri.EscapeDataString(clip.Value)}";

    /// <summary>The MP4 of a clip.</summary>
    public static string Video(DeviceId camera, ClipId clip) => $"/media/clips/{camera.Value}/{Uri.EscapeDataString(clip.Value)}";
}
