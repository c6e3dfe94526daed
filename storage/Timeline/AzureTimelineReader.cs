using System.Collections.Concurrent;
using System.Globalization;
using Azure.Data.Tables;
using Mihari.Storage.Azure;
using Mihari.Timeline;

namespace Mihari.Storage.Timeline;

/// <summary>
/// Reads the days that are listed, one after the other. Newest first is the order in which they lie; oldest first goes
/// through windows of a day, which are small enough to be turned round in memory. What lets old entries go reads them that way, and days that are
/// found empty are taken off the list: the next time asks for what is there.
/// </summary>
internal sealed class AzureTimelineReader(AzureClients azure, TimelineDays days)
{
    private const int RowsAtOnce = 1_000;
    private const int SeeksAtOnce = 16;
    private const long FirstWindow = 3_600_000;

    private static readonly string[] RowKeyOnly = ["RowKey"];

    /// <summary>Up to so many entries behind a position, in the query's order.</summary>
    public async Task<List<TimelineEntry>> Read(TimelineQuery query, (long At, string Id)? after, int count, CancellationToken cancel)
    {
        var first = Math.Max(Milliseconds(query.From), TimelineKeys.FirstMillisecond);
        var last = Math.Min(Milliseconds(query.To) - 1, TimelineKeys.LastMillisecond);
        if (after is var (at, _))
            (first, last) = query.NewestFirst ? (first, Math.Min(last, at)) : (Math.Max(first, at), last);
        if (first > last)
            return [];

        var entries = new List<TimelineEntry>(Math.Min(count, 128));
        var listed = days.Descending(query.Owner, query.Kind, TimelineKeys.DayOf(first), TimelineKeys.DayOf(last), cancel);
        if (query.NewestFirst)
        {
            await foreach (var day in listed)
            {
                await Newest(query, day.Day, Range(day.Day, first, last), after, entries, count, cancel);
                if (entries.Count >= count)
                    break;
            }

            return entries;
        }

        var window = FirstWindow;
        var begun = after is var (told, _) ? TimelineKeys.DayOf(told) : (DateOnly?)null;
        foreach (var day in (await listed.ToListAsync(cancel)).AsEnumerable().Reverse())
        {
            var (range, known) = (Range(day.Day, first, last), entries.Count);
            window = await Oldest(query, day.Day, range, after, entries, count, window, cancel);
            if (entries.Count == known && range == Span(day.Day) && day.Day != begun)
                await days.Unlist(query.Owner, query.Kind, day, cancel);
            if (entries.Count >= count)
                break;
        }

        return entries;
    }

    /// <summary>The days that hold an entry, ascending. Each listed day is looked into at its end, and before the cut.</summary>
    public async Task<IReadOnlyList<DateOnly>> Days(string owner, TimelineKind kind, DateOnly from, DateOnly to, TimeSpan offset, CancellationToken cancel)
    {
        var shift = (long)offset.TotalMilliseconds;
        var first = Math.Max(TimelineKeys.StartOf(from) - shift, TimelineKeys.FirstMillisecond);
        var last = Math.Min(TimelineKeys.StartOf(to) + TimelineKeys.DayLength - 1 - shift, TimelineKeys.LastMillisecond);
        if (first > last)
            return [];

        var found = new ConcurrentDictionary<DateOnly, bool>();
        var listed = days.Descending(owner, kind, TimelineKeys.DayOf(first), TimelineKeys.DayOf(last), cancel);
        await Parallel.ForEachAsync(listed, new ParallelOptions { MaxDegreeOfParallelism = SeeksAtOnce, CancellationToken = cancel }, async (day, stop) =>
        {
            var (lower, upper) = Range(day.Day, first, last);
            while (lower <= upper && await NewestTime(owner, kind, day.Day, lower, upper, stop) is { } newest)
            {
                var local = TimelineKeys.DayOf(newest + shift);
                found[local] = true;
                upper = TimelineKeys.StartOf(local) - shift - 1;
            }
        });
        return [.. found.Keys.Order()];
    }

