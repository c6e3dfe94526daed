using System.Collections.Immutable;
using Mihari.Customers;
using Mihari.Projections;
using Mihari.Web.Components.Cameras;

namespace Mihari.Web.Components.Buildings;

/// <summary>The buildings of a customer by name; every change gives a new board, and summaries that did not change stay the same instances.</summary>
public sealed class PortfolioBoard
{
    private PortfolioBoard(string name, IEnumerable<BuildingSummary> buildings)
    {
        Name = name;
        Buildings = [.. buildings.OrderBy(b => b.Name, NameOrder.Current).ThenBy(b => b.Building.Value, StringComparer.Ordinal)];
    }

    public string Name { get; }

    public ImmutableArray<BuildingSummary> Buildings { get; }

    public int Cameras => Buildings.Sum(building => building.Cameras);

    public int Online => Buildings.Sum(building => building.Online);

    public int Troubled => Buildings.Sum(building => building.Troubled);

    public int Recording => Buildings.Sum(BuildingFigures.RecordingOf);

    public static PortfolioBoard From(Portfolio portfolio) => new(portfolio.Name, portfolio.Buildings.Items);

    public PortfolioBoard Apply(ProjectionDelta<BuildingSummary> delta)
    {
        var buildings = Buildings.ToDictionary(building => building.Building.Value, StringComparer.Ordinal);
        foreach (var key in delta.Removed)
            buildings.Remove(key);

        foreach (var building in delta.Changed)
            buildings[building.Building.Value] = building;

        return new PortfolioBoard(Name, buildings.Values);
    }

    public ImmutableArray<BuildingSummary> Matching(string? text, bool troublesOnly) =>
        [.. Buildings.Where(building => (!troublesOnly || building.Troubled > 0) && NameFilter.Matches(building.Name, text))];
}
