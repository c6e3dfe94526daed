namespace Mihari.Agent.Pictures;

/// <summary>Cancels when it was not fed in time.</summary>
internal sealed class Watchdog : IDisposable
{
    private readonly ITimer _timer;

    public Watchdog(TimeProvider time, TimeSpan first, CancellationTokenSource bites)
    {
        Limit = first;
        _timer = time.CreateTimer(
            _ =>
            {
                Barked = true;
                try
                {
                    bites.Cancel();
                }
                catch (ObjectDisposedException)
                {
                    // What was watched ended at this very moment.
                }
            },
            null, first, Timeout.InfiniteTimeSpan);
    }

    public bool Barked { get; private set; }

    public TimeSpan Limit { get; private set; }

    public void Feed(TimeSpan next)
    {
        Limit = next;
        _timer.Change(next, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();
}
