using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Mihari.Storage.Azure;

namespace Mihari.Storage.Transfer;

/// <summary>
/// The mark of an import in the account: which source it is from, and whether it is finished. It is there before the first thing that is
/// imported, so that one that broke off is told from a cluster that runs.
/// </summary>
/// <param name="Source">The source's fingerprint.</param>
/// <param name="IsFinished">All of it is there, and has been looked at.</param>
internal sealed record ImportMark(string Source, bool IsFinished)
{
    // Beside the large states, whose sweeper takes only what a state has named.
    private const string Name = "import.json";

    /// <summary>The mark, or null where nothing has ever been imported.</summary>
    public static async Task<ImportMark?> Find(AzureClients azure, CancellationToken cancel)
    {
        try
        {
            return (await Blob(azure).DownloadContentAsync(cancel)).Value.Content.ToObjectFromJson<ImportMark>();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <exception cref="StorageUnavailableException">An import into this account has not been finished.</exception>
    public static async Task RefuseUnfinished(AzureClients azure, CancellationToken cancel)
    {
        if (await Find(azure, cancel) is { IsFinished: false })
            throw new StorageUnavailableException($"an import into the prefix {azure.Options.Prefix} was broken off: run Mihari.Silo import again, from the same folder, or set {AzureStorageOptions.Section}:{nameof(AzureStorageOptions.Prefix)} to another one");
    }

    /// <summary>Sets the mark of one that begins.</summary>
    public async Task Begin(AzureClients azure, CancellationToken cancel)
    {
        try
        {
            await Blob(azure).UploadAsync(Json(), new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } }, cancel);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            // The first attempt, whose answer was lost, or another import: whose it is decides.
            if (await Find(azure, cancel) != this)
                throw new StorageUnavailableException($"another import into the prefix {azure.Options.Prefix} has begun meanwhile", e);
        }
    }

    /// <summary>Says that all is there.</summary>
    public Task Finish(AzureClients azure, CancellationToken cancel) => Blob(azure).UploadAsync((this with { IsFinished = true }).Json(), overwrite: true, cancel);

    private BinaryData Json() => BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(this));

    private static BlobClient Blob(AzureClients azure) => azure.LargeStates.GetBlobClient(Name);
}
