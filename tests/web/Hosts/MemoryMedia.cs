using System.Collections.Concurrent;
using System.Security.Cryptography;
using Mihari.Media;

namespace Mihari.Tests.Web.Hosts;

/// <summary>A media store that keeps its promise in memory.</summary>
public sealed class MemoryMedia : IMediaStore
{
    public ConcurrentDictionary<string, (MediaObject Facts, byte[] Bytes)> Objects { get; } = new(StringComparer.Ordinal);

    public bool IsFull { get; set; }

    public async Task<MediaWriteOutcome> Write(string key, MediaPromise promise, Stream content, CancellationToken cancel)
    {
        if (IsFull)
            return MediaWriteOutcome.NoSpace;

        if (Objects.ContainsKey(key))
            return MediaWriteOutcome.AlreadyThere;

        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancel);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
        if (bytes.Length != promise.Length || sha256 != promise.Sha256)
            return MediaWriteOutcome.NotAsPromised;

        return Put(key, promise.ContentType, bytes.ToArray()) ? MediaWriteOutcome.Stored : MediaWriteOutcome.AlreadyThere;
    }

    public Task<MediaObject?> Find(string key, CancellationToken cancel) =>
        Task.FromResult(Objects.TryGetValue(key, out var found) ? found.Facts : null);

    public Task<Stream?> Open(string key, CancellationToken cancel) =>
        Task.FromResult<Stream?>(Objects.TryGetValue(key, out var found) ? new MemoryStream(found.Bytes, writable: false) : null);

    public Task<bool> Delete(string key, CancellationToken cancel) => Task.FromResult(Objects.TryRemove(key, out _));

    public bool Put(string key, string contentType, byte[] bytes) => Objects.TryAdd(
        key, (new MediaObject(key, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), contentType, DateTimeOffset.UnixEpoch), bytes));
}
