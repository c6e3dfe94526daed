using System.Globalization;
using Azure.Storage.Blobs.Models;
using Mihari.Media;
using Mihari.Storage.GrainState;
using Mihari.Storage.Media;
using Mihari.Storage.Sqlite;
using Mihari.Storage.Timeline;
using Mihari.Timeline;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Mihari.Storage.Transfer;

/// <summary>
/// A backup of a cluster while it runs, of the same shape as one of the embedded profile. Each state is whole by itself; they are not all of one
/// moment, so that what was written while they were read is read again, twice, until about the last second.
/// </summary>
public sealed class ClusterBackup
{
    private const int AtOnce = 64;
    private const int MediaAtOnce = 8;
    private const int EntriesAtOnce = 500;
    private const int Rounds = 3;

    // By how much the account's clock may be behind that of this machine.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private readonly ClusterStores _stores;
    private readonly StorageInstruments _instruments;
    private readonly TimeProvider _time;

    internal ClusterBackup(ClusterStores stores, StorageInstruments instruments, TimeProvider time) => (_stores, _instruments, _time) = (stores, instruments, time);

    /// <summary>Makes a backup in a folder that is absent or empty.</summary>
    /// <exception cref="StorageUnavailableException">The target or the account cannot be used.</exception>
    public Task<BackupManifest> Make(string to, TransferProgress progress, CancellationToken cancel) => _stores.Run(async () =>
    {
        await ImportMark.RefuseUnfinished(_stores.Azure, cancel);
        var made = _time.GetUtcNow();
        var backup = BackupFolder.Begin(to);
        var options = Options.Create(new StorageOptions { Folder = backup.Path });
        await using (var database = new SqliteDatabase(options, _instruments, _time, NullLogger<SqliteDatabase>.Instance))
        {
            database.Open();
            await States(database, progress, cancel);
            await Timeline(new SqliteTimeline(database), progress, cancel);
            await Media(new FileMediaStore(database, options, _instruments, _time, NullLogger<FileMediaStore>.Instance), progress, cancel);
        }

        BackupDatabase.Settle(backup.Database, []);
        DataFolder.Forget(backup.Path);
        return await backup.Finish(made, await Keys(backup, cancel), cancel);
    }, cancel);

    private async Task States(SqliteDatabase database, TransferProgress progress, CancellationToken cancel)
    {
        DateTimeOffset? since = null;
        for (var round = 1; round <= Rounds; round++)
        {
            progress.Begin(round == 1 ? "grain states" : "grain states, written meanwhile");
            var begun = _time.GetUtcNow() - ClockSkew;
            await EachOf(_stores.States.All(since, cancel), AtOnce, async (stored, stop) =>
            {
                await SqliteGrainStorage.Put(database, stored.State, stored.Grain, stored.Payload, stop);
                progress.Step();
            }, cancel);
            progress.End();
            since = begun;
        }
    }

    private async Task Timeline(SqliteTimeline timeline, TransferProgress progress, CancellationToken cancel)
    {
        progress.Begin("timeline entries");
        await EachOf(_stores.Timeline.All(cancel).Chunk(EntriesAtOnce), MediaAtOnce, async (entries, stop) =>
        {
            await timeline.Append(entries, stop);
            progress.Step(entries.Length);
        }, cancel);
        progress.End();
    }

    private async Task Media(FileMediaStore media, TransferProgress progress, CancellationToken cancel)
    {
        progress.Begin("media");
        var damaged = 0;
        await EachOf(_stores.Media.All(cancel), MediaAtOnce, async (found, stop) =>
        {
            // Null where it was deleted meanwhile.
            await using var stream = await _stores.Media.Open(found.Key, stop);
            var outcome = stream is null ? MediaWriteOutcome.Stored : await media.Write(found.Key, new MediaPromise(found.Length, found.Sha256, found.ContentType), stream, stop);
            if (outcome == MediaWriteOutcome.NoSpace)
                throw new StorageUnavailableException("the disk of the backup's folder is full: make room, and begin anew in an empty folder");
            if (outcome == MediaWriteOutcome.NotAsPromised)
                Interlocked.Increment(ref damaged);
            progress.Step();
        }, cancel);
        progress.End();
        if (damaged > 0)
            progress.Say(string.Create(CultureInfo.InvariantCulture, $"{damaged} media objects are damaged; they are not in the backup"));
    }

    private async Task<IReadOnlyDictionary<string, string>> Keys(BackupFolder backup, CancellationToken cancel)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await foreach (var key in _stores.Azure.Keys.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix: null, cancel))
        {
            var name = $"{OtherFiles.Keys}/{key.Name}";
            if (!OtherFiles.IsName(name))
                continue;
            var bytes = (await _stores.Azure.Keys.GetBlobClient(key.Name).DownloadContentAsync(cancel)).Value.Content;
            hashes[name] = await OtherFiles.Write(backup.Path, name, bytes.ToMemory(), cancel);
        }

        return hashes;
    }

    private static Task EachOf<T>(IAsyncEnumerable<T> items, int atOnce, Func<T, CancellationToken, Task> work, CancellationToken cancel) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancel }, (item, stop) => new ValueTask(work(item, stop)));
}
