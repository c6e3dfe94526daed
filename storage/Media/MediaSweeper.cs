using Mihari.Storage.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mihari.Storage.Media;

/// <summary>
/// Clears up once, after the start and beside the running program: files whose deletion a crash has cut short, and files
/// that a crash has left without a row. Nothing waits for it: every attempt to write has a file name of its own.
/// </summary>
internal sealed partial class MediaSweeper(FileMediaStore store, SqliteDatabase database, ILogger<MediaSweeper> logger) : BackgroundService
{
    internal const string RowOfFile = "SELECT 1 FROM media WHERE file = ?1";

    /// <summary>Sweeps; how many files went.</summary>
    public async Task<int> Sweep(CancellationToken cancel)
    {
        var swept = 0;
        foreach (var name in await database.Read(Garbage, cancel))
        {
            await store.Discard(name);
            swept++;
        }

        foreach (var names in store.Files.Settled())
        {
            cancel.ThrowIfCancellationRequested();
            if (names.Count == 0)
                continue;
            foreach (var orphan in await database.Read(session => WithoutRow(session, names), cancel))
            {
                await store.Files.Remove(orphan);
                swept++;
            }
        }

        return swept;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Listing a large folder takes a while, and the start must not wait for it.
        await Task.Yield();
        try
        {
            if (await Sweep(stoppingToken) is > 0 and var swept)
                LogSwept(logger, swept);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DatabaseException)
        {
            LogSweepFailed(logger, e);
        }
    }

    private static List<string> Garbage(SqliteSession session)
    {
        using var read = session.Prepare("SELECT file FROM media_garbage");
        var names = new List<string>();
        while (read.Step())
            names.Add(read.Text(0));
        return names;
    }

    private static List<string> WithoutRow(SqliteSession session, IReadOnlyList<string> names)
    {
        var orphans = new List<string>();
        foreach (var name in names)
        {
            using var read = session.Prepare(RowOfFile);
            if (!read.Bind(1, name).Step())
                orphans.Add(name);
        }

        return orphans;
    }

    [LoggerMessage(5011, LogLevel.Information, "Removed {Files} media files that a crash had left behind")]
    private static partial void LogSwept(ILogger logger, int files);

    [LoggerMessage(5012, LogLevel.Error, "Media files that a crash has left behind could not be removed; the next start tries again")]
    private static partial void LogSweepFailed(ILogger logger, Exception cause);
}
