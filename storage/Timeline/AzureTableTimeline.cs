using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Mihari.Storage.Azure;
using Mihari.Timeline;

namespace Mihari.Storage.Timeline;

/// <summary>The timeline on an Azure table; see <see cref="TimelineKeys"/> for how it lies there.</summary>
internal sealed class AzureTableTimeline(AzureClients azure, TimelineDays days, AzureCalls calls, TimeProvider time) : ITimeline
{
    private const int RowsAtOnce = 1_000;

    private static readonly string[] PartitionOnly = ["PartitionKey"];

    private readonly AzureTimelineWriter _writer = new(azure, days, time);
    private readonly AzureTimelineReader _reader = new(azure, days);

    public async Task Append(IReadOnlyList<TimelineEntry> entries, CancellationToken cancel = default)
    {
        foreach (var entry in entries)
            TimelineRules.Check(entry);
        if (entries.Count > 0)
            await calls.Run("timeline.append", () => _writer.Write([.. entries.Select(TimelineRow.Of)], cancel), cancel);
    }

    public async Task Delete(IReadOnlyList<TimelineEntry> entries, CancellationToken cancel = default)
    {
        if (entries.Count > 0)
            await calls.Run("timeline.delete", () => _writer.Delete([.. entries.Select(TimelineRow.Of)], cancel), cancel);
    }

    public Task<bool> Contains(string owner, TimelineKind kind, DateTimeOffset at, string id, CancellationToken cancel = default)
    {
        // Where a rule is broken nothing can be stored, and the text must not get into a key.
        if (!TimelineRules.IsPossible(owner, kind, id))
            return Task.FromResult(false);

        var milliseconds = at.ToUnixTimeMilliseconds();
        var partition = TimelineKeys.Partition(owner, kind, TimelineKeys.DayOf(milliseconds));
        return calls.Run("timeline.contains", async () =>
            (await azure.Timeline.GetEntityIfExistsAsync<TableEntity>(partition, TimelineKeys.Row(milliseconds, id), TimelineRow.Head, cancel)).HasValue, cancel);
    }

    public Task<TimelinePage> Read(TimelineQuery query, CancellationToken cancel = default)
    {
        TimelineRules.Check(query);
        (long At, string Id)? after = query.Continuation is null ? null : TimelineRules.Position(query.Continuation);
        return calls.Run("timeline.read", async () =>
        {
            // One more than asked for tells whether there is a further page.
            var entries = await _reader.Read(query, after, query.Limit + 1, cancel);
            if (entries.Count <= query.Limit)
                return new TimelinePage(entries, null);

            entries.RemoveAt(query.Limit);
            return new TimelinePage(entries, TimelineRules.Continuation(entries[^1].At.ToUnixTimeMilliseconds(), entries[^1].Id));
        }, cancel);
    }

    /// <summary>All entries, in the order in which they lie.</summary>
    internal async IAsyncEnumerable<TimelineEntry> All([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var row in azure.Timeline.QueryAsync<TableEntity>((string?)null, cancellationToken: cancel))
        {
            if (TimelineKeys.ReadPartition(row.PartitionKey) is var (owner, kind, day))
                yield return TimelineRow.Read(owner, kind, day, row);
        }
    }

    /// <summary>How many entries there are, and rows that list days; up to a number of both together.</summary>
    internal async Task<(long Entries, long Days)> Count(long most, CancellationToken cancel)
    {
        var (entries, days) = (0L, 0L);
        await foreach (var row in azure.Timeline.QueryAsync<TableEntity>((string?)null, (int)Math.Min(most, RowsAtOnce), PartitionOnly, cancel))
        {
            (entries, days) = TimelineKeys.ReadPartition(row.PartitionKey) is null ? (entries, days + 1) : (entries + 1, days);
            if (entries + days == most)
                break;
        }

        return (entries, days);
    }

    public Task<IReadOnlyList<DateOnly>> Days(string owner, TimelineKind kind, DateOnly from, DateOnly to, TimeSpan offset, CancellationToken cancel = default)
    {
        TimelineRules.CheckDays(owner, kind, from, to);
        return calls.Run("timeline.days", () => _reader.Days(owner, kind, from, to, offset, cancel), cancel);
    }
}
