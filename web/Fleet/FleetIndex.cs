using System.Collections.Frozen;
using System.Collections.Immutable;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Web.Components.Cameras;

namespace Mihari.Web.Fleet;

/// <summary>
/// The cameras of all buildings of a customer, as the feeds of this node tell of them. Changes go into it one by one; what is asked is a
/// snapshot, which takes one copy of references, whatever has changed. Thread-safe.
/// </summary>
internal sealed class FleetIndex(CustomerId customer)
{
    private readonly Lock _gate = new();
    private readonly List<FleetRow> _rows = [];
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<BuildingId, FleetPlace> _places = [];
    private readonly HashSet<BuildingId> _failed = [];
    private readonly HashSet<string> _changing = new(StringComparer.Ordinal); // Cameras that change by themselves, as a recording ends.
    private ImmutableArray<BuildingSummary> _buildings = [];
    private string _name = "";
    private FleetRanks? _ranks;
    private FrozenDictionary<string, string>? _newest;
    private long _version;

    /// <summary>How many changes the next snapshot has that the one before had not.</summary>
    public int Pending { get; private set; }

    /// <summary>When a row changes by itself; null: none does.</summary>
    public DateTimeOffset? NextChange
    {
        get
        {
            lock (_gate)
                return _changing.Count == 0 ? null : _changing.Min(id => _rows[_slots[id]].Card.NextChange);
        }
    }

    /// <summary>Takes what the customer's portfolio is now; those of its buildings that are gone go with their cameras.</summary>
    public void Take(string name, ImmutableArray<BuildingSummary> buildings)
    {
        lock (_gate)
        {
            // Figures of buildings are not shown: they are counted.
            if (_version == 0 || name != _name || !buildings.Select(Shown).SequenceEqual(_buildings.Select(Shown)))
                Pending++;

            (_name, _buildings) = (name, buildings);
            var known = buildings.Select(b => b.Building).ToHashSet();
            foreach (var gone in _places.Keys.Where(b => !known.Contains(b)).ToList())
                Clear(gone);

            _failed.IntersectWith(known);
        }
    }

    /// <summary>Takes a building as it stands.</summary>
    public void Take(Dashboard dashboard, DateTimeOffset now)
    {
        lock (_gate)
        {
            var place = FleetPlace.Of(dashboard);
            var made = Made(dashboard.Cameras.Items, place, now); // Where one can't be made, all stays as it is.
            if (!_places.ContainsKey(dashboard.Building))
                Pending++;

            _places[dashboard.Building] = place;
            _failed.Remove(dashboard.Building);
            var there = dashboard.Cameras.Items.Select(card => card.Camera.Value).ToHashSet(StringComparer.Ordinal);
            foreach (var gone in _rows.Where(row => row.Building == dashboard.Building && !there.Contains(row.Id)).Select(row => row.Id).ToList())
                Remove(gone);

            foreach (var (card, row) in made)
                Put(card, row);
        }
    }

    /// <summary>Takes what changed in a building. A status that is older than the one that is known is ignored.</summary>
    public void Take(BuildingId building, ProjectionDelta<CameraCard> delta, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!_places.TryGetValue(building, out var place))
                return; // Its snapshot comes, or it is gone.

            var made = Made(delta.Changed, place, now);
            foreach (var key in delta.Removed)
            {
                // A camera that was moved may have come to its new building before.
                if (_slots.TryGetValue(key, out var slot) && _rows[slot].Building == building)
                    Remove(key);
            }

            foreach (var (card, row) in made)
                Put(card, row);
        }
    }

    /// <summary>A building is not to be seen any more.</summary>
    public void Drop(BuildingId building)
    {
        lock (_gate)
        {
            _failed.Add(building);
            Clear(building);
        }
    }

    /// <summary>A building could not be read now; what is known of it stays.</summary>
    public void Fail(BuildingId building)
    {
        lock (_gate)
        {
            if (!_places.ContainsKey(building) && _failed.Add(building))
                Pending++;
        }
    }

    /// <summary>What ends by itself has ended.</summary>
    public void Expire(DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var id in _changing.Where(id => _rows[_slots[id]].Card.NextChange <= now).ToList())
                Set(id, _rows[_slots[id]].At(now));
        }
    }

    /// <summary>All of it as it stands.</summary>
    public FleetSnapshot Publish()
    {
        lock (_gate)
        {
            Pending = 0;
            ImmutableArray<FleetRow> rows = [.. _rows];
            ImmutableArray<BuildingId> unread = [.. _buildings.Select(b => b.Building).Where(b => !_places.ContainsKey(b))];
            return new FleetSnapshot(
                customer, _name, ++_version, rows, _buildings, unread, unread.All(_failed.Contains), _ranks ??= new FleetRanks(rows), _newest ??= Newest());
        }
    }

    /// <summary>Rows as they are to be, none of them in the index yet; of what is no camera none.</summary>
    private List<(CameraCard Card, FleetRow? Row)> Made(ImmutableArray<CameraCard> cards, FleetPlace place, DateTimeOffset now) =>
        [.. cards.Select(card => (card, card.Status.Kind == DeviceKind.Camera ? FleetRow.Of(card, place, Known(card.Camera.Value), now) : null))];

    private FleetRow? Known(string id) => _slots.TryGetValue(id, out var slot) ? _rows[slot] : null;

    private void Put(CameraCard card, FleetRow? row)
    {
        var id = card.Camera.Value;
        if (row is null)
        {
            Remove(id); // What was taken for a camera says that it is a hub.
            return;
        }

        if (_versions.TryGetValue(id, out var known) && card.Status.Version < known)
            return;

        _versions[id] = card.Status.Version;
        Set(id, row);
    }

    /// <summary>Puts a row in its place; one that shows the same as the one before it is no change.</summary>
    private void Set(string id, FleetRow row)
    {
        if (Known(id) is { } known && FleetRow.ShowSame(known, row))
            return;

        Pending++;
        if (!_slots.TryGetValue(id, out var slot))
        {
            _slots[id] = slot = _rows.Count;
            _rows.Add(row);
            (_ranks, _newest) = (null, null);
        }
        else
        {
            var before = _rows[slot];
            _rows[slot] = row;
            _ranks = FleetRow.SameNames(before, row) ? _ranks : null;
            _newest = before.Firmware == row.Firmware && before.Model == row.Model ? _newest : null;
        }

        if (row.Card.NextChange is null)
            _changing.Remove(id);
        else
            _changing.Add(id);
    }

    private void Remove(string id)
    {
        if (!_slots.Remove(id, out var slot))
            return;

        Pending++;
        _versions.Remove(id);
        _changing.Remove(id);
        var last = _rows.Count - 1;
        if (slot != last)
        {
            _rows[slot] = _rows[last];
            _slots[_rows[slot].Id] = slot;
        }

        _rows.RemoveAt(last);
        (_ranks, _newest) = (null, null);
    }

    private void Clear(BuildingId building)
    {
        _places.Remove(building);
        Pending++;
        foreach (var row in _rows.Where(row => row.Building == building).ToList())
            Remove(row.Id);
    }

    private static (BuildingId Building, string Name) Shown(BuildingSummary building) => (building.Building, building.Name);

    private FrozenDictionary<string, string> Newest()
    {
        var newest = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (model, firmware) in _rows.Where(r => r is { Model: not null, Firmware: not null }).Select(r => (r.Model!, r.Firmware!)).Distinct())
        {
            if (!newest.TryGetValue(model, out var known) || FirmwareOrder.Instance.Compare(known, firmware) < 0)
                newest[model] = firmware;
        }

        return newest.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
