using System.Collections.Immutable;
using Mihari.Grains.Timeline;
using Mihari.Identifiers;
using Mihari.Timeline;

namespace Mihari.Grains.Troubles;

/// <summary>
/// The devices' troubles that a building's line was. Those of the timeline are read once for the pages of a list, and for whoever asks within a minute: a line
/// that is over since then, the watch over it still knows.
/// </summary>
/// <param name="timeline">Where they are.</param>
/// <param name="building">Whose line.</param>
/// <param name="time">The clock.</param>
internal sealed class ExplainedLines(ITimeline timeline, BuildingId building, TimeProvider time)
{
    /// <summary>Most buildings never have as many troubles of their own.</summary>
    private const int LinesAtOnce = 200;

    /// <summary>So long what was read is used again; less than a watch remembers a line that is over.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    /// <summary>So long after the first of its devices' troubles a line is found at most: so much later lies its own.</summary>
    private static readonly TimeSpan FoundWithin = LineRules.Patience + LineRules.Together;

    private (DateTimeOffset At, DateTimeOffset End, Task<ImmutableArray<ExplainedTroubles>> Lines)? _read;

    /// <summary>
    /// Those that explain what lies in a span. One that was down for long explains what was raised long after it: all that were raised before the end are
    /// read. One that was over before the beginning explains nothing of it: its devices were back by then.
    /// </summary>
    /// <param name="watch">The watch over the line.</param>
    /// <param name="from">The span's beginning; null: it has none.</param>
    /// <param name="to">Its end; null: it has none.</param>
    public async Task<IReadOnlyList<ExplainedTroubles>> Read(ILineWatch watch, DateTimeOffset? from, DateTimeOffset? to)
    {
        var end = to < DateTimeOffset.MaxValue - FoundWithin ? to.Value + FoundWithin : DateTimeOffset.MaxValue;
        var now = time.GetUtcNow();
        if (_read is not { } known || known.At + Fresh <= now || known.End < end || known.Lines is { IsCompleted: true, IsCompletedSuccessfully: false })
            _read = known = (now, end, Past(end));

        // The timeline first: a line that is over meanwhile is in the answer of the watch.
        var past = await known.Lines;
        return [.. (await watch.GetExplained()).Concat(past).Where(line => !(line.To <= from))];
    }

    private async Task<ImmutableArray<ExplainedTroubles>> Past(DateTimeOffset end)
    {
        var lines = ImmutableArray.CreateBuilder<ExplainedTroubles>();
        string? more = null;
        do
        {
            var page = await timeline.Read(new TimelineQuery(
                building.Value, TimelineKind.Trouble, DateTimeOffset.MinValue, end, NewestFirst: true, LinesAtOnce, more));
            lines.AddRange(page.Entries.Select(TimelineEntries.ReadExplained).OfType<ExplainedTroubles>());
            more = page.Continuation;
        }
        while (more is not null);

        return lines.ToImmutable();
    }
}
