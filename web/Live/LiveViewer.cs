using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Mihari.Accounts;
using Mihari.Projections;

namespace Mihari.Web.Live;

/// <summary>
/// The mailbox of one viewer. It holds at most one snapshot and the last value of each item that changed after it, however
/// slowly it is read: its size is bounded by the projection's, never by time.
/// </summary>
internal sealed class LiveViewer<TSnapshot, TItem>(Caller caller)
    where TSnapshot : class
    where TItem : class, IProjected
{
    private readonly Lock _gate = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly Dictionary<string, TItem> _changed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private ProjectionPosition _position;
    private TSnapshot? _snapshot;

    public Caller Caller { get; } = caller;

    /// <summary>Replaces all that is waiting.</summary>
    public void Put(TSnapshot snapshot)
    {
        lock (_gate)
        {
            _snapshot = snapshot;
            _changed.Clear();
            _removed.Clear();
        }

        _wake.Writer.TryWrite(true);
    }

    public void Put(ProjectionDelta<TItem> delta)
    {
        lock (_gate)
        {
            _position = delta.Position;
            foreach (var item in delta.Changed)
            {
                _changed[item.Key] = item;
                _removed.Remove(item.Key);
            }

            foreach (var key in delta.Removed)
            {
                _changed.Remove(key);
                _removed.Add(key);
            }
        }

        _wake.Writer.TryWrite(true);
    }

    /// <summary>Ends the viewer's reading with an exception.</summary>
    public void Fail(Exception why) => _wake.Writer.TryComplete(why);

    public async IAsyncEnumerable<LiveUpdate<TSnapshot, TItem>> Read([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync(cancel))
        {
            while (Take() is { } update)
                yield return update;
        }
    }

    private LiveUpdate<TSnapshot, TItem>? Take()
    {
        lock (_gate)
        {
            if (_snapshot is { } snapshot)
            {
                _snapshot = null;
                return new LiveUpdate<TSnapshot, TItem>(snapshot, null);
            }

            if (_changed.Count == 0 && _removed.Count == 0)
                return null;

            var delta = new ProjectionDelta<TItem>(_position, [.. _changed.Values], [.. _removed]);
            _changed.Clear();
            _removed.Clear();
            return new LiveUpdate<TSnapshot, TItem>(null, delta);
        }
    }
}
