namespace Mihari.Storage.Sqlite;

/// <summary>A write that waits for the writer.</summary>
internal abstract class WriteItem(int bytes, bool several, long queued)
{
    /// <summary>Roughly what it adds to the transaction.</summary>
    public int Bytes { get; } = bytes;

    /// <summary>It runs more than one statement, so undoing it alone takes a savepoint.</summary>
    public bool Several { get; } = several;

    /// <summary>A timestamp of the <see cref="TimeProvider"/>.</summary>
    public long Queued { get; } = queued;

    /// <summary>Does the work inside the transaction; false where it failed and must be undone.</summary>
    public abstract bool Run(SqliteSession session);

    /// <summary>The transaction is durable: tells the caller how its own work ended.</summary>
    public abstract void Complete();

    /// <summary>The transaction is lost.</summary>
    public abstract void Fail(Exception cause);
}

internal sealed class WriteItem<T>(Func<SqliteSession, T> work, int bytes, bool several, long queued, CancellationToken cancel)
    : WriteItem(bytes, several, queued)
{
    // Callers continue elsewhere: the writer goes on with the next batch.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;
    private Exception? _failure;

    public Task<T> Done => _done.Task;

    public override bool Run(SqliteSession session)
    {
        if (cancel.IsCancellationRequested)
        {
            _failure = new OperationCanceledException(cancel);
            return true;
        }

        try
        {
            _result = work(session);
            return true;
        }
        catch (Exception e)
        {
            _failure = e;
            return false;
        }
    }

    public override void Complete()
    {
        switch (_failure)
        {
            case null:
                _done.SetResult(_result);
                break;
            case OperationCanceledException when cancel.IsCancellationRequested:
                _done.SetCanceled(cancel);
                break;
            default:
                _done.SetException(_failure);
                break;
        }
    }

    public override void Fail(Exception cause) => _done.SetException(_failure ?? cause);
}
