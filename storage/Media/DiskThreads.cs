using System.Collections.Concurrent;

namespace Mihari.Storage.Media;

/// <summary>
/// Threads of the process's own for what waits for the disk: whoever writes faster than it is held by the system, for seconds. On the
/// pool that would hold all else too: it has a thread a core, and grows by a few a second.
/// </summary>
internal static class DiskThreads
{
    /// <summary>As many writes and flushes as a disk gets at once; the system joins flushes that wait together.</summary>
    private const int Count = 16;

    private static readonly BlockingCollection<Action> Waiting = Started();

    /// <summary>Runs the work on one of the threads, in the order of the calls as far as one is free; what it throws is the task's.</summary>
    public static Task<T> Run<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Waiting.Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
#pragma warning disable CA1031 // It goes to whoever waits.
            catch (Exception e)
#pragma warning restore CA1031
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    private static BlockingCollection<Action> Started()
    {
        var waiting = new BlockingCollection<Action>();
        for (var i = 0; i < Count; i++)
            new Thread(() => Loop(waiting)) { IsBackground = true, Name = "mihari-disk" }.UnsafeStart(); // They are nobody's, and keep no request's context.
        return waiting;
    }

    private static void Loop(BlockingCollection<Action> waiting)
    {
        foreach (var work in waiting.GetConsumingEnumerable())
            work();
    }
}
