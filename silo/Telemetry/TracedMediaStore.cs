using Mihari.Media;

namespace Mihari.Silo.Telemetry;

/// <summary>A media store whose calls are spans.</summary>
internal sealed class TracedMediaStore(IMediaStore inner) : IMediaStore
{
    public Task<MediaWriteOutcome> Write(string key, MediaPromise promise, Stream content, CancellationToken cancel) => StorageTraces.Run(
        "media write",
        span => span.SetTag("mihari.bytes", promise.Length).SetTag("mihari.type", promise.ContentType),
        () => inner.Write(key, promise, content, cancel));

    public Task<MediaObject?> Find(string key, CancellationToken cancel) => StorageTraces.Run("media find", static span => span, () => inner.Find(key, cancel));

    public Task<Stream?> Open(string key, CancellationToken cancel) => StorageTraces.Run("media open", static span => span, () => inner.Open(key, cancel));

    public Task<bool> Delete(string key, CancellationToken cancel) => StorageTraces.Run("media delete", static span => span, () => inner.Delete(key, cancel));
}
