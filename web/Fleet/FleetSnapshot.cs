using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Mihari.Customers;
using Mihari.Identifiers;

namespace Mihari.Web.Fleet;

/// <summary>All cameras of a customer at a moment. Immutable; rows that did not change are the instances of the one before.</summary>
public sealed class FleetSnapshot
{
    /// <summary>So many answers are kept for others who ask the same: of each some 80 KB at 10,000 cameras.</summary>
    private const int MostKept = 64;

    private readonly ConcurrentDictionary<(FleetFilter Filter, string Language), Lazy<FleetResult>> _results = new();

    internal FleetSnapshot(
        CustomerId customer, string name, long version, ImmutableArray<FleetRow> rows, ImmutableArray<BuildingSummary> buildings, ImmutableArray<BuildingId> unread, bool isComplete, FleetRanks ranks,
        FrozenDictionary<string, string> newest)
    {
        (Customer, Name, Version, Rows, Buildings, Unread, IsComplete, Ranks, Newest) = (customer, name, version, rows, buildings, unread, isComplete, ranks, newest);
    }

    public CustomerId Customer { get; }

    /// <summary>The customer's name.</summary>
    public string Name { get; }

    /// <summary>Goes up by one with each that is made of a fleet.</summary>
    public long Version { get; }

    /// <summary>In no order: each keeps its place from one snapshot to the next, as long as <see cref="Ranks"/> are the same.</summary>
    public ImmutableArray<FleetRow> Rows { get; }

    /// <summary>The customer's buildings.</summary>
    public ImmutableArray<BuildingSummary> Buildings { get; }

    /// <summary>Buildings that have not told of their cameras: they are on their way, or can't be read.</summary>
    public ImmutableArray<BuildingId> Unread { get; }

    /// <summary>Whether each building has told of its cameras, or could not when it was asked.</summary>
    public bool IsComplete { get; }

    internal FleetRanks Ranks { get; }

    /// <summary>Of each model the newest firmware that a camera of the fleet has.</summary>
    internal FrozenDictionary<string, string> Newest { get; }

    /// <summary>The cameras that a filter lets through, in its order; made once for all who ask this snapshot the same in a language.</summary>
    public FleetResult Query(FleetFilter filter)
    {
        var language = CultureInfo.CurrentUICulture;
        var key = (filter, language.Name);
        return _results.TryGetValue(key, out var known) ? known.Value
            : _results.Count >= MostKept ? FleetQuery.Run(this, filter, language)
            : _results.GetOrAdd(key, new Lazy<FleetResult>(() => FleetQuery.Run(this, filter, language))).Value;
    }

    /// <summary>Whether a camera of the fleet of the same model has a newer firmware.</summary>
    public bool IsOutdated(FleetRow row) =>
        row is { Model: { } model, Firmware: { } firmware } && Newest.TryGetValue(model, out var newest) && FirmwareOrder.Instance.Compare(firmware, newest) < 0;
}
