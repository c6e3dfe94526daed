using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mihari.Storage.Sqlite;

/// <summary>
/// <c>mihari.db</c> in the data folder: one writer with group commit, a few readers. Opens before any service of the
/// host starts and closes after the last one has stopped, so grains can store while the silo goes down.
/// </summary>
internal sealed partial class SqliteDatabase(
    IOptions<StorageOptions> options,
    StorageInstruments instruments,
    TimeProvider time,
    ILogger<SqliteDatabase> logger) : IHostedLifecycleService, IAsyncDisposable
{
    private const int Readers = 4;

    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private readonly SemaphoreSlim _readerSlots = new(Readers, Readers);
    private DataFolder? _folder;
    private SqliteSession? _writing;
    private GroupCommitWriter? _writer;
    private long _etag;

    /// <summary>The data folder, absolute.</summary>
    public string Folder => _folder?.Path ?? throw NotOpen();

    /// <exception cref="StorageUnavailableException">The folder or the database cannot be used.</exception>
    public void Open()
    {
        _folder = DataFolder.Open(options.Value.Folder);
        var file = Path.Combine(_folder.Path, DataFolder.Database);
        try
        {
            var cache = options.Value.CacheMebibytes * 1024;
            _writing = SqliteSession.Open(file, writer: true, cache);
            Schema.Migrate(_writing, file);
            for (var i = 0; i < Readers; i++)
                _readers.Add(SqliteSession.Open(file, writer: false, Math.Max(cache / 4, 1024)));
        }
        catch (Exception e)
        {
            CloseFiles();
            if (e is not DatabaseException)
                throw;
            throw new StorageUnavailableException($"the database {file} cannot be opened ({e.Message}): restore it from a backup, or set Storage:Folder to another folder", e);
        }

        // ETags are unique in the life of this process, also over a clear; no holder of one outlives the process.
        _etag = time.GetUtcNow().UtcTicks;
        _writer = new GroupCommitWriter(_writing, instruments, time, logger);
        instruments.Watch(_folder.Path, options.Value.ReserveBytes);
        LogOpened(logger, Schema.Version);
    }

    /// <inheritdoc cref="GroupCommitWriter.Write"/>
    public Task<T> Write<T>(Func<SqliteSession, T> work, int bytes = 0, bool several = false, CancellationToken cancel = default) =>
        (_writer ?? throw NotOpen()).Write(work, bytes, several, cancel);

    /// <summary>Runs a query on a pool thread, off the caller's scheduler; it sees all that was durable when it began.</summary>
    public async Task<T> Read<T>(Func<SqliteSession, T> query, CancellationToken cancel = default)
    {
        await _readerSlots.WaitAsync(cancel).ConfigureAwait(false);
        return await Task.Run(() =>
        {
            try
            {
                if (!_readers.TryTake(out var session))
                    throw NotOpen();
                try
                {
                    return query(session);
                }
                finally
                {
                    _readers.Add(session);
                }
            }
            finally
            {
                _readerSlots.Release();
            }
        }, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>A new ETag; call it from work of the writer only.</summary>
    public long NextEtag() => ++_etag;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Open();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken) => await DisposeAsync();

    /// <summary>Writes what waits, folds the log into the database and lets the folder go; a second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _writer, null) is not { } writer)
            return;

        await writer.Drain();
        for (var i = 0; i < Readers; i++)
            await _readerSlots.WaitAsync();
        CloseFiles();
        _readerSlots.Release(Readers);
    }

    private void CloseFiles()
    {
        while (_readers.TryTake(out var reader))
            reader.Dispose();
        // The last connection to close folds the write-ahead log into the database.
        _writing?.Dispose();
        _writing = null;
        _folder?.Dispose();
    }

    private static ObjectDisposedException NotOpen() => new(nameof(SqliteDatabase), "the storage is not open");

    [LoggerMessage(5000, LogLevel.Information, "Storage is open, schema {Version}")]
    private static partial void LogOpened(ILogger logger, int version);
}
