using System.Collections.Concurrent;
using System.Security.Cryptography;
using Mihari.Media;

namespace Mihari.Tests.Silo.Notifications;

/// <summary>A media store in memory that tells which of its streams are still open.</summary>
internal sealed class MemoryMedia : IMediaStore
{
    private readonly ConcurrentDictionary<string, (MediaPromise Promise, byte[] Bytes)> _all = new(StringComparer.Ordinal);
    private int _open;

    public int Open => Volatile.Read(ref _open);

    public bool IsFull { get; set; }

    public IReadOnlyCollection<string> Keys => [.. _all.Keys];

    public MemoryMedia With(string key, byte[] bytes, string type)
    {
        _all[key] = (new MediaPromise(bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), type), bytes);
        return this;
    }

    public byte[] Bytes(string key) => _all[key].Bytes;

    public async Task<MediaWriteOutcome> Write(string key, MediaPromise promise, Stream content, CancellationToken cancel)
    {
        if (_all.ContainsKey(key))
            return MediaWriteOutcome.AlreadyThere;
        if (IsFull)
            return MediaWriteOutcome.NoSpace;

        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancel);
        var bytes = copy.ToArray();
        if (bytes.Length != promise.Length || Convert.ToHexStringLower(SHA256.HashData(bytes)) != promise.Sha256)
            return MediaWriteOutcome.NotAsPromised;
        return _all.TryAdd(key, (promise, bytes)) ? MediaWriteOutcome.Stored : MediaWriteOutcome.AlreadyThere;
    }

    public Task<MediaObject?> Find(string key, CancellationToken cancel) => Task.FromResult(
        _all.TryGetValue(key, out var found) ? new MediaObject(key, found.Promise.Length, found.Promise.Sha256, found.Promise.ContentType, default) : null);

    Task<Stream?> IMediaStore.Open(string key, CancellationToken cancel)
    {
        if (!_all.TryGetValue(key, out var found))
            return Task.FromResult<Stream?>(null);

        Interlocked.Increment(ref _open);
        return Task.FromResult<Stream?>(new Counted(found.Bytes, this));
    }

    public Task<bool> Delete(string key, CancellationToken cancel) => Task.FromResult(_all.TryRemove(key, out _));

    private sealed class Counted(byte[] bytes, MemoryMedia media) : MemoryStream(bytes, writable: false)
    {
        private int _isClosed;

        protected override void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref _isClosed, 1) == 0)
                Interlocked.Decrement(ref media._open);
            base.Dispose(disposing);
        }
    }
}
