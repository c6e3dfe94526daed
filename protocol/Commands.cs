using System.Text.Json;

namespace Mihari.Protocol;

/// <summary>The names of the commands (device protocol, Server → device).</summary>
public static class CommandNames
{
    public const string Capture = "capture";
    public const string Snapshot = "snapshot";
    public const string Stream = "stream";
    public const string StopStream = "stopStream";
    public const string FetchSegment = "fetchSegment";
    public const string ListSegments = "listSegments";
    public const string Ping = "ping";
    public const string Reboot = "reboot";
}

/// <summary>A command as it goes over the wire; <see cref="Args"/> belong to <see cref="Name"/>.</summary>
public sealed record Command
{
    /// <summary>A repeated id is answered with the first reply, and nothing is done twice.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>After this the device drops the command and replies <c>expired</c>. By the device's clock.</summary>
    public required DateTimeOffset Expires { get; init; }

    public JsonElement? Args { get; init; }
}

/// <summary>Cut <see cref="From"/>…<see cref="To"/> from the recording, waiting for <see cref="To"/> where it lies ahead.</summary>
public sealed record CaptureArgs
{
    public required string Clip { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    /// <summary>Takes the clip (<c>video/mp4</c>).</summary>
    public required string UploadUrl { get; init; }

    /// <summary>Takes a JPEG of the moment of the trigger.</summary>
    public required string ThumbnailUrl { get; init; }

    /// <summary>
    /// The moment of the trigger, for the thumbnail. Optional, an addition of this server:
    /// a device that doesn't know it takes a picture some seconds after <see cref="From"/>.
    /// </summary>
    public DateTimeOffset? Trigger { get; init; }
}

/// <summary>
/// The result of <c>capture</c>: what the clip covers. Optional, an addition of this server: a device that doesn't
/// know it replies an empty result.
/// </summary>
public sealed record CaptureResult
{
    /// <summary>Capture time of the clip's first picture.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the clip's last picture.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>How much of the span that was asked for is not in it, in milliseconds; 0 where it is whole.</summary>
    public required int GapMs { get; init; }
}

/// <summary>A JPEG of now.</summary>
public sealed record SnapshotArgs
{
    public required string UploadUrl { get; init; }
}

/// <summary>That minute as recorded.</summary>
public sealed record FetchSegmentArgs
{
    public required DateTimeOffset Start { get; init; }

    public required string UploadUrl { get; init; }
}

/// <summary>The manifests of a span, oldest first, at most <see cref="Limits.MaxListedSegments"/>.</summary>
public sealed record ListSegmentsArgs
{
    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }
}

/// <summary>The result of <c>listSegments</c>.</summary>
public sealed record ListSegmentsResult
{
    public required IReadOnlyList<SegmentManifest> Segments { get; init; }
}

/// <summary>Open a WebSocket to <see cref="Url"/> and send media, live or from the recording at <see cref="From"/>.</summary>
public sealed record StreamArgs
{
    public required string Stream { get; init; }

    public required string Url { get; init; }

    /// <summary>Absent: live.</summary>
    public DateTimeOffset? From { get; init; }
}

/// <summary>Close the stream.</summary>
public sealed record StopStreamArgs
{
    public required string Stream { get; init; }
}
