using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Mihari.Projections;
using Orleans.Utilities;

namespace Mihari.Grains.Projections;

/// <summary>
/// Items by key with a position, and the observers that follow them. Changes are coalesced: the first waits for those that come within
/// <see cref="Gathering"/> of it, as all cameras of a room do; those that come within <see cref="Window"/> after that go out together, last value
/// wins (design, rule 5).
/// </summary>
internal sealed class LiveProjection<TItem, TObserver> : IDisposable
    where TItem : class, IProjected
    where TObserver : IGrainObserver
{
    /// <summary>Deltas are at least this far apart.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    /// <summary>What has one cause comes within this; without it, all but the first of them would wait for the window to end.</summary>
    public static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);

    private readonly Dictionary<string, TItem> _items = new(StringComparer.Ordinal);
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private readonly ObserverManager<TObserver> _observers;
    private readonly Func<TObserver, ProjectionDelta<TItem>, Task> _notify;
    private readonly TimeProvider _time;
    private readonly IGrainTimer _timer;
    private readonly string _incarnation = Guid.NewGuid().ToString("N");
    private readonly ProjectionInstruments _instruments;
    private CarriedTrace _trace;
    private DateTimeOffset _lastFlush = DateTimeOffset.MinValue;
    private long? _oldest; // A timestamp of the first change that has not gone out.
    private bool _armed;
    private bool _isReframed;
    private long _sequence;

    public LiveProjection(IGrainBase grain, TimeProvider time, ILogger logger, Func<TObserver, ProjectionDelta<TItem>, Task> notify)
    {
        _notify = notify;
        _time = time;
        _instruments = ProjectionInstruments.Of(grain);
        _observers = new ObserverManager<TObserver>(TimeSpan.FromMinutes(1), logger) { GetDateTime = () => _time.GetUtcNow().UtcDateTime };
        _timer = grain.RegisterGrainTimer(
            static (self, _) => self.Flush(),
            this,
            new GrainTimerCreationOptions { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan, Interleave = true });
    }

    public IReadOnlyCollection<TItem> Items => _items.Values;

    public TItem? Find(string key) => _items.GetValueOrDefault(key);

    /// <summary>Sets an item; true where that changed anything.</summary>
    public bool Set(TItem item)
    {
        if (_items.TryGetValue(item.Key, out var before) && before.Equals(item))
            return false;

        _items[item.Key] = item;
        Touch(item.Key);
        return true;
    }

    /// <summary>Removes an item; true where it was there.</summary>
    public bool Remove(string key)
    {
        if (!_items.Remove(key))
            return false;

        Touch(key);
        return true;
    }

    /// <summary>What surrounds the items, as the name of the whole, has changed: observers are told to fetch a snapshot.</summary>
    public void Reframe()
    {
        _isReframed = true;
        Arm();
    }

    /// <summary>Where it stands.</summary>
    public ProjectionPosition Position => new(_incarnation, _sequence);

    /// <summary>All items at the present position. A delta that follows may repeat values that are in here already.</summary>
    public ProjectionSnapshot<TItem> Snapshot() => new(Position, [.. _items.Values]);

    public void Subscribe(TObserver observer, TimeSpan lease)
    {
        _observers.ExpirationDuration = lease;
        _observers.Subscribe(observer, observer);
    }

    public void Unsubscribe(TObserver observer) => _observers.Unsubscribe(observer);

    public void Dispose() => _timer.Dispose();

    private void Touch(string key)
    {
        _touched.Add(key);
        Arm();
    }

    private void Arm()
    {
        _oldest ??= _time.GetTimestamp();
        _trace.Note();
        if (_armed)
            return;

        _armed = true;
        var wait = _lastFlush + Window - _time.GetUtcNow();
        _timer.Change(wait > Gathering ? wait : Gathering, Timeout.InfiniteTimeSpan);
    }

    private async Task Flush()
    {
        _armed = false;
        _lastFlush = _time.GetUtcNow();
        if (_touched.Count == 0 && !_isReframed)
            return;

        var changed = ImmutableArray.CreateBuilder<TItem>(_touched.Count);
        var removed = ImmutableArray.CreateBuilder<string>();
        foreach (var key in _touched)
        {
            if (_items.TryGetValue(key, out var item))
            {
                changed.Add(item);
            }
            else
            {
                removed.Add(key);
            }
        }

        _sequence++;
        var delta = new ProjectionDelta<TItem>(Position, changed.ToImmutable(), removed.ToImmutable(), _isReframed);
        _touched.Clear();
        _isReframed = false;
        using var span = _trace.Start("live delta");
        if (_oldest is { } oldest && _observers.Count > 0)
            _instruments.Sent(_time.GetElapsedTime(oldest));

        _oldest = null;
        await _observers.Notify(observer => _notify(observer, delta));
    }
}
