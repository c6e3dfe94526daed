using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Mihari.Accounts;
using Mihari.Refusals;

namespace Mihari.Web.Live;

/// <summary>
/// What many watch and one makes: of each key one follower on this node, begun with the first who watches and let go a while after the last.
/// Everybody gets the newest value; who is slow never gets those between. Each is admitted for itself before (design, rule 7).
/// </summary>
/// <param name="follow">Makes the values of a key, on behalf of whoever watched first, until it is cancelled.</param>
/// <param name="admit">Refuses whoever may not watch it.</param>
/// <param name="grace">How long a follower outlives the last who watched.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedWatches<TKey, TValue>(
    Func<TKey, Caller, CancellationToken, IAsyncEnumerable<TValue>> follow, Func<TKey, Caller, Task> admit, TimeSpan grace, TimeProvider time) : IAsyncDisposable
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Entry> _entries = [];
    private readonly HashSet<Task> _ending = [];
    private bool _isClosed;

    /// <summary>How many keys are followed.</summary>
    public int Followed
    {
        get
        {
            lock (_gate)
                return _entries.Count;
        }
    }

    /// <summary>The newest value and each that comes, until the enumeration is left.</summary>
    /// <exception cref="RefusalException">The caller may not watch it, or not any more.</exception>
    /// <exception cref="InvalidOperationException">The follower broke off; whoever watches again begins another.</exception>
    public async IAsyncEnumerable<TValue> Watch(TKey key, Caller caller, [EnumeratorCancellation] CancellationToken cancel)
    {
        await admit(key, caller);
        var watcher = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
        var entry = Join(key, caller, watcher);
        try
        {
            TValue? given = null;
            while (await watcher.Reader.WaitToReadAsync(cancel))
            {
                while (watcher.Reader.TryRead(out _))
                {
                    // Only that there is something newer.
                }

                if (entry.Newest is { } newest && !ReferenceEquals(newest, given))
                    yield return given = newest;
            }
        }
        finally
        {
            Leave(key, entry, watcher);
        }

        // The follower asked on behalf of somebody who may be refused where this one is not.
        await admit(key, caller);
        throw new InvalidOperationException("what was watched broke off");
    }

    public async ValueTask DisposeAsync()
    {
        Task[] ending;
        lock (_gate)
        {
            _isClosed = true;
            foreach (var (key, entry) in _entries.ToArray())
                Drop(key, entry);

            ending = [.. _ending];
        }

        await Task.WhenAll(ending);
    }

    private Entry Join(TKey key, Caller caller, Channel<bool> watcher)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (!_entries.TryGetValue(key, out var entry))
            {
                _entries[key] = entry = new Entry();
                entry.Run = Task.Run(() => Run(key, caller, entry));
            }

            entry.Grace?.Dispose();
            entry.Grace = null;
            entry.Watchers.Add(watcher);
            if (entry.Newest is not null)
                watcher.Writer.TryWrite(true);

            return entry;
        }
    }

    private void Leave(TKey key, Entry entry, Channel<bool> watcher)
    {
        lock (_gate)
        {
            entry.Watchers.Remove(watcher);
            if (entry.Watchers.Count > 0 || !IsThere(key, entry))
                return;

            if (grace == TimeSpan.Zero)
                Drop(key, entry);
            else
                entry.Grace = time.CreateTimer(_ => GraceOver(key, entry), null, grace, Timeout.InfiniteTimeSpan);
        }
    }

    private void GraceOver(TKey key, Entry entry)
    {
        lock (_gate)
        {
            if (entry.Watchers.Count == 0 && IsThere(key, entry))
                Drop(key, entry);
        }
    }

    private bool IsThere(TKey key, Entry entry) => _entries.TryGetValue(key, out var now) && ReferenceEquals(now, entry);

    private void Drop(TKey key, Entry entry)
    {
        entry.Grace?.Dispose();
        _entries.Remove(key);
        var ending = End(entry);
        _ending.Add(ending);
        _ = ending.ContinueWith(
            done =>
            {
                lock (_gate)
                    _ending.Remove(done);
            },
            CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private static async Task End(Entry entry)
    {
        await Task.Yield(); // Not within the lock.
        await entry.Stop.CancelAsync();
        await entry.Run;
        entry.Stop.Dispose();
    }

    private async Task Run(TKey key, Caller caller, Entry entry)
    {
        try
        {
            await foreach (var value in follow(key, caller, entry.Stop.Token))
                Put(entry, value);
        }
        catch (OperationCanceledException) when (entry.Stop.IsCancellationRequested)
        {
            return; // Nobody watches any more.
        }
#pragma warning disable CA1031 // Whatever it is, those who watch begin anew, and are told why where it concerns them.
        catch
#pragma warning restore CA1031
        {
            // Below.
        }

        lock (_gate)
        {
            if (IsThere(key, entry))
                _entries.Remove(key);

            entry.Grace?.Dispose();
            foreach (var watcher in entry.Watchers)
                watcher.Writer.TryComplete();
        }
    }

    private void Put(Entry entry, TValue value)
    {
        lock (_gate)
        {
            entry.Newest = value;
            foreach (var watcher in entry.Watchers)
                watcher.Writer.TryWrite(true);
        }
    }

    private sealed class Entry
    {
        private TValue? _newest;

        public CancellationTokenSource Stop { get; } = new();

        public Task Run { get; set; } = Task.CompletedTask;

        public List<Channel<bool>> Watchers { get; } = [];

        public ITimer? Grace { get; set; }

        public TValue? Newest
        {
            get => Volatile.Read(ref _newest);
            set => Volatile.Write(ref _newest, value);
        }
    }
}
