namespace Mihari.Protocol;

/// <summary><c>segment</c>: a minute of continuous recording that is closed on the SD card.</summary>
public sealed record SegmentManifest
{
    /// <summary>Capture time of its first picture, by the device's clock.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>1 to 120,000 ms.</summary>
    public required int DurationMs { get; init; }

    public required long Bytes { get; init; }

    /// <summary>64 lower-case hex digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Spans with motion, [from, to] in milliseconds from <see cref="Start"/>, in order.</summary>
    public IReadOnlyList<int[]> Motion { get; init; } = [];
}
