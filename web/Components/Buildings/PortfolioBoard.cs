using System.Collections.Immutable;
using System.Globalization;
using Mihari.Customers;
using Mihari.Projections;
using Mihari.Web.Components.Cameras;

namespace Mihari.Web.Components.Buildings;

/// <summary>The buildings of a customer by name; every change gives a new board, and summaries that did not change stay the same instances.</summary>
public sealed class PortfolioBoard
{
    private readonly StringComparer _order;
    private readonly ImmutableDictionary<string, int> _places;

    private PortfolioBoard(string name, StringComparer order, IEnumerable<BuildingSummary> buildings)
        : this(name, order, [.. buildings.OrderBy(b => b.Name, order).ThenBy(b => b.Building.Value, StringComparer.Ordinal)], places: null)
    {
    }

    private PortfolioBoard(string name, StringComparer order, ImmutableArray<BuildingSummary> buildings, ImmutableDictionary<string, int>? places)
    {
        Name = name;
        Buildings = buildings;
        _order = order;
        _places = places ?? buildings.Select((building, place) => KeyValuePair.Create(building.Building.Value, place)).ToImmutableDictionary(StringComparer.Ordinal);
        foreach (var building in buildings)
        {
            Cameras += building.Cameras;
            Online += building.Online;
            Troubled += building.Troubled;
            Recording += BuildingFigures.RecordingOf(building);
        }
    }

    public string Name { get; }

    public ImmutableArray<BuildingSummary> Buildings { get; }

    public int Cameras { get; }

    public int Online { get; }

    public int Troubled { get; }

    public int Recording { get; }

    /// <param name="portfolio">As it stands.</param>
    /// <param name="language">By which names are ordered; null: the present one.</param>
    public static PortfolioBoard From(Portfolio portfolio, CultureInfo? language = null) =>
        new(portfolio.Name, NameOrder.Of(language ?? CultureInfo.CurrentUICulture), portfolio.Buildings.Items);

    /// <summary>What it is after a delta. Where no building came, went or got another name, all stay in their places.</summary>
    public PortfolioBoard Apply(ProjectionDelta<BuildingSummary> delta)
    {
        if (delta.Removed.Any(_places.ContainsKey) || delta.Changed.Any(MovesTo))
            return Reordered(delta);

        var buildings = Buildings.ToBuilder();
        foreach (var building in delta.Changed)
            buildings[_places[building.Building.Value]] = building;

        return new PortfolioBoard(Name, _order, buildings.DrainToImmutable(), _places);
    }

    public ImmutableArray<BuildingSummary> Matching(string? text, bool troublesOnly) =>
        [.. Buildings.Where(building => (!troublesOnly || building.Troubled > 0) && NameFilter.Matches(building.Name, text))];

    private bool MovesTo(BuildingSummary building) =>
        !_places.TryGetValue(building.Building.Value, out var place) || !string.Equals(Buildings[place].Name, building.Name, StringComparison.Ordinal);

    private PortfolioBoard Reordered(ProjectionDelta<BuildingSummary> delta)
    {
        var buildings = Buildings.ToDictionary(building => building.Building.Value, StringComparer.Ordinal);
        foreach (var key in delta.Removed)
            buildings.Remove(key);

        foreach (var building in delta.Changed)
            buildings[building.Building.Value] = building;

        return new PortfolioBoard(Name, _order, buildings.Values);
    }
}
