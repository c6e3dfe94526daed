namespace Mihari.Media;

/// <summary>A stored object.</summary>
/// <param name="Key">Its key; see <see cref="IMediaStore"/>.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">Of its bytes, 64 lower-case hex digits.</param>
/// <param name="ContentType">As given when it was stored.</param>
/// <param name="Stored">When it became durable.</param>
public sealed record MediaObject(string Key, long Length, string Sha256, string ContentType, DateTimeOffset Stored);

/// <summary>What the writer promises of the bytes; the store holds it to it.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">64 lower-case hex digits.</param>
/// <param name="ContentType"><c>video/mp4</c>, <c>image/jpeg</c> or <c>message/rfc822</c>.</param>
public sealed record MediaPromise(long Length, string Sha256, string ContentType);

/// <summary>How a write ended.</summary>
public enum MediaWriteOutcome
{
    /// <summary>Durable now.</summary>
    Stored,

    /// <summary>An object of that key was there already; nothing changed.</summary>
    AlreadyThere,

    /// <summary>Fewer or more bytes came than promised, or they hash to something else; nothing is kept.</summary>
    NotAsPromised,

    /// <summary>The disk or account is full, or the reserve would be touched; nothing is kept.</summary>
    NoSpace,
}

/// <summary>
/// Clips, thumbnails, exports and kept mails: whole objects, written once, never changed.
/// Keys look like <c>clips/0011223344AA/2026-11-22/3f….mp4</c>: 1 to 200 characters of letters, digits, <c>-</c>, <c>_</c>,
/// <c>.</c> and <c>/</c>; no empty, <c>.</c> or <c>..</c> part.
/// </summary>
public interface IMediaStore
{
    /// <summary>Stores the bytes of a stream. When the task completes with <see cref="MediaWriteOutcome.Stored"/> they survive a crash.</summary>
    /// <exception cref="ArgumentException">The key breaks the rule.</exception>
    Task<MediaWriteOutcome> Write(string key, MediaPromise promise, Stream content, CancellationToken cancel);

    /// <summary>Facts of an object, or null.</summary>
    Task<MediaObject?> Find(string key, CancellationToken cancel);

    /// <summary>A seekable stream of an object, or null where there is none. The caller disposes of it.</summary>
    Task<Stream?> Open(string key, CancellationToken cancel);

    /// <summary>Removes an object; true where there was one. A reader that holds it open may finish.</summary>
    Task<bool> Delete(string key, CancellationToken cancel);
}
