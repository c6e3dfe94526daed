using Mihari.Projections;

namespace Mihari.Web.Live;

/// <summary>What a delta did to the model.</summary>
internal enum DeltaOutcome
{
    /// <summary>It followed on what was there.</summary>
    Applied,

    /// <summary>It was known already.</summary>
    Old,

    /// <summary>Something is missing before it: a snapshot must be fetched.</summary>
    Gap,
}

/// <summary>A projection as this node knows it: a snapshot with the deltas that followed. Not thread-safe.</summary>
internal sealed class LiveModel<TSnapshot, TItem>(LiveShape<TSnapshot, TItem> shape)
    where TSnapshot : class
    where TItem : class, IProjected
{
    private readonly List<TItem> _items = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private TSnapshot? _frame;

    public bool IsKnown => _frame is not null;

    public ProjectionPosition Position { get; private set; }

    /// <summary>The whole as it stands.</summary>
    public TSnapshot Snapshot() =>
        shape.With(_frame ?? throw new InvalidOperationException("nothing is known yet"), new ProjectionSnapshot<TItem>(Position, [.. _items]));

    /// <summary>Takes a snapshot that was fetched; true where viewers must get it. One that deltas have overtaken brings only its frame.</summary>
    public bool Accept(TSnapshot fetched)
    {
        var (position, items) = shape.Items(fetched);
        var isSame = _frame is not null && position.Incarnation == Position.Incarnation && position.Sequence <= Position.Sequence;
        if (isSame)
        {
            var changed = !shape.SameFrame(_frame!, fetched);
            _frame = fetched;
            return changed;
        }

        _frame = fetched;
        Position = position;
        _items.Clear();
        _places.Clear();
        foreach (var item in items)
            Put(item);

        return true;
    }

    public DeltaOutcome Apply(ProjectionDelta<TItem> delta)
    {
        if (_frame is null || delta.Position.Incarnation != Position.Incarnation || delta.Position.Sequence > Position.Sequence + 1)
            return DeltaOutcome.Gap;

        if (delta.Position.Sequence <= Position.Sequence)
            return DeltaOutcome.Old;

        Position = delta.Position;
        foreach (var item in delta.Changed)
            Put(item);

        foreach (var key in delta.Removed)
            Drop(key);

        return DeltaOutcome.Applied;
    }

    /// <summary>Whether the delta tells of another frame, or an item of it speaks of something that the frame lacks.</summary>
    public bool NeedsFrame(ProjectionDelta<TItem> delta) =>
        _frame is not null && (delta.IsReframed || delta.Changed.Any(item => !shape.Fits(_frame, item)));

    private void Put(TItem item)
    {
        if (_places.TryGetValue(item.Key, out var place))
        {
            _items[place] = item;
            return;
        }

        _places[item.Key] = _items.Count;
        _items.Add(item);
    }

    private void Drop(string key)
    {
        if (!_places.Remove(key, out var place))
            return;

        _items.RemoveAt(place);
        for (var i = place; i < _items.Count; i++)
            _places[_items[i].Key] = i;
    }
}
