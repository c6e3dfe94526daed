using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Mihari.Storage.Azure;
using Mihari.Timeline;

namespace Mihari.Storage.Timeline;

/// <summary>
/// Which days may have entries: a row a day, durable before the day's first entry, so that a reader passes over empty days
/// whatever span it asks for. A day whose first entry was never stored is listed and empty.
/// </summary>
internal sealed class TimelineDays(AzureClients azure)
{
    private const int RowsAtOnce = 1_000;
    private const int Remembered = 50_000;

    private static readonly string[] RowKeyOnly = ["RowKey"];

    private readonly RecentlyUsed<(string Partition, DateOnly Day), bool> _known = new(Remembered);

    /// <summary>Lists a day unless this process knows that it is.</summary>
    public async Task Ensure(string owner, TimelineKind kind, DateOnly day, CancellationToken cancel)
    {
        var key = (TimelineKeys.Days(owner, kind), day);
        if (_known.TryGet(key, out _))
            return;

        await azure.Timeline.UpsertEntityAsync(new TableEntity(key.Item1, TimelineKeys.DayRow(key.Item1, day)), TableUpdateMode.Merge, cancel);
        _known[key] = true;
    }

    /// <summary>The listed days from the last to the first, both included.</summary>
    public async IAsyncEnumerable<DateOnly> Descending(string owner, TimelineKind kind, DateOnly first, DateOnly last, [EnumeratorCancellation] CancellationToken cancel)
    {
        var filter = $"PartitionKey eq '{TimelineKeys.Days(owner, kind)}' and RowKey ge '{TimelineKeys.DayRow(last)}' and RowKey lt '{TimelineKeys.DayRow(first)}~~'";
        await foreach (var row in azure.Timeline.QueryAsync<TableEntity>(filter, RowsAtOnce, RowKeyOnly, cancel))
            yield return TimelineKeys.DayOfRow(row.RowKey);
    }
}
