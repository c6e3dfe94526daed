using Mihari.Buildings;
using Mihari.Customers;
using Mihari.Web.Api;

namespace Mihari.Web.Live;

/// <summary>What the hub sends of a building: first the whole, then what changed; after a break the whole again.</summary>
/// <param name="Building">The whole; null where this is a change.</param>
/// <param name="Position">Where the list stands after this.</param>
/// <param name="Changed">Cameras that are new or changed, whole.</param>
/// <param name="Removed">Ids of cameras that are gone, or turned out to be none; some of them may never have been listed.</param>
public sealed record BuildingUpdateView(
    BuildingView? Building, PositionView Position, IReadOnlyList<CameraView> Changed, IReadOnlyList<string> Removed)
{
    internal static BuildingUpdateView Of(LiveUpdate<Dashboard, CameraCard> of) => of.Snapshot is { } whole
        ? new(BuildingView.Of(whole), PositionView.Of(whole.Cameras.Position), [], [])
        : new(
            null,
            PositionView.Of(of.Delta!.Position),
            [.. of.Delta.Changed.Where(CameraView.IsListed).Select(CameraView.Of)],

            // What a device is, it says as it connects: until then it was taken for a camera.
            [.. of.Delta.Removed, .. of.Delta.Changed.Where(card => !CameraView.IsListed(card)).Select(card => card.Camera.Value)]);
}

/// <summary>What the hub sends of a customer's buildings, as <see cref="BuildingUpdateView"/> does of a building.</summary>
/// <param name="Portfolio">The whole; null where this is a change.</param>
/// <param name="Position">Where the list stands after this.</param>
/// <param name="Changed">Buildings that are new or changed, whole.</param>
/// <param name="Removed">Ids of buildings that are gone.</param>
public sealed record PortfolioUpdateView(
    PortfolioView? Portfolio, PositionView Position, IReadOnlyList<BuildingSummaryView> Changed, IReadOnlyList<string> Removed)
{
    internal static PortfolioUpdateView Of(LiveUpdate<Portfolio, BuildingSummary> of) => of.Snapshot is { } whole
        ? new(PortfolioView.Of(whole), PositionView.Of(whole.Buildings.Position), [], [])
        : new(null, PositionView.Of(of.Delta!.Position), [.. of.Delta.Changed.Select(BuildingSummaryView.Of)], of.Delta.Removed);
}
