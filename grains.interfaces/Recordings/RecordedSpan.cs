using System.Collections.Immutable;

namespace Mihari.Recordings;

/// <summary>What a camera's card holds of a span of time (常時録画, manual 2.2), as its manifests say; the camera is not asked. Times are the server's.</summary>
/// <param name="From">The start of what was asked for; later where what was recorded before belongs to somebody else.</param>
/// <param name="To">The end of what was asked for, or now.</param>
/// <param name="Minutes">The minutes that are on the card, in order.</param>
/// <param name="Gaps">What lies between them, in order, with its cause where it is known.</param>
[GenerateSerializer, Immutable, Alias("Mihari.RecordedSpan")]
public sealed record RecordedSpan(
    [property: Id(0)] DateTimeOffset From,
    [property: Id(1)] DateTimeOffset To,
    [property: Id(2)] ImmutableArray<RecordedMinute> Minutes,
    [property: Id(3)] ImmutableArray<RecordingGap> Gaps);

/// <summary>A minute on the card.</summary>
/// <param name="Start">In the server's time.</param>
/// <param name="Duration">Up to 2 minutes.</param>
/// <param name="Motion">Spans with motion, from its start, in order.</param>
[GenerateSerializer, Immutable, Alias("Mihari.RecordedMinute")]
public readonly record struct RecordedMinute(
    [property: Id(0)] DateTimeOffset Start,
    [property: Id(1)] TimeSpan Duration,
    [property: Id(2)] ImmutableArray<MotionSpan> Motion)
{
    /// <summary>In the server's time.</summary>
    public DateTimeOffset End => Start + Duration;
}

/// <summary>Why there is no recording.</summary>
public enum GapCause
{
    /// <summary>Nobody knows.</summary>
    NotRecorded = 0,

    /// <summary>The camera was not connected. It says what it recorded when it is back, oldest first: where a later minute is there, it recorded nothing.</summary>
    Offline = 1,

    /// <summary>There was no usable card.</summary>
    NoCard = 2,

    /// <summary>The camera had no pictures.</summary>
    NoPictures = 3,

    /// <summary>It was recorded, and has been overwritten.</summary>
    Overwritten = 4,

    /// <summary>It is being recorded: a minute is announced when it is closed.</summary>
    Recording = 5,
}

/// <summary>A span without a recording.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.RecordingGap")]
public readonly record struct RecordingGap(
    [property: Id(0)] DateTimeOffset From,
    [property: Id(1)] DateTimeOffset To,
    [property: Id(2)] GapCause Cause);
