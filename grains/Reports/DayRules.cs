using System.Collections.Immutable;
using Mihari.Grains.Recordings;
using Mihari.Grains.Troubles;
using Mihari.Recordings;

namespace Mihari.Grains.Reports;

/// <summary>What became of a camera's day; without side effects. Days are UTC's, and so are hours: a month of any zone can be made of them.</summary>
internal static class DayRules
{
    /// <summary>A day is closed so much after its end: what was recorded in it is announced within minutes, and absences end.</summary>
    public static readonly TimeSpan ClosesAfter = TimeSpan.FromHours(1);

    /// <summary>What is not announced so long after a day counts as not recorded: no card holds more.</summary>
    public static readonly TimeSpan SettlesAfter = RecordingHistory.LongestSpan;

    /// <summary>Who was away announces what is there within so long after it is back.</summary>
    public static readonly TimeSpan CatchesUpWithin = TimeSpan.FromDays(1);

    /// <summary>Who was not announces a minute within so long, where much is to be announced by many.</summary>
    public static readonly TimeSpan AnnouncesWithin = TimeSpan.FromHours(2);

    private static readonly int Columns = Enum.GetValues<Counted>().Length;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The days to be closed: those after the last that was, or that may still be known, and that are over for long enough.</summary>
    /// <param name="closedBefore">None before this is; null: none ever was.</param>
    /// <param name="now">The present.</param>
    public static IEnumerable<DateTimeOffset> ToClose(DateTimeOffset? closedBefore, DateTimeOffset now)
    {
        var oldest = StartOf(now - (closedBefore is null ? SettlesAfter : RetentionGrain.KeepSegments - Day));
        closedBefore = ClosedBefore(closedBefore, now);
        for (var day = closedBefore > oldest ? closedBefore.Value : oldest; IsOver(day, now); day += Day)
            yield return day;
    }

    /// <summary>Before which day all are closed: one that a clock which was ahead once has closed is not over.</summary>
    public static DateTimeOffset? ClosedBefore(DateTimeOffset? closedBefore, DateTimeOffset now) =>
        closedBefore > StartOf(now - ClosesAfter) ? StartOf(now - ClosesAfter) : closedBefore;

    /// <summary>Whether nothing of a day can be known later.</summary>
    public static bool IsSettled(DateTimeOffset day, DateTimeOffset now) => now >= day + Day + SettlesAfter;

    /// <summary>Whether a day is over for long enough to be closed.</summary>
    public static bool IsOver(DateTimeOffset day, DateTimeOffset now) => day + Day + ClosesAfter <= now;

    /// <summary>The UTC day in which a moment lies.</summary>
    public static DateTimeOffset StartOf(DateTimeOffset moment) => new(moment.UtcDateTime.Date, TimeSpan.Zero);

