using Mihari.Recordings;

namespace Mihari.Web.Components.Recordings;

/// <summary>An event recording (イベント録画) as the list shows it at a moment.</summary>
/// <param name="Id">The clip's id.</param>
/// <param name="At">When it was triggered.</param>
/// <param name="Sensor">The sensor that triggered it, by the device's name for it.</param>
/// <param name="Length">How long its video is: without what is missing of it.</param>
/// <param name="Missing">How much of its time is not in its video; zero where it is whole, or has no video.</param>
/// <param name="StateKey">The resource key of what has become of it.</param>
/// <param name="StateClass">Its word in the styles.</param>
/// <param name="VideoUrl">Null until there is a video.</param>
/// <param name="PictureUrl">Null until there is a picture.</param>
/// <param name="ReasonKey">The resource key of why there is no recording; else null.</param>
public sealed record ClipView(
    string Id,
    DateTimeOffset At,
    string Sensor,
    TimeSpan Length,
    TimeSpan Missing,
    string StateKey,
    string StateClass,
    string? VideoUrl,
    string? PictureUrl,
    string? ReasonKey)
{
    /// <summary>Why it was recorded, by the names of that moment; null where that was not kept.</summary>
    public ClipCause? Cause { get; init; }

    /// <summary>Whether the sensor is the camera's own.</summary>
    public bool IsOwnSensor { get; init; }

    /// <summary>Whether more is to come, so that asking again makes sense.</summary>
    public bool IsOpen => StateClass is "recording" or "waiting";

    /// <summary>Whether its video has a hole.</summary>
    public bool IsPartial => Missing > TimeSpan.Zero;

    /// <summary>The clip at a moment. Of a camera that is away nobody knows whether it goes on recording, so its clip is awaited.</summary>
    public static ClipView From(Clip clip, DateTimeOffset now, bool isAway = false)
    {
        var (key, style) = clip.State switch
        {
            ClipState.Pending when now < clip.To && !isAway => ("StateRecording", "recording"),
            ClipState.Pending => ("StateWaiting", "waiting"),
            ClipState.Stored => ("StateStored", "stored"),
            ClipState.Recovered => ("StateRecovered", "recovered"),
            _ => ("StateNotRecorded", "missing"),
        };
        var isStored = clip.State is ClipState.Stored or ClipState.Recovered;
        var whole = clip.To - clip.From;
        var missing = isStored ? clip.Missing : TimeSpan.Zero;
        return new ClipView(
            clip.Id.Value,
            clip.TriggeredAt,
            clip.TriggeredBy.Name,
            missing < whole ? whole - missing : TimeSpan.Zero,
            missing,
            key,
            style,
            isStored ? $"/media/clips/{clip.Camera}/{clip.Id}" : null,
            clip.HasThumbnail ? $"/media/thumbnails/{clip.Camera}/{clip.Id}" : null,
            clip.State == ClipState.NotRecorded ? ReasonKeyOf(clip.Reason) : null)
        {
            Cause = clip.Cause,
            IsOwnSensor = clip.TriggeredBy.Device == clip.Camera,
        };
    }

    /// <summary>An error code of the device protocol, in words.</summary>
    private static string ReasonKeyOf(string? code) => code switch
    {
        "notRecorded" => "ReasonNotRecorded",
        "sdUnavailable" => "ReasonSdUnavailable",
        "expired" => "ReasonExpired",
        "uploadFailed" => "ReasonUploadFailed",
        _ => "ReasonOther",
    };
}
