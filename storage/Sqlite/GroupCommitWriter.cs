using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Mihari.Storage.Sqlite;

/// <summary>
/// The one writer of the database. It takes all that waits, runs it in one transaction, commits, and then tells the
/// callers; whoever comes meanwhile shares the next one. Nothing ever waits for company: the flush of the batch
/// before is all the delay there is.
/// </summary>
internal sealed partial class GroupCommitWriter
{
    private const int QueueLength = 16_384;
    private const int BatchLength = 2_000;
    private const int BatchBytes = 8 << 20;

    private readonly SqliteSession _session;
    private readonly StorageInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The only continuation of the reader is the waking of its thread, so it may run where a caller enqueues.
    private readonly Channel<WriteItem> _queue = Channel.CreateBounded<WriteItem>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true, AllowSynchronousContinuations = true });

    public GroupCommitWriter(SqliteSession session, StorageInstruments instruments, TimeProvider time, ILogger logger)
    {
        (_session, _instruments, _time, _logger) = (session, instruments, time, logger);
        // A thread of its own: it blocks in flushes, and a busy pool must not delay it.
        new Thread(Loop) { IsBackground = true, Name = "mihari-storage-writer" }.Start();
    }

    /// <param name="work">Runs on the writer's thread, inside the transaction; what it throws fails this call alone.</param>
    /// <param name="bytes">Roughly what it adds to the transaction.</param>
    /// <param name="several">It runs more than one changing statement.</param>
    /// <param name="cancel">Honoured until the work begins.</param>
    /// <returns>Completes when the work is durable.</returns>
    /// <exception cref="ObjectDisposedException">The storage has been closed.</exception>
    /// <exception cref="DatabaseException">The transaction could not be committed; nothing of it is kept.</exception>
    public Task<T> Write<T>(Func<SqliteSession, T> work, int bytes, bool several, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var item = new WriteItem<T>(work, bytes, several, _time.GetTimestamp(), cancel);
        if (_queue.Writer.TryWrite(item))
        {
            _instruments.Queued();
            return item.Done;
        }

        return WriteWhenThereIsRoom(item, cancel);
    }

    /// <summary>Takes no more, and completes when all that waited is written.</summary>
    public Task Drain()
    {
        _queue.Writer.TryComplete();
        return _ended.Task;
    }

    private async Task<T> WriteWhenThereIsRoom<T>(WriteItem<T> item, CancellationToken cancel)
    {
        try
        {
            await _queue.Writer.WriteAsync(item, cancel).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteDatabase), "the storage has been closed");
        }

        _instruments.Queued();
        return await item.Done.ConfigureAwait(false);
    }

    private void Loop()
    {
        var batch = new List<WriteItem>(BatchLength);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            var bytes = 0;
            while (batch.Count < BatchLength && bytes < BatchBytes && _queue.Reader.TryRead(out var item))
            {
                batch.Add(item);
                bytes += item.Bytes;
            }

            Commit(batch);
            _instruments.Batch(batch.Count);
            batch.Clear();
        }

        _ended.SetResult();
    }

    private void Commit(List<WriteItem> batch)
    {
        try
        {
            Execute("BEGIN IMMEDIATE");
            foreach (var item in batch)
                RunAlone(item);
            Execute("COMMIT");
        }
        catch (Exception e)
        {
            RollBack();
            _instruments.BatchFailed();
            LogBatchFailed(_logger, batch.Count, e);
            foreach (var item in batch)
                item.Fail(e);
            return;
        }

        var now = _time.GetTimestamp();
        foreach (var item in batch)
        {
            item.Complete();
            _instruments.Written(_time.GetElapsedTime(item.Queued, now));
        }
    }

    /// <summary>A statement undoes itself when it fails, so only an item of several needs a savepoint.</summary>
    private void RunAlone(WriteItem item)
    {
        if (item.Several)
            Execute("SAVEPOINT item");

        var ran = item.Run(_session);

        // A full disk or an I/O error may have undone the whole transaction, and with it the other items' work.
        if (!_session.InTransaction)
            throw new DatabaseException(SQLitePCL.raw.SQLITE_IOERR, "SQLite has rolled the transaction back");
        if (!item.Several)
            return;

        if (!ran)
            Execute("ROLLBACK TO item");
        Execute("RELEASE item");
    }

    private void RollBack()
    {
        try
        {
            if (_session.InTransaction)
                Execute("ROLLBACK");
        }
        catch (DatabaseException e)
        {
            LogRollbackFailed(_logger, e);
        }
    }

    private void Execute(string sql)
    {
        using var statement = _session.Prepare(sql);
        statement.Step();
    }

    [LoggerMessage(5001, LogLevel.Error, "A transaction of {Writes} writes could not be committed; their callers have been told")]
    private static partial void LogBatchFailed(ILogger logger, int writes, Exception cause);

    [LoggerMessage(5002, LogLevel.Error, "A failed transaction could not be rolled back")]
    private static partial void LogRollbackFailed(ILogger logger, Exception cause);
}
