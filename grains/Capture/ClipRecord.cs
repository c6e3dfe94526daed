using Mihari.Identifiers;
using Mihari.Recordings;

namespace Mihari.Grains.Capture;

/// <summary>A clip while its camera has to do with it; later it is in the timeline only. Times are the server's.</summary>
internal sealed record ClipRecord
{
    public required ClipId Id { get; init; }

    /// <summary>The id of the event that caused it.</summary>
    public required string Cause { get; init; }

    public required SensorId TriggeredBy { get; init; }

    public required DateTimeOffset TriggeredAt { get; init; }

    /// <summary>Why it is recorded, in words.</summary>
    public ClipCause? Because { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    public ClipState State { get; init; } = ClipState.Pending;

    /// <summary>Why it is not recorded.</summary>
    public string? Reason { get; init; }

    public long? VideoBytes { get; init; }

    public bool HasThumbnail { get; init; }

    /// <summary>What the upload URLs carry; each for one object.</summary>
    public required string VideoToken { get; init; }

    public required string ThumbnailToken { get; init; }

    public required DateTimeOffset TokensExpire { get; init; }

    /// <summary>How often the camera was asked; 1 and up.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>An attempt failed, so what comes now is recovered.</summary>
    public bool Missed { get; init; }

    /// <summary>The camera was away while it was to record, so what comes now is recovered.</summary>
    public bool Interrupted { get; init; }

    /// <summary>How much of the span is not in the video, as the camera says.</summary>
    public TimeSpan Missing { get; init; }

    /// <summary>Not before this; null: as soon as the camera is there.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Since when nothing more is expected.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Of its timeline entry.</summary>
    public int Revision { get; init; }

    public bool IsPending => State == ClipState.Pending;
}

/// <summary>A capture command that waits for its reply.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Clip">What it asks for.</param>
/// <param name="Expires">In the server's time.</param>
/// <param name="Epoch">The camera's connection at the time.</param>
internal sealed record OpenCommand(string Id, ClipId Clip, DateTimeOffset Expires, long Epoch = 0);
