using System.Collections.Immutable;

namespace Mihari.Recordings;

/// <summary>A minute of continuous recording was closed on the SD card.</summary>
/// <param name="Start">By the device's clock.</param>
/// <param name="ClockSkew">To be added to <paramref name="Start"/> for the server's time.</param>
/// <param name="Duration">Up to 2 minutes.</param>
/// <param name="Bytes">Its size on the card.</param>
/// <param name="Sha256">64 lower-case hex digits.</param>
/// <param name="Motion">Spans with motion, in order.</param>
[GenerateSerializer, Immutable, Alias("Mihari.SegmentRecorded")]
public sealed record SegmentRecorded(
    [property: Id(0)] DateTimeOffset Start,
    [property: Id(1)] TimeSpan ClockSkew,
    [property: Id(2)] TimeSpan Duration,
    [property: Id(3)] long Bytes,
    [property: Id(4)] string Sha256,
    [property: Id(5)] ImmutableArray<MotionSpan> Motion);

/// <summary>A span with motion, from the start of its segment.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.MotionSpan")]
public readonly record struct MotionSpan(
    [property: Id(0)] TimeSpan From,
    [property: Id(1)] TimeSpan To);
