using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Mihari.Storage.Azure;
using Mihari.Timeline;

namespace Mihari.Storage.Timeline;

/// <summary>A day on the list.</summary>
/// <param name="Day">Which.</param>
/// <param name="Tag">Another one each time that the day is listed.</param>
internal readonly record struct ListedDay(DateOnly Day, ETag Tag);

/// <summary>
/// Which days may have entries: a row a day, durable before the day's first entry, so that a reader passes over empty days
/// whatever span it asks for. A day whose first entry was never stored is listed and empty.
/// </summary>
/// <remarks>
/// A day that is over and was found empty is taken off the list, without a lock: whoever stores an entry of a day that is over lists the day again
/// before it says so. An entry that the look into the day did not find came after it, and so does that listing: before the row is deleted, which then
/// has another tag and stays, or behind it.
/// </remarks>
internal sealed class TimelineDays(AzureClients azure, TimeProvider time)
{
    private const int RowsAtOnce = 1_000;
    private const int Remembered = 50_000;

    /// <summary>Days after which one is over: nearly all entries are stored before, with no request more.</summary>
    private const int OverAfter = 2;

    /// <summary>Days after which one may be taken off the list: later by more than clocks differ and requests last.</summary>
    private const int UnlistedAfter = 7;

    private static readonly string[] RowKeyAndTag = ["RowKey", "Timestamp"];

    private readonly RecentlyUsed<(string Partition, DateOnly Day), bool> _known = new(Remembered);

    private int Today => TimelineKeys.DayOf(time.GetUtcNow().ToUnixTimeMilliseconds()).DayNumber;

    /// <summary>Lists a day that is to have an entry, unless this process knows that it is.</summary>
    public async Task Ensure(string owner, TimelineKind kind, DateOnly day, CancellationToken cancel)
    {
        var key = (TimelineKeys.Days(owner, kind), day);
        if (!IsOver(day) && _known.TryGet(key, out _))
            return;

        await List(key.Item1, day, cancel);
        if (!IsOver(day))
            _known[key] = true;
    }

    /// <summary>Makes sure that a day is listed still which has got an entry.</summary>
    public Task Confirm(string owner, TimelineKind kind, DateOnly day, CancellationToken cancel) =>
        IsOver(day) ? List(TimelineKeys.Days(owner, kind), day, cancel) : Task.CompletedTask;

    /// <summary>Takes a day off the list that was found empty after it was read from there; one that is not over for long stays.</summary>
    public async Task Unlist(string owner, TimelineKind kind, ListedDay empty, CancellationToken cancel)
    {
        // Without a tag the request would delete any row.
        if (empty.Day.DayNumber >= Today - UnlistedAfter || empty.Tag == default)
            return;

        var days = TimelineKeys.Days(owner, kind);
        try
        {
            await azure.Timeline.DeleteEntityAsync(days, TimelineKeys.DayRow(days, empty.Day), empty.Tag, cancel);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            // Another sweep took it, or it is to have an entry again.
        }
    }

    /// <summary>The listed days from the last to the first, both included.</summary>
    public async IAsyncEnumerable<ListedDay> Descending(string owner, TimelineKind kind, DateOnly first, DateOnly last, [EnumeratorCancellation] CancellationToken cancel)
    {
        var filter = $"PartitionKey eq '{TimelineKeys.Days(owner, kind)}' and RowKey ge '{TimelineKeys.DayRow(last)}' and RowKey lt '{TimelineKeys.DayRow(first)}~~'";
        await foreach (var row in azure.Timeline.QueryAsync<TableEntity>(filter, RowsAtOnce, RowKeyAndTag, cancel))
            yield return new ListedDay(TimelineKeys.DayOfRow(row.RowKey), row.ETag);
    }

    private bool IsOver(DateOnly day) => day.DayNumber < Today - OverAfter;

    private Task List(string days, DateOnly day, CancellationToken cancel) =>
        azure.Timeline.UpsertEntityAsync(new TableEntity(days, TimelineKeys.DayRow(days, day)), TableUpdateMode.Merge, cancel);
}
