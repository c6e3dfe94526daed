using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Mihari.Storage.Azure;
using Mihari.Timeline;

namespace Mihari.Storage.Timeline;

/// <summary>
/// Stores entries so that the highest revision stays. An entry that is there already with the same revision is left: a
/// request whose answer was lost ends the same when it is sent again.
/// </summary>
internal sealed class AzureTimelineWriter(AzureClients azure, TimelineDays days, TimeProvider time)
{
    private const int TransactionRows = 100;
    private const int TransactionBytes = 3 << 20;
    private const int Rounds = 5;
    private const int AtOnce = 16;
    private const int Remembered = 20_000;

    /// <summary>What this process stored last of the entries that are revised: the next revision is then one request, not three.</summary>
    private readonly RecentlyUsed<(string Partition, string Key), (int Revision, ETag ETag)> _stored = new(Remembered);

    /// <summary>Stores rows of any owners, kinds and days; those of one day together, as far as a transaction goes.</summary>
    public async Task Write(IReadOnlyList<TimelineRow> rows, CancellationToken cancel)
    {
        if (rows is [var only])
        {
            await days.Ensure(only.Entry.Owner, only.Entry.Kind, only.Day, cancel);
            await Single(only, cancel);
            await days.Confirm(only.Entry.Owner, only.Entry.Kind, only.Day, cancel);
            return;
        }

        var partitions = rows
            .GroupBy(row => (row.Entry.Owner, row.Entry.Kind, row.Day))
            .Select(partition => partition.GroupBy(row => row.Key, StringComparer.Ordinal).Select(same => same.MaxBy(row => row.Entry.Revision)!).ToList());
        await EachOf(partitions, async partition =>
        {
            var first = partition[0];
            await days.Ensure(first.Entry.Owner, first.Entry.Kind, first.Day, cancel);
            foreach (var part in Parts(partition))
                await Together(part, cancel);

            await days.Confirm(first.Entry.Owner, first.Entry.Kind, first.Day, cancel);
        }, cancel);
    }

    /// <summary>Deletes rows of any owners, kinds and days. Of those that are there, those of one day go together.</summary>
    public Task Delete(IReadOnlyList<TimelineRow> rows, CancellationToken cancel) =>
        EachOf(rows.GroupBy(row => TimelineKeys.Partition(row.Entry.Owner, row.Entry.Kind, row.Day)), async partition =>
        {
            foreach (var part in partition.DistinctBy(row => row.Key).Chunk(TransactionRows))
            {
                foreach (var row in part)
                    _stored.Forget((partition.Key, row.Key));

                try
                {
                    await azure.Timeline.SubmitTransactionAsync(
                        part.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition.Key, row.Key), ETag.All)), cancel);
                }
                catch (TableTransactionFailedException)
                {
                    // One of them is gone already, or the table is busy: each by itself, where that is told apart and tried again.
                    await EachOf(part, row => azure.Timeline.DeleteEntityAsync(partition.Key, row.Key, ETag.All, cancel), cancel);
                }
            }
        }, cancel);

    private async Task Single(TimelineRow row, CancellationToken cancel)
    {
        var entity = row.Build();
        if (_stored.TryGet((entity.PartitionKey, entity.RowKey), out var known))
        {
            if (known.Revision >= row.Entry.Revision || await Replace(row, entity, known.ETag, cancel))
                return;
        }
        else if (await Add(row, entity, cancel))
        {
            return;
        }

        // Somebody may store another revision between the look and the write; look again then.
        for (var isDone = false; !isDone;)
        {
            var stored = await Stored(row, cancel);
            isDone = stored is null ? await Add(row, entity, cancel)
                : TimelineRow.Revision(stored) >= row.Entry.Revision || await Replace(row, entity, stored.ETag, cancel);
        }
    }

    private async Task<bool> Add(TimelineRow row, TableEntity entity, CancellationToken cancel)
    {
        try
        {
            Remember(row, entity, await azure.Timeline.AddEntityAsync(entity, cancel));
            return true;
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return false;
        }
    }

    private async Task<bool> Replace(TimelineRow row, TableEntity entity, ETag held, CancellationToken cancel)
    {
        try
        {
            Remember(row, entity, await azure.Timeline.UpdateEntityAsync(entity, held, TableUpdateMode.Replace, cancel));
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            _stored.Forget((entity.PartitionKey, entity.RowKey));
            return false;
        }
    }

    private void Remember(TimelineRow row, TableEntity entity, Response answer)
    {
        if (row.Entry.Kind is TimelineKind.Clip or TimelineKind.Trouble && answer.Headers.ETag is { } tag)
            _stored[(entity.PartitionKey, entity.RowKey)] = (row.Entry.Revision, tag);
    }

    private async Task Together(IReadOnlyList<TimelineRow> rows, CancellationToken cancel)
    {
        var actions = rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row.Build())).ToList();
        for (var round = 1; round <= Rounds && rows.Count > 1; round++)
        {
            try
            {
                if (actions.Count > 0)
                    await azure.Timeline.SubmitTransactionAsync(actions, cancel);
                return;
            }
            catch (TableTransactionFailedException e) when (e.Status is 409 or 412)
            {
                // Some are there: see which, and whether they have to be replaced.
                actions = await Missing(rows, cancel);
            }
            catch (TableTransactionFailedException e) when (e.Status is 429 or >= 500 && round < Rounds)
            {
                // Inside of an answered transaction the client's policy does not see this.
                await Task.Delay(azure.Options.RetryPause * (1 << round), time, cancel);
            }
        }

        await EachOf(rows, row => Single(row, cancel), cancel);
    }

    /// <summary>What is still to be done for rows, of which some are stored already.</summary>
    private async Task<List<TableTransactionAction>> Missing(IReadOnlyList<TimelineRow> rows, CancellationToken cancel)
    {
        var actions = new TableTransactionAction?[rows.Count];
        await EachOf(Enumerable.Range(0, rows.Count), async n =>
        {
            var stored = await Stored(rows[n], cancel);
            if (stored is null)
                actions[n] = new TableTransactionAction(TableTransactionActionType.Add, rows[n].Build());
            else if (TimelineRow.Revision(stored) < rows[n].Entry.Revision)
                actions[n] = new TableTransactionAction(TableTransactionActionType.UpdateReplace, rows[n].Build(), stored.ETag);
        }, cancel);
        return [.. actions.OfType<TableTransactionAction>()];
    }

    private async Task<TableEntity?> Stored(TimelineRow row, CancellationToken cancel)
    {
        var found = await azure.Timeline.GetEntityIfExistsAsync<TableEntity>(
            TimelineKeys.Partition(row.Entry.Owner, row.Entry.Kind, row.Day), row.Key, TimelineRow.Head, cancel);
        return found.HasValue ? found.Value : null;
    }

    private static IEnumerable<List<TimelineRow>> Parts(List<TimelineRow> rows)
    {
        var (part, bytes) = (new List<TimelineRow>(), 0);
        foreach (var row in rows)
        {
            if (part.Count == TransactionRows || (part.Count > 0 && bytes + row.Bytes > TransactionBytes))
            {
                yield return part;
                (part, bytes) = ([], 0);
            }

            part.Add(row);
            bytes += row.Bytes;
        }

        yield return part;
    }

    private static Task EachOf<T>(IEnumerable<T> items, Func<T, Task> work, CancellationToken cancel) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, (item, _) => new ValueTask(work(item)));
}
