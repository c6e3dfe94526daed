using Mihari.Customers;

namespace Mihari.Web.Components.Buildings;

/// <summary>What a building's figures say at a glance.</summary>
internal static class BuildingFigures
{
    /// <summary>The word in the styles for how many of some cameras are online: <c>all</c>, <c>some</c>, <c>none</c>, or <c>zero</c> where there are no cameras.</summary>
    public static string ToneOf(int online, int total) =>
        total == 0 ? "zero"
        : online >= total ? "all"
        : online > 0 ? "some"
        : "none";

    /// <summary>How many cameras record. Whether one that is away goes on, nobody knows, so there are never more than are online.</summary>
    public static int RecordingOf(BuildingSummary building) => Math.Min(building.Recording, building.Online);
}
