using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Mihari.Storage.Azure;
using Orleans.Runtime;
using Orleans.Storage;

namespace Mihari.Storage.GrainState;

/// <summary>
/// The rows of <see cref="AzureTableGrainStorage"/>. Every write is conditional, and one whose answer was lost is sent
/// again: when the condition then fails because the first attempt has met it, that is success.
/// </summary>
internal sealed class StateRows(AzureClients azure, StateBlobs blobs)
{
    private const int KeysAtOnce = 1_000;
    private const int Looks = 5;

    /// <summary>A state's ETag and payload, or null.</summary>
    public async Task<(string ETag, BinaryData Payload)?> Find(string state, GrainId grain, CancellationToken cancel)
    {
        var partition = StateRow.Partition(state, grain);
        var missing = default(ETag);
        for (var look = 0; look < Looks; look++)
        {
            if (await Row(partition, null, cancel) is not { } row)
                return null;
            if (row.Blob is null)
                return (StateETag.Text(row.ETag, null), BinaryData.FromBytes(row.Payload()));
            if (await blobs.Find(row.Blob, cancel) is { } payload)
                return (StateETag.Text(row.ETag, row.Blob), payload);

            // Replaced between the two looks, unless the same row names it again.
            if (row.ETag == missing)
                break;
            missing = row.ETag;
        }

        throw new InvalidDataException($"the payload of the state {partition} is missing");
    }

    /// <summary>Stores a state; its new ETag.</summary>
    /// <exception cref="InconsistentStateException">Another ETag is stored than the one held.</exception>
    public async Task<string> Store(string state, GrainId grain, string? held, ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        var partition = StateRow.Partition(state, grain);
        var condition = held is null ? default(StateETag?) : StateETag.Parse(held) ?? throw await Conflict(state, grain, partition, held, cancel);
        var blob = payload.Length > StateRow.LargestInline ? await blobs.Put(partition, payload, cancel) : null;
        var writeId = Guid.NewGuid();
        var stored = await Write(StateRow.Build(state, grain, writeId, payload, blob), condition?.Table, cancel);
        if (stored is null)
        {
            var row = await Row(partition, StateRow.Head, cancel);
            if (row?.WriteId == writeId)
            {
                stored = row.ETag;
            }
            else
            {
                if (blob is not null)
                    await blobs.Discard(blob);
                throw Conflict(state, grain, row, held);
            }
        }

        if (condition?.Blob is { } replaced)
            await blobs.Discard(replaced);
        return StateETag.Text(stored.Value, blob);
    }

    /// <summary>Removes a state; nothing happens where there is none and none is held.</summary>
    /// <exception cref="InconsistentStateException">Another ETag is stored than the one held.</exception>
    public async Task Remove(string state, GrainId grain, string? held, CancellationToken cancel)
    {
        var partition = StateRow.Partition(state, grain);
        if (held is null)
        {
            if (await Row(partition, StateRow.Head, cancel) is { } row)
                throw Conflict(state, grain, row, held);
            return;
        }

        var condition = StateETag.Parse(held) ?? throw await Conflict(state, grain, partition, held, cancel);
        if (!await Delete(partition, condition.Table, cancel))
            throw await Conflict(state, grain, partition, held, cancel);
        if (condition.Blob is { } blob)
            await blobs.Discard(blob);
    }

    /// <summary>Whether a row names a blob.</summary>
    public async Task<bool> Names(string partition, string blob, CancellationToken cancel) => (await Row(partition, StateRow.Head, cancel))?.Blob == blob;

    /// <summary>The ids of all grains with a state of that name.</summary>
    public async IAsyncEnumerable<string> Grains(string state, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var entity in azure.States.QueryAsync<TableEntity>(StateRow.OfState(state), KeysAtOnce, StateRow.Identity, cancel))
            yield return StateRow.Grain(entity);
    }

    /// <summary>
    /// All states, or those that were written since a time by the service's clock; each is whole by itself, and one that is
    /// written meanwhile may come as it was or as it is.
    /// </summary>
    public async IAsyncEnumerable<StoredState> All(DateTimeOffset? since, [EnumeratorCancellation] CancellationToken cancel)
    {
        var filter = since is { } time ? TableClient.CreateQueryFilter($"Timestamp ge {time}") : null;
        await foreach (var entity in azure.States.QueryAsync<TableEntity>(filter, cancellationToken: cancel))
        {
            var (row, state, grain) = (StateRow.From(entity), StateRow.State(entity), StateRow.Grain(entity));
            if (row.Blob is null)
                yield return new StoredState(state, grain, row.Payload());
            else if (await blobs.Find(row.Blob, cancel) is { } payload)
                yield return new StoredState(state, grain, payload.ToArray());
            else if (await Find(state, GrainId.Parse(grain, CultureInfo.InvariantCulture), cancel) is var (_, newer))
                yield return new StoredState(state, grain, newer.ToArray()); // Replaced between the two looks.
        }
    }

    /// <summary>How many states there are, up to a number.</summary>
    public async Task<long> Count(long most, CancellationToken cancel)
    {
        var count = 0L;
        await foreach (var _ in azure.States.QueryAsync<TableEntity>((string?)null, (int)Math.Min(most, KeysAtOnce), StateRow.Identity, cancel))
        {
            if (++count == most)
                break;
        }

        return count;
    }

    private async Task<StateRow?> Row(string partition, string[]? select, CancellationToken cancel)
    {
        var found = await azure.States.GetEntityIfExistsAsync<TableEntity>(partition, partition, select, cancel);
        return found.HasValue ? StateRow.From(found.Value!) : null;
    }

    /// <summary>The new ETag, or null where the condition was not met.</summary>
    private async Task<ETag?> Write(TableEntity entity, ETag? condition, CancellationToken cancel)
    {
        try
        {
            var answer = condition is { } etag
                ? await azure.States.UpdateEntityAsync(entity, etag, TableUpdateMode.Replace, cancel)
                : await azure.States.AddEntityAsync(entity, cancel);
            return answer.Headers.ETag ?? throw new InvalidDataException("the table gave no ETag");
        }
        catch (RequestFailedException e) when (IsConflict(e))
        {
            return null;
        }
    }

    /// <summary>Whether the row of that ETag is gone by this call.</summary>
    private async Task<bool> Delete(string partition, ETag condition, CancellationToken cancel)
    {
        var attempts = new Attempts();
        try
        {
            using (attempts.Follow())
            {
                var answer = await azure.States.DeleteEntityAsync(partition, partition, condition, cancel);
                return answer.Status != 404 || attempts.Several;
            }
        }
        catch (RequestFailedException e) when (IsConflict(e))
        {
            return e.Status == 404 && attempts.Several;
        }
    }

    private async Task<InconsistentStateException> Conflict(string state, GrainId grain, string partition, string? held, CancellationToken cancel) =>
        Conflict(state, grain, await Row(partition, StateRow.Head, cancel), held);

    private static InconsistentStateException Conflict(string state, GrainId grain, StateRow? stored, string? held) =>
        new($"the state {state} of {grain} was changed by somebody else", stored is null ? null : StateETag.Text(stored.ETag, stored.Blob), held);

    private static bool IsConflict(RequestFailedException e) =>
        e.Status is 409 or 412 || (e.Status == 404 && e.ErrorCode != TableErrorCode.TableNotFound);
}
