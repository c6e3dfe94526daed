using Mihari.Media;
using Mihari.Storage.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mihari.Storage.Media;

/// <summary>
/// Media as files, in the order that survives a crash: a new file, its bytes flushed, its directory flushed, then the row.
/// A file without a row is nothing; <see cref="MediaSweeper"/> removes it. Deletion turns the row into a garbage row first.
/// </summary>
internal sealed partial class FileMediaStore(
    SqliteDatabase database,
    IOptions<StorageOptions> options,
    StorageInstruments instruments,
    TimeProvider time,
    ILogger<FileMediaStore> logger) : IMediaStore
{
    private readonly Lazy<MediaFiles> _files = new(() => new MediaFiles(database.Folder, options.Value.ReserveBytes));

    /// <summary>Available once the database is open.</summary>
    internal MediaFiles Files => _files.Value;

    public async Task<MediaWriteOutcome> Write(string key, MediaPromise promise, Stream content, CancellationToken cancel)
    {
        MediaRules.CheckKey(key);
        var name = MediaFiles.NewName(MediaRules.Check(promise));
        if (await Find(key, cancel) is not null)
            return MediaWriteOutcome.AlreadyThere;

        var outcome = await Files.Write(name, promise, content, cancel);
        if (outcome != MediaWriteOutcome.Stored)
            return outcome;

        // From here on the caller's giving up changes nothing: the bytes are there, the row follows.
        var kept = false;
        try
        {
            var stored = time.GetUtcNow().ToUnixTimeMilliseconds();
            kept = await database.Write(session => Insert(session, key, name, promise, stored), cancel: CancellationToken.None);
        }
        catch (DatabaseException e) when (e.NoSpace)
        {
            return MediaWriteOutcome.NoSpace;
        }
        finally
        {
            if (!kept)
                await Files.Remove(name);
            Files.Settle(name);
        }

        if (!kept)
            return MediaWriteOutcome.AlreadyThere;

        instruments.MediaStored(promise.Length);
        return MediaWriteOutcome.Stored;
    }

    public async Task<MediaObject?> Find(string key, CancellationToken cancel) => (await Row(key, cancel))?.Object;

    public async Task<Stream?> Open(string key, CancellationToken cancel)
    {
        if (await Row(key, cancel) is not var (_, name))
            return null;

        var stream = Files.Open(name);
        // Deleted between the look and the opening, or somebody has put a hand into the folder.
        if (stream is null && await Find(key, cancel) is not null)
            LogFileMissing(logger, name);
        return stream;
    }

    public async Task<bool> Delete(string key, CancellationToken cancel)
    {
        MediaRules.CheckKey(key);
        var name = await database.Write(session => TurnToGarbage(session, key), several: true, cancel: cancel);
        if (name is null)
            return false;

        await Discard(name);
        return true;
    }

    /// <summary>Removes a file that has a garbage row, and then that row.</summary>
    internal async Task Discard(string name)
    {
        await Files.Remove(name);
        await database.Write(session =>
        {
            using var delete = session.Prepare("DELETE FROM media_garbage WHERE file = ?1");
            return delete.Bind(1, name).Execute();
        });
    }

    private async Task<(MediaObject Object, string File)?> Row(string key, CancellationToken cancel)
    {
        MediaRules.CheckKey(key);
        return await database.Read<(MediaObject, string)?>(session =>
        {
            using var read = session.Prepare("SELECT length, sha256, type, stored, file FROM media WHERE key = ?1");
            return read.Bind(1, key).Step()
                ? (new MediaObject(key, read.Int64(0), read.Text(1), read.Text(2), DateTimeOffset.FromUnixTimeMilliseconds(read.Int64(3))), read.Text(4))
                : null;
        }, cancel);
    }

    private static bool Insert(SqliteSession session, string key, string file, MediaPromise promise, long stored)
    {
        using var write = session.Prepare("INSERT INTO media (key, file, length, sha256, type, stored) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (key) DO NOTHING");
        return write.Bind(1, key).Bind(2, file).Bind(3, promise.Length).Bind(4, promise.Sha256).Bind(5, promise.ContentType).Bind(6, stored).Execute() == 1;
    }

    private static string? TurnToGarbage(SqliteSession session, string key)
    {
        string file;
        using (var read = session.Prepare("SELECT file FROM media WHERE key = ?1"))
        {
            if (!read.Bind(1, key).Step())
                return null;
            file = read.Text(0);
        }

        using var garbage = session.Prepare("INSERT INTO media_garbage (file) VALUES (?1)");
        garbage.Bind(1, file).Step();
        using var delete = session.Prepare("DELETE FROM media WHERE key = ?1");
        delete.Bind(1, key).Step();
        return file;
    }

    [LoggerMessage(5010, LogLevel.Error, "The media file {File} is listed but not there")]
    private static partial void LogFileMissing(ILogger logger, string file);
}
