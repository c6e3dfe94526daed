using System.Collections.Concurrent;
using Mihari.Media;
using Mihari.Storage.Media;

namespace Mihari.Storage.Transfer;

/// <summary>Copies the files that rows name from one folder to another; each is held to its row's length and hash, and made durable.</summary>
internal static class MediaCopy
{
    private const int AtOnce = 8;

    /// <summary>The rows whose file is missing or is not as it was stored.</summary>
    public static async Task<IReadOnlyCollection<StoredMedia>> Run(string from, string to, IEnumerable<StoredMedia> rows, TransferProgress progress, CancellationToken cancel)
    {
        var files = new MediaFiles(to, reserve: 0);
        var lost = new ConcurrentBag<StoredMedia>();
        await Parallel.ForEachAsync(rows, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (row, stop) =>
        {
            await using var stream = MediaFiles.OpenOf(from, row.File);
            var outcome = stream is null ? MediaWriteOutcome.NotAsPromised : await files.Write(row.File, row.Promise, stream, stop);
            if (outcome == MediaWriteOutcome.NoSpace)
                throw new StorageUnavailableException($"the disk of {to} is full: make room, and begin anew");
            if (outcome == MediaWriteOutcome.NotAsPromised)
                lost.Add(row);
            progress.Step();
        });
        return lost;
    }
}
