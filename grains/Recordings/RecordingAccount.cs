using Mihari.Recordings;

namespace Mihari.Grains.Recordings;

/// <summary>What became of the recording of a span of time. The parts are whole seconds, and make up the span.</summary>
/// <param name="Recorded">What is on the card.</param>
/// <param name="NotRecorded">What nobody has recorded.</param>
/// <param name="Gone">What is not on the card any more.</param>
/// <param name="Expected">What the camera may still announce.</param>
/// <param name="IsClosing">Whether what is expected is no more than the minute that is being recorded.</param>
internal readonly record struct RecordingAccount(TimeSpan Recorded, TimeSpan NotRecorded, TimeSpan Gone, TimeSpan Expected, bool IsClosing)
{
    /// <summary>So much before a span is to be read with it, so that the minute is there in which it begins.</summary>
    public static readonly TimeSpan Around = TimeSpan.FromMinutes(2);

    /// <summary>Whether there is something to play, or may be soon.</summary>
    public bool MayBePlayed => Recorded > TimeSpan.Zero || Expected > TimeSpan.Zero;

    /// <param name="span">From some time before <paramref name="from"/> to the present: a camera announces its minutes oldest first, and what it has
    /// passed over it has not recorded.</param>
    /// <param name="from">The start of what is accounted for.</param>
    /// <param name="to">Its end.</param>
    public static RecordingAccount Of(RecordedSpan span, DateTimeOffset from, DateTimeOffset to)
    {
        var (lost, gone, expected) = (TimeSpan.Zero, Within(DateTimeOffset.MinValue, span.From), TimeSpan.Zero);
        var isClosing = true;
        var (newest, reached) = (DateTimeOffset.MinValue, span.From);
        foreach (var minute in span.Minutes)
            (newest, reached) = (Later(newest, minute.Start), Later(reached, minute.End));

        foreach (var gap in span.Gaps)
        {
            var length = Within(gap.From, gap.To);
            reached = Later(reached, gap.To);
            if (gap.Cause == GapCause.Overwritten)
            {
                gone += length;
            }
            else if (gap.Cause == GapCause.Recording || (gap.Cause == GapCause.Offline && gap.To > newest))
            {
                expected += length;
                isClosing &= length == TimeSpan.Zero || gap.Cause == GapCause.Recording || span.To - gap.From <= RecordingRules.AnnouncedWithin;
            }
            else
            {
                lost += length;
            }
        }

        // The last moments before the present are too short for a gap.
        expected += Within(reached, DateTimeOffset.MaxValue);
        var all = to > from ? to - from : TimeSpan.Zero;
        var parts = WholeSeconds(all - lost - gone - expected, lost, gone, expected);
        return new RecordingAccount(parts[0], parts[1], parts[2], parts[3], isClosing && parts[3] > TimeSpan.Zero);

        TimeSpan Within(DateTimeOffset first, DateTimeOffset last)
        {
            var length = (last < to ? last : to) - Later(first, from);
            return length > TimeSpan.Zero ? length : TimeSpan.Zero;
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>Cut to seconds so that the sum is the sum's; those that lose most get what is left over, and what is nothing stays so.</summary>
    private static TimeSpan[] WholeSeconds(params TimeSpan[] parts)
    {
        var whole = parts.Select(part => (long)part.TotalSeconds).ToArray();
        var left = (int)((long)parts.Aggregate((a, b) => a + b).TotalSeconds - whole.Sum());
        foreach (var (index, _) in parts.Index().OrderByDescending(part => part.Item.Ticks % TimeSpan.TicksPerSecond).Take(left))
            whole[index]++;
        return [.. whole.Select(seconds => TimeSpan.FromSeconds(seconds))];
    }
}
