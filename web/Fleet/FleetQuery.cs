using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Mihari.Identifiers;

namespace Mihari.Web.Fleet;

/// <summary>Answers a filter from a snapshot in one pass; without side effects.</summary>
internal static class FleetQuery
{
    /// <summary>The parts of a filter; what fails one only is counted as what it would be without it.</summary>
    [Flags]
    private enum Part
    {
        None = 0,
        State = 1,
        Place = 2,
        Firmware = 4,
        Other = 8,
    }

    public static FleetResult Run(FleetSnapshot fleet, FleetFilter filter, CultureInfo language)
    {
        var rows = fleet.Rows;
        var search = new Search(filter.Text);
        var (keys, slots, found) = (new long[rows.Length], new int[rows.Length], 0);
        var order = FleetOrders.Of(fleet, filter, language);
        var states = default(FleetCounts);
        var buildings = new Dictionary<BuildingId, (string Name, FleetCounts Counts, int Slot)>();
        var firmware = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var slot = 0; slot < rows.Length; slot++)
        {
            var row = rows[slot];
            var failed = Failed(fleet, row, filter, search);
            if (failed == Part.None)
                (keys[found], slots[found++]) = (order(slot), slot);

            if ((failed & ~Part.State) == 0)
                states = states.With(row.States);

            if ((failed & ~Part.Place) == 0)
            {
                ref var building = ref CollectionsMarshal.GetValueRefOrAddDefault(buildings, row.Building, out _);
                building = (row.BuildingName, building.Counts.With(row.States), slot);
            }

            if ((failed & ~Part.Firmware) == 0 && row.Firmware is { } version)
                CollectionsMarshal.GetValueRefOrAddDefault(firmware, version, out _)++;
        }

        Array.Sort(keys, slots, 0, found);
        var matching = ImmutableArray.CreateBuilder<FleetRow>(found);
        for (var i = 0; i < found; i++)
            matching.Add(rows[slots[i]]);

        // The cameras of a building stand together, in the order of its name: any of them tells it.
        var byPlace = fleet.Ranks.ByPlace(language);
        return new FleetResult(
            fleet, filter, matching.MoveToImmutable(), states,
            [.. buildings.OrderByDescending(b => b.Value.Counts.Offline + b.Value.Counts.Troubled).ThenBy(b => byPlace[b.Value.Slot])
                .Select(b => new FleetBuilding(b.Key, b.Value.Name, b.Value.Counts))],
            [.. firmware.OrderByDescending(f => f.Key, FirmwareOrder.Instance).ThenBy(f => f.Key, StringComparer.Ordinal).Select(f => new FleetFirmware(f.Key, f.Value))]);
    }

    private static Part Failed(FleetSnapshot fleet, FleetRow row, FleetFilter filter, Search search)
    {
        var failed = Part.None;
        if (!search.Matches(row) || !HasLife(row, filter))
            failed |= Part.Other;

        if (filter.States != FleetStates.None && (filter.States & row.States) == 0)
            failed |= Part.State;

        if ((filter.Building is { } building && building != row.Building.Value) || (filter.Room is { } room && room != row.Card.RoomId))
            failed |= Part.Place;

        if ((filter.Firmware is { } version && !string.Equals(version, row.Firmware, StringComparison.OrdinalIgnoreCase)) || (filter.IsOutdated && !fleet.IsOutdated(row)))
            failed |= Part.Firmware;

        return failed;
    }

    private static bool HasLife(FleetRow row, FleetFilter filter) =>
        (filter.LifeFrom is null && filter.LifeTo is null) || (row.LifePercent is { } life && !(life < filter.LifeFrom) && !(life > filter.LifeTo));

    /// <summary>Words that are searched, prepared once.</summary>
    private sealed class Search
    {
        private readonly (string Word, string? Mac)[] _words;

        public Search(string text) => _words = [.. FleetText.Words(text).Select(word => (word, FleetText.MacPart(word)))];

        public bool Matches(FleetRow row)
        {
            foreach (var (word, mac) in _words)
            {
                if (!row.Text.Contains(word, StringComparison.Ordinal) && (mac is null || !row.Id.Contains(mac, StringComparison.OrdinalIgnoreCase)))
                    return false;
            }

            return true;
        }
    }
}

/// <summary>Orders as numbers: rows are sorted by one comparison of two of them.</summary>
internal static class FleetOrders
{
    /// <summary>Of a row's slot the number that it is sorted by, ascending.</summary>
    public static Func<int, long> Of(FleetSnapshot fleet, FleetFilter filter, CultureInfo language)
    {
        var byPlace = fleet.Ranks.ByPlace(language);
        Func<int, long>? first = filter.Sort switch
        {
            FleetSort.Name => Named(fleet, language),
            FleetSort.State => slot => FleetStateRules.Gravity(fleet.Rows[slot].States),
            FleetSort.Since => slot => fleet.Rows[slot].Card.Since is { } since ? int.MaxValue - since.ToUnixTimeSeconds() : filter.IsDescending ? -int.MaxValue : int.MaxValue,
            FleetSort.Life => slot => fleet.Rows[slot].LifePercent ?? (filter.IsDescending ? -1 : 101),
            FleetSort.Firmware => Versions(fleet, filter.IsDescending),
            FleetSort.Mac => null,
            _ => null,
        };
        if (filter.Sort == FleetSort.Mac)
            return slot => Signed(Convert.ToInt64(fleet.Rows[slot].Id, 16));

        return first is null ? slot => Signed(byPlace[slot]) : slot => (Signed(first(slot)) << 32) | (uint)byPlace[slot];

        long Signed(long number) => filter.IsDescending ? -number : number;
    }

    private static Func<int, long> Named(FleetSnapshot fleet, CultureInfo language)
    {
        var byName = fleet.Ranks.ByName(language);
        return slot => byName[slot];
    }

    /// <summary>Those of unknown firmware last, in either direction.</summary>
    private static Func<int, long> Versions(FleetSnapshot fleet, bool isDescending)
    {
        var versions = fleet.Rows.Select(row => row.Firmware).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        Array.Sort(versions, FirmwareOrder.Instance);
        var ranks = versions.Select((version, rank) => (version, rank)).ToDictionary(v => v.version, v => v.rank, StringComparer.Ordinal);
        return slot => fleet.Rows[slot].Firmware is { } firmware ? ranks[firmware] : isDescending ? -1 : versions.Length;
    }
}
