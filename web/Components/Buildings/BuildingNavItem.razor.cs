using Microsoft.AspNetCore.Components;
using Mihari.Customers;
using Mihari.Identifiers;

namespace Mihari.Web.Components.Buildings;

/// <summary>One building in the list: how many of its cameras are online, and whether something is wrong.</summary>
public sealed partial class BuildingNavItem
{
    [Parameter, EditorRequired]
    public BuildingSummary Building { get; set; } = null!;

    /// <summary>The page is about the building, though its address is not under the building's.</summary>
    [Parameter]
    public bool IsShown { get; set; }

    private int Recording => BuildingFigures.RecordingOf(Building);
}

/// <summary>The addresses of a building's pages.</summary>
internal static class BuildingLinks
{
    public static string To(BuildingId building) => $"buildings/{Uri.EscapeDataString(building.Value)}";

    public static string To(BuildingId building, string camera) => $"{To(building)}/cameras/{Uri.EscapeDataString(camera)}";

    public static string Rooms(BuildingId building) => $"{To(building)}/rooms";

    /// <summary>トラブル履歴, of the building or of one of its rooms or devices.</summary>
    public static string Troubles(BuildingId building, string? room = null, string? camera = null) =>
        $"{To(building)}/troubles"
        + (camera is not null ? $"?camera={Uri.EscapeDataString(camera)}" : room is not null ? $"?room={Uri.EscapeDataString(room)}" : "");

    public static string Rename(string building) => $"buildings/{Uri.EscapeDataString(building)}/rename";

    public static string Delete(string building) => $"buildings/{Uri.EscapeDataString(building)}/delete";
}