    /// <summary>The 24 hours of a day; an hour of which nothing was due is empty, and so are all where no hour was.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="day">Its beginning.</param>
    /// <param name="now">The present: nothing is due later.</param>
    public static ImmutableArray<ImmutableArray<int>> Hours(DayFacts facts, DateTimeOffset day, DateTimeOffset now)
    {
        var hours = new int[24][];
        var end = Floor(now < day + Day ? now : day + Day);
        var recorded = Merge(facts.Recorded, RecordingRules.SmallestGap - TimeSpan.FromTicks(1));
        var down = Merge(facts.ServerDown, TimeSpan.Zero);
        var absences = facts.Absences.Select(a => a with { Span = Floor(a.Span) }).ToList();
        var faults = facts.Faults.Select(f => f with { Span = Floor(f.Span) }).ToList();
        var due = Merge(facts.Due, TimeSpan.Zero);
        var openFrom = OpenFrom(facts, day, now);

        var cuts = Enumerable.Range(0, 25).Select(hour => day.AddHours(hour))
            .Concat(Edges(due)).Concat(Edges(recorded)).Concat(Edges(down)).Concat(Edges(absences.Select(a => a.Span))).Concat(Edges(faults.Select(f => f.Span)))
            .Concat(absences.Where(a => a.IsLostByUs).Select(a => a.Span.From + TroubleRules.Ours))
            .Append(openFrom ?? day).Append(end)
            .Where(cut => cut >= day && cut <= end).Distinct().Order().ToList();
        for (var i = 1; i < cuts.Count; i++)
        {
            var (from, to) = (cuts[i - 1], cuts[i]);
            if (!due.Any(span => span.Contains(from)))
                continue;

            var seconds = (int)(to - from).TotalSeconds;
            var hour = hours[(int)(from - day).TotalHours] ??= new int[Columns];
            var isDown = down.Any(span => span.Contains(from));
            var isUnseen = isDown || absences.Any(a => a.IsLostByUs && a.Span.Contains(from) && from < a.Span.From + TroubleRules.Ours);
            var isAway = !isUnseen && absences.Any(a => a.Span.Contains(from));
            hour[(int)Counted.Due] += seconds;
            if (!isUnseen)
                hour[(int)(isAway ? Counted.Away : Counted.Connected)] += seconds;

            hour[(int)What(from)] += seconds;
            Counted What(DateTimeOffset at)
            {
                if (recorded.Any(span => span.Contains(at)))
                    return Counted.Recorded;

                return faults.Where(f => f.Span.Contains(at)).Select(f => (GapCause?)f.Cause).Max() switch
                {
                    GapCause.NoPictures => Counted.NoPictures,
                    GapCause.NoCard => Counted.NoCard,
                    _ when openFrom <= at => Counted.Open,
                    _ when isAway => Counted.Offline,
                    _ when isUnseen => Counted.ServerDown,
                    _ => Counted.NotRecorded,
                };
            }
        }

        foreach (var begun in Merge([.. facts.Absences.Where(a => !a.IsLostByUs).Select(a => a.Span)], TimeSpan.Zero).Select(span => span.From))
        {
            if (begun >= day && begun < end && hours[(int)(begun - day).TotalHours] is { } hour && due.Any(span => span.Contains(begun)))
                hour[(int)Counted.Absences]++;
        }

        return hours.All(hour => hour is null) ? [] : [.. hours.Select(hour => hour is null ? ImmutableArray<int>.Empty : [.. hour])];
    }

    /// <summary>From when on what is not announced may still be; null: from no moment on.</summary>
    private static DateTimeOffset? OpenFrom(DayFacts facts, DateTimeOffset day, DateTimeOffset now)
    {
        if (IsSettled(day, now))
            return null;

        // A camera announces its minutes oldest first: what it has passed over it has not recorded.
        var recent = Floor(now - AnnouncesWithin);
        var newest = Floor(facts.Newest ?? DateTimeOffset.UnixEpoch);
        return facts.IsAway || facts.BackSince > now - CatchesUpWithin || newest > recent ? newest : recent;
    }

    private static List<Span> Merge(ImmutableArray<Span> spans, TimeSpan hole)
    {
        var merged = new List<Span>();
        foreach (var span in spans.Where(s => s.From < s.To).OrderBy(s => s.From))
        {
            if (merged.Count > 0 && span.From - merged[^1].To <= hole)
                merged[^1] = merged[^1] with { To = span.To > merged[^1].To ? span.To : merged[^1].To };
            else
                merged.Add(span);
        }

        return merged.ConvertAll(Floor);
    }

    private static IEnumerable<DateTimeOffset> Edges(IEnumerable<Span> spans) => spans.SelectMany(span => new[] { span.From, span.To });

    /// <summary>All edges are cut to seconds, so that what lies between them makes up the whole.</summary>
    private static Span Floor(Span span) => new(Floor(span.From), Floor(span.To));

    private static DateTimeOffset Floor(DateTimeOffset moment) => moment.AddTicks(-(moment.UtcTicks % TimeSpan.TicksPerSecond));
}
