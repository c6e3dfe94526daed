using Mihari.Recordings;
using Mihari.Sensors;

namespace Mihari.Web.Api;

/// <summary>A page of event recordings, newest first.</summary>
/// <param name="Clips">The recordings.</param>
/// <param name="Continuation">Give it back for the next page; null on the last.</param>
public sealed record ClipPageView(IReadOnlyList<ClipView> Clips, string? Continuation)
{
    internal static ClipPageView Of(ClipPage of) => new([.. of.Clips.Select(ClipView.Of)], of.Continuation);
}

/// <summary>An event recording. Times are the server's.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Camera">The camera that recorded it.</param>
/// <param name="TriggeredBy">The sensor whose event caused it, as device/sensor.</param>
/// <param name="TriggeredAt">When that was.</param>
/// <param name="From">Its first moment.</param>
/// <param name="To">Its last.</param>
/// <param name="State">What has become of it.</param>
/// <param name="Reason">Why it is not recorded, as the device protocol's error code; else null.</param>
/// <param name="VideoBytes">The size of the video, once stored; else null.</param>
/// <param name="VideoUrl">Where the MP4 is, on this server, once stored; else null.</param>
/// <param name="ThumbnailUrl">Where the JPEG is, on this server, once stored; else null.</param>
/// <param name="MissingMs">How much of the time between from and to is not in the video, in milliseconds; 0 where it is whole.</param>
/// <param name="Cause">Why it was recorded; null of one from before that was kept.</param>
public sealed record ClipView(
    string Id,
    string Camera,
    string TriggeredBy,
    DateTimeOffset TriggeredAt,
    DateTimeOffset From,
    DateTimeOffset To,
    ClipState State,
    string? Reason,
    long? VideoBytes,
    string? VideoUrl,
    string? ThumbnailUrl,
    long MissingMs,
    ClipCauseView? Cause)
{
    internal static ClipView Of(Clip of) => new(
        of.Id.Value,
        of.Camera.Value,
        of.TriggeredBy.ToString(),
        of.TriggeredAt,
        of.From,
        of.To,
        of.State,
        of.Reason,
        of.VideoBytes,
        of.VideoBytes is null ? null : MediaLinks.Video(of.Camera, of.Id),
        of.HasThumbnail ? MediaLinks.Thumbnail(of.Camera, of.Id) : null,
        (long)of.Missing.TotalMilliseconds,
        of.Cause is { } cause ? ClipCauseView.Of(cause) : null);
}

/// <summary>Why a clip was recorded, by the names of that moment.</summary>
/// <param name="Kind">What the sensor saw.</param>
/// <param name="Room">The name of its room.</param>
/// <param name="Device">The name of the device that carries it.</param>
/// <param name="Sensor">Its name.</param>
/// <param name="RuleSetAt">Of a sensor of another room: when the capture rule was set; else null.</param>
/// <param name="RuleSetBy">By whom.</param>
public sealed record ClipCauseView(SensorEventKind Kind, string Room, string Device, string Sensor, DateTimeOffset? RuleSetAt, string? RuleSetBy)
{
    internal static ClipCauseView Of(ClipCause of) => new(of.Kind, of.Names.Room, of.Names.Device, of.Names.Sensor, of.RuleSetAt, of.RuleSetBy);
}
