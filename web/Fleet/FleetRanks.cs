using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;

namespace Mihari.Web.Fleet;

/// <summary>
/// Which place rows have among their names, by language: names are compared once for as long as they stay, however often rows change
/// otherwise.
/// </summary>
internal sealed class FleetRanks(ImmutableArray<FleetRow> rows)
{
    private readonly ConcurrentDictionary<string, Lazy<(int[] ByPlace, int[] ByName)>> _ranks = new(StringComparer.Ordinal);

    /// <summary>Of each row its place in the order of building, room and name.</summary>
    public int[] ByPlace(CultureInfo language) => Of(language).ByPlace;

    /// <summary>Of each row its place in the order of name, then building and room.</summary>
    public int[] ByName(CultureInfo language) => Of(language).ByName;

    private (int[] ByPlace, int[] ByName) Of(CultureInfo language) =>
        _ranks.GetOrAdd(language.Name, _ => new(() => Make(rows, language.CompareInfo))).Value;

    private static (int[] ByPlace, int[] ByName) Make(ImmutableArray<FleetRow> rows, CompareInfo compare)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in rows)
            (names[row.Card.Name], names[row.BuildingName]) = (0, 0);

        // Compared once for each name, and not for each pair of rows.
        var ordered = names.Keys.ToArray();
        Array.Sort(ordered, (a, b) => compare.Compare(a, b, CompareOptions.NumericOrdering) is not 0 and var order ? order : string.CompareOrdinal(a, b));
        for (var i = 0; i < ordered.Length; i++)
            names[ordered[i]] = i;

        var keys = new (int Building, string BuildingId, int Room, int Name, string Id)[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            keys[i] = (names[rows[i].BuildingName], rows[i].Building.Value, rows[i].RoomOrder, names[rows[i].Card.Name], rows[i].Id);

        var byPlace = Rank(keys, static (a, b) =>
            a.Building != b.Building ? a.Building.CompareTo(b.Building)
            : string.CompareOrdinal(a.BuildingId, b.BuildingId) is not 0 and var building ? building
            : a.Room != b.Room ? a.Room.CompareTo(b.Room)
            : a.Name != b.Name ? a.Name.CompareTo(b.Name)
            : string.CompareOrdinal(a.Id, b.Id));
        var byName = new int[rows.Length];
        var merged = new long[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            merged[i] = ((long)keys[i].Name << 32) | (uint)byPlace[i];

        var slots = Enumerable.Range(0, rows.Length).ToArray();
        Array.Sort(merged, slots);
        for (var rank = 0; rank < slots.Length; rank++)
            byName[slots[rank]] = rank;

        return (byPlace, byName);
    }

    private static int[] Rank<T>(T[] keys, Comparison<T> comparison)
    {
        var slots = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort(keys.ToArray(), slots, Comparer<T>.Create(comparison));
        var ranks = new int[keys.Length];
        for (var rank = 0; rank < slots.Length; rank++)
            ranks[slots[rank]] = rank;

        return ranks;
    }
}
