using System.Globalization;
using Azure;
using Azure.Storage.Blobs.Models;
using Mihari.Storage.Azure;
using Microsoft.Extensions.Logging;

namespace Mihari.Storage.GrainState;

/// <summary>
/// Payloads that are too large for a row, each write a blob with a name of its own: written before the row that names it,
/// removed after the row that replaces it. What a crash leaves between the two, <see cref="StateBlobSweeper"/> removes.
/// </summary>
internal sealed partial class StateBlobs(AzureClients azure, ILogger<StateBlobs> logger)
{
    private const string Row = "row";

    /// <summary>Stores a payload; its name.</summary>
    public async Task<string> Put(string partition, ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        var name = Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);
        var options = new BlobUploadOptions { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [Row] = partition } };
        await azure.LargeStates.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(payload), options, cancel);
        return name;
    }

    /// <summary>A payload, or null where its blob has been removed.</summary>
    public async Task<BinaryData?> Find(string name, CancellationToken cancel)
    {
        try
        {
            return (await azure.LargeStates.GetBlobClient(name).DownloadContentAsync(cancel)).Value.Content;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Removes a payload that no row names any more. What fails is left to the sweeper.</summary>
    public async Task Discard(string name)
    {
        try
        {
            await azure.LargeStates.GetBlobClient(name).DeleteIfExistsAsync();
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or OperationCanceledException or IOException)
        {
            LogNotDiscarded(logger, AzureCalls.Cause(e));
        }
    }

    /// <summary>The blobs that were written before a time, with the partition of the row that may name each.</summary>
    public async IAsyncEnumerable<(string Name, string Partition)> WrittenBefore(DateTimeOffset time, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var blob in azure.LargeStates.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, prefix: null, cancel))
        {
            if (blob.Properties.LastModified < time && blob.Metadata.TryGetValue(Row, out var partition))
                yield return (blob.Name, partition);
        }
    }

    [LoggerMessage(5022, LogLevel.Warning, "A replaced payload could not be removed ({Cause}); a later start will")]
    private static partial void LogNotDiscarded(ILogger logger, string cause);
}
