using Mihari.Accounts;
using Mihari.Projections;

namespace Mihari.Web.Live;

/// <summary>The feeds of one kind, by key: made with the first viewer, dropped a while after the last.</summary>
internal sealed class LiveShelf<TKey, TSnapshot, TItem>(
    Func<TKey, LiveFeed<TSnapshot, TItem>> make, TimeSpan grace, TimeProvider time, LiveInstruments instruments)
    where TKey : struct
    where TSnapshot : class
    where TItem : class, IProjected
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Entry> _entries = [];
    private readonly Dictionary<TKey, Task> _leaving = [];
    private bool _isClosed;

    /// <summary>Passes a delta on; one for a feed that is gone is dropped.</summary>
    public void OnDelta(TKey key, ProjectionDelta<TItem> delta)
    {
        Entry? entry;
        lock (_gate)
            entry = _entries.GetValueOrDefault(key);

        entry?.Feed.OnDelta(delta);
    }

    /// <summary>Adds a viewer that the grain has admitted.</summary>
    public LiveViewer<TSnapshot, TItem> Join(TKey key, Caller caller)
    {
        var viewer = new LiveViewer<TSnapshot, TItem>(caller);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (!_entries.TryGetValue(key, out var entry))
                _entries[key] = entry = Start(key);

            entry.Viewers++;
            entry.Grace?.Dispose();
            entry.Grace = null;
            entry.Feed.Add(viewer);
        }

        instruments.Viewers(1);
        return viewer;
    }

    public void Leave(TKey key, LiveViewer<TSnapshot, TItem> viewer)
    {
        instruments.Viewers(-1);
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var entry))
                return;

            entry.Feed.Remove(viewer);
            if (--entry.Viewers > 0)
                return;

            if (grace == TimeSpan.Zero)
                Drop(key, entry);
            else
                entry.Grace = time.CreateTimer(_ => GraceOver(key, entry), null, grace, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Leaves all projections.</summary>
    public async Task Close()
    {
        Task[] leaving;
        lock (_gate)
        {
            _isClosed = true;
            foreach (var (key, entry) in _entries.ToArray())
                Drop(key, entry);

            leaving = [.. _leaving.Values];
        }

        await Task.WhenAll(leaving);
    }

    private Entry Start(TKey key)
    {
        var feed = make(key);
        var stop = new CancellationTokenSource();
        instruments.Subscriptions(1);

        // The observer is the node's, so that a leave which comes late would end the subscription that follows it.
        var before = _leaving.GetValueOrDefault(key, Task.CompletedTask);
        return new Entry(feed, stop, Task.Run(async () =>
        {
            await before;
            await feed.Run(stop.Token);
        }));
    }

    private void GraceOver(TKey key, Entry entry)
    {
        lock (_gate)
        {
            if (entry.Viewers == 0 && _entries.TryGetValue(key, out var now) && ReferenceEquals(now, entry))
                Drop(key, entry);
        }
    }

    private void Drop(TKey key, Entry entry)
    {
        entry.Grace?.Dispose();
        _entries.Remove(key);
        var leaving = End(entry);
        _leaving[key] = leaving;
        _ = leaving.ContinueWith(_ => Forget(key, leaving), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        instruments.Subscriptions(-1);
    }

    private void Forget(TKey key, Task leaving)
    {
        lock (_gate)
        {
            if (_leaving.TryGetValue(key, out var last) && ReferenceEquals(last, leaving))
                _leaving.Remove(key);
        }
    }

    private static async Task End(Entry entry)
    {
        await entry.Stop.CancelAsync();
        await entry.Run;
        entry.Stop.Dispose();
    }

    private sealed class Entry(LiveFeed<TSnapshot, TItem> feed, CancellationTokenSource stop, Task run)
    {
        public LiveFeed<TSnapshot, TItem> Feed { get; } = feed;

        public CancellationTokenSource Stop { get; } = stop;

        public Task Run { get; } = run;

        public int Viewers { get; set; }

        public ITimer? Grace { get; set; }
    }
}
