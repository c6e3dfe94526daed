using Mihari.Recordings;

namespace Mihari.Web.Api;

/// <summary>What a camera's card holds of a span of time; times are the server's.</summary>
/// <param name="From">The start of the span.</param>
/// <param name="To">Its end, at most now.</param>
/// <param name="Minutes">The minutes that are on the card, in order.</param>
/// <param name="Gaps">What lies between them, in order.</param>
public sealed record RecordedSpanView(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<RecordedMinuteView> Minutes, IReadOnlyList<RecordingGapView> Gaps)
{
    internal static RecordedSpanView Of(RecordedSpan of) => new(
        of.From,
        of.To,
        [.. of.Minutes.Select(m => new RecordedMinuteView(
            m.Start, (int)m.Duration.TotalMilliseconds, [.. m.Motion.Select(s => new[] { (int)s.From.TotalMilliseconds, (int)s.To.TotalMilliseconds })]))],
        [.. of.Gaps.Select(g => new RecordingGapView(g.From, g.To, g.Cause))]);
}

/// <summary>A minute on the card.</summary>
/// <param name="Start">When it starts.</param>
/// <param name="DurationMs">How long it lasts, in milliseconds.</param>
/// <param name="Motion">Spans with motion, each from and to in milliseconds from its start.</param>
public sealed record RecordedMinuteView(DateTimeOffset Start, int DurationMs, IReadOnlyList<int[]> Motion);

/// <summary>A span without a recording.</summary>
/// <param name="From">Its start.</param>
/// <param name="To">Its end.</param>
/// <param name="Cause">Why, where it is known.</param>
public sealed record RecordingGapView(DateTimeOffset From, DateTimeOffset To, GapCause Cause);
