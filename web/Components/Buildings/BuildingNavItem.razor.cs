using Microsoft.AspNetCore.Components;
using Mihari.Customers;
using Mihari.Identifiers;

namespace Mihari.Web.Components.Buildings;

/// <summary>One building in the list: how many of its cameras are online, and whether something is wrong.</summary>
public sealed partial class BuildingNavItem
{
    [Parameter, EditorRequired]
    public BuildingSummary Building { get; set; } = null!;

    private int Recording => BuildingFigures.RecordingOf(Building);
}

/// <summary>The addresses of a building's pages.</summary>
internal static class BuildingLinks
{
    public static string To(BuildingId building) => $"buildings/{Uri.EscapeDataString(building.Value)}";

    public static string To(BuildingId building, string camera) => $"{To(building)}/cameras/{Uri.EscapeDataString(camera)}";

    public static string Rooms(BuildingId building) => $"{To(building)}/rooms";

    public static string Rename(string building) => $"buildings/{Uri.EscapeDataString(building)}/rename";

    public static string Delete(string building) => $"buildings/{Uri.EscapeDataString(building)}/delete";
}