    /// <summary>A bound between two milliseconds is met by the later one, for entries are kept to the millisecond.</summary>
    private static long Milliseconds(DateTimeOffset bound)
    {
        var floor = bound.ToUnixTimeMilliseconds();
        return DateTimeOffset.FromUnixTimeMilliseconds(floor) < bound ? floor + 1 : floor;
    }

    private static (long First, long Last) Range(DateOnly day, long first, long last) => (Math.Max(first, Span(day).First), Math.Min(last, Span(day).Last));

    private static (long First, long Last) Span(DateOnly day) => (TimelineKeys.StartOf(day), TimelineKeys.StartOf(day) + TimelineKeys.DayLength - 1);

    private async Task Newest(
        TimelineQuery query, DateOnly day, (long First, long Last) range, (long At, string Id)? after, List<TimelineEntry> entries, int count, CancellationToken cancel)
    {
        var filter = Rows(query.Owner, query.Kind, day, range.First, range.Last);
        if (after is var (at, id) && TimelineKeys.DayOf(at) == day)
            filter += $" and RowKey gt '{TimelineKeys.Row(at, id)}'";
        await foreach (var row in azure.Timeline.QueryAsync<TableEntity>(filter, Math.Min(RowsAtOnce, count - entries.Count), cancellationToken: cancel))
        {
            entries.Add(TimelineRow.Read(query.Owner, query.Kind, day, row));
            if (entries.Count == count)
                return;
        }
    }

    /// <summary>Reads a day in windows that follow the density of its entries; the width of the last one.</summary>
    private async Task<long> Oldest(
        TimelineQuery query, DateOnly day, (long First, long Last) range, (long At, string Id)? after, List<TimelineEntry> entries, int count, long window, CancellationToken cancel)
    {
        var lower = range.First;
        while (lower <= range.Last && entries.Count < count)
        {
            var upper = Math.Min(lower + window - 1, range.Last);
            var filter = Rows(query.Owner, query.Kind, day, lower, upper);
            if (after is var (at, id) && TimelineKeys.DayOf(at) == day)
                filter += $" and RowKey lt '{TimelineKeys.Row(at, id)}'";
            if (await Whole(filter, anyNumber: lower == upper, cancel) is not { } rows)
            {
                window = Math.Max(1, (upper - lower + 1) / 2);
                continue;
            }

            var wanted = count - entries.Count;
            for (var n = rows.Count - 1; n >= 0 && entries.Count < count; n--)
                entries.Add(TimelineRow.Read(query.Owner, query.Kind, day, rows[n]));
            if (rows.Count < wanted / 2)
                window = Math.Min(window * 4, TimelineKeys.DayLength);
            lower = upper + 1;
        }

        return window;
    }

    /// <summary>All rows of a range, or null where they are too many to hold.</summary>
    private async Task<List<TableEntity>?> Whole(string filter, bool anyNumber, CancellationToken cancel)
    {
        var rows = new List<TableEntity>();
        await foreach (var page in azure.Timeline.QueryAsync<TableEntity>(filter, RowsAtOnce, cancellationToken: cancel).AsPages())
        {
            rows.AddRange(page.Values);
            if (!anyNumber && rows.Count >= RowsAtOnce && page.ContinuationToken is not null)
                return null;
        }

        return rows;
    }

    private async Task<long?> NewestTime(string owner, TimelineKind kind, DateOnly day, long first, long last, CancellationToken cancel)
    {
        await foreach (var row in azure.Timeline.QueryAsync<TableEntity>(Rows(owner, kind, day, first, last), 1, RowKeyOnly, cancel))
            return TimelineKeys.Read(day, row.RowKey).At;
        return null;
    }

    /// <summary>The rows of a span within a day, both ends included.</summary>
    private static string Rows(string owner, TimelineKind kind, DateOnly day, long first, long last) => string.Create(
        CultureInfo.InvariantCulture,
        $"PartitionKey eq '{TimelineKeys.Partition(owner, kind, day)}' and RowKey ge '{TimelineKeys.RowsFrom(day, last)}' and RowKey lt '{TimelineKeys.RowsFrom(day, first - 1)}'");
}
