using Azure;
using Mihari.Storage.Azure;
using Mihari.Storage.GrainState;
using Mihari.Storage.Media;
using Mihari.Storage.Timeline;

namespace Mihari.Storage.Transfer;

/// <summary>All that the cluster profile keeps in its account.</summary>
internal sealed record ClusterStores(
    AzureClients Azure, AzureCalls Calls, AzureStart Start, StateRows States, AzureTableTimeline Timeline, AzureBlobMediaStore Media, AzureKeyRepository Keys)
{
    /// <summary>Runs work on the account.</summary>
    /// <exception cref="StorageUnavailableException">The account refused, or did not answer.</exception>
    public async Task<T> Run<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        try
        {
            await Start.StartingAsync(cancel);
            return await work();
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            throw new StorageUnavailableException($"the Azure storage could not be used ({AzureCalls.Cause(e)}): when that is mended, run it again", e);
        }
    }
}
