using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Mihari.Media;
using Mihari.Storage.Azure;

namespace Mihari.Storage.Media;

/// <summary>
/// Media as block blobs. The bytes are hashed while they are staged as blocks, which nobody sees, and are committed under
/// the condition that nothing is there yet, once they are as promised. What fits one block goes in one request.
/// </summary>
internal sealed class AzureBlobMediaStore(AzureClients azure, AzureCalls calls, StorageInstruments instruments) : IMediaStore
{
    private const int BlockBytes = 1 << 20;
    private const string Sha256Name = "sha256";
    private const string AttemptName = "attempt";

    private static readonly BlobRequestConditions Absent = new() { IfNoneMatch = ETag.All };

    public async Task<MediaWriteOutcome> Write(string key, MediaPromise promise, Stream content, CancellationToken cancel)
    {
        MediaRules.CheckKey(key);
        MediaRules.Check(promise);
        if (await Find(key, cancel) is not null)
            return MediaWriteOutcome.AlreadyThere;

        var blob = azure.Media.GetBlockBlobClient(Name(key));
        var attempt = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
        var blocks = new List<string>();
        var buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            long length = 0;
            while (true)
            {
                // A last read that gives nothing tells that no byte follows those promised.
                var filled = await content.ReadAtLeastAsync(buffer.AsMemory(0, BlockBytes), BlockBytes, throwOnEndOfStream: false, cancel);
                var ended = filled < BlockBytes;
                length += filled;
                if (length > promise.Length || (ended && length < promise.Length))
                    return MediaWriteOutcome.NotAsPromised;

                hash.AppendData(buffer, 0, filled);
                if (ended && !string.Equals(Convert.ToHexStringLower(hash.GetCurrentHash()), promise.Sha256, StringComparison.Ordinal))
                    return MediaWriteOutcome.NotAsPromised;

                if (ended && blocks.Count == 0)
                    return await Settle(blob, promise, attempt, facts => Put(blob, facts, buffer, filled, cancel), cancel);
                if (filled > 0)
                    blocks.Add(await Stage(blob, attempt, blocks.Count, buffer, filled, cancel));
                if (ended)
                    return await Settle(blob, promise, attempt, facts => Commit(blob, facts, blocks, cancel), cancel);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public async Task<MediaObject?> Find(string key, CancellationToken cancel)
    {
        MediaRules.CheckKey(key);
        var properties = await calls.Run("media.find", () => Properties(azure.Media.GetBlockBlobClient(Name(key)), cancel), cancel);
        return properties is null ? null : new MediaObject(
            key, properties.ContentLength, properties.Metadata[Sha256Name], properties.ContentType,
            DateTimeOffset.FromUnixTimeMilliseconds(properties.LastModified.ToUnixTimeMilliseconds()));
    }

    public async Task<Stream?> Open(string key, CancellationToken cancel)
    {
        MediaRules.CheckKey(key);
        return await calls.Run<Stream?>("media.open", () => BlobReadStream.Open(azure.Media.GetBlockBlobClient(Name(key)), cancel), cancel);
    }

    public async Task<bool> Delete(string key, CancellationToken cancel)
    {
        MediaRules.CheckKey(key);
        var blob = azure.Media.GetBlockBlobClient(Name(key));
        return await calls.Run("media.delete", async () =>
        {
            var attempts = new Attempts();
            try
            {
                using (attempts.Follow())
                    await blob.DeleteAsync(cancellationToken: cancel);
                return true;
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                return attempts.Several;
            }
        }, cancel);
    }

    /// <summary>All objects.</summary>
    internal async IAsyncEnumerable<MediaObject> All([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var blob in azure.Media.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, prefix: null, cancel))
        {
            if (blob.Metadata.TryGetValue(Sha256Name, out var sha256))
                yield return new MediaObject(blob.Name.Replace('~', '.'), blob.Properties.ContentLength ?? 0, sha256, blob.Properties.ContentType, blob.Properties.LastModified ?? default);
        }
    }

    /// <summary>No part of a blob's name may end with a dot, as that of a key may; a key has no tilde.</summary>
    private static string Name(string key) =>
        key.Contains("./", StringComparison.Ordinal) || key[^1] == '.' ? string.Join('/', key.Split('/').Select(part => part[^1] == '.' ? part[..^1] + "~" : part)) : key;

    private async Task<MediaWriteOutcome> Settle(BlockBlobClient blob, MediaPromise promise, string attempt, Func<Facts, Task> commit, CancellationToken cancel)
    {
        var facts = new Facts(new BlobHttpHeaders { ContentType = promise.ContentType }, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Sha256Name] = promise.Sha256,
            [AttemptName] = attempt,
        });
        var stored = await calls.Run("media.commit", async () =>
        {
            try
            {
                await commit(facts);
                return true;
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412 || e.ErrorCode == BlobErrorCode.InvalidBlockList)
            {
                // Somebody else was first, and their commit swept our blocks away; or our own was, and its answer was lost.
                var there = await Properties(blob, cancel) ?? throw new IOException("the media object was removed while it was being written again", e);
                return there.Metadata.TryGetValue(AttemptName, out var whose) && string.Equals(whose, attempt, StringComparison.Ordinal);
            }
        }, cancel);
        if (!stored)
            return MediaWriteOutcome.AlreadyThere;

        instruments.MediaStored(promise.Length);
        return MediaWriteOutcome.Stored;
    }

    private static async Task Put(BlockBlobClient blob, Facts facts, byte[] buffer, int length, CancellationToken cancel)
    {
        using var bytes = new MemoryStream(buffer, 0, length, writable: false);
        await blob.UploadAsync(bytes, new BlobUploadOptions { HttpHeaders = facts.Headers, Metadata = facts.Metadata, Conditions = Absent }, cancel);
    }

    private static Task Commit(BlockBlobClient blob, Facts facts, List<string> blocks, CancellationToken cancel) =>
        blob.CommitBlockListAsync(blocks, new CommitBlockListOptions { HttpHeaders = facts.Headers, Metadata = facts.Metadata, Conditions = Absent }, cancel);

    private async Task<string> Stage(BlockBlobClient blob, string attempt, int number, byte[] buffer, int length, CancellationToken cancel)
    {
        // All ids of a blob's blocks have the same length, whoever stages them.
        var id = Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{attempt}{number:D6}")));
        await calls.Run("media.stage", async () =>
        {
            using var bytes = new MemoryStream(buffer, 0, length, writable: false);
            await blob.StageBlockAsync(id, bytes, cancellationToken: cancel);
        }, cancel);
        return id;
    }

    private static async Task<BlobProperties?> Properties(BlockBlobClient blob, CancellationToken cancel)
    {
        try
        {
            return (await blob.GetPropertiesAsync(cancellationToken: cancel)).Value;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    private sealed record Facts(BlobHttpHeaders Headers, IDictionary<string, string> Metadata);
}
