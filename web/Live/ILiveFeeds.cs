using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Projections;

namespace Mihari.Web.Live;

/// <summary>What a viewer gets: first a snapshot, then deltas that follow on it; after a gap a snapshot again.</summary>
/// <param name="Snapshot">The whole, or null where this is a delta.</param>
/// <param name="Delta">What changed, or null where this is a snapshot.</param>
public sealed record LiveUpdate<TSnapshot, TItem>(TSnapshot? Snapshot, ProjectionDelta<TItem>? Delta)
    where TSnapshot : class;

/// <summary>
/// The live projections of buildings and portfolios, shared by all viewers of this node: one subscription a projection,
/// however many watch. A viewer that reads slowly gets the last value of each item, never a growing queue (design, rule 5).
/// </summary>
public interface ILiveFeeds
{
    /// <summary>Watches a building until the enumeration is left.</summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such building, or it is not the caller's.</exception>
    IAsyncEnumerable<LiveUpdate<Dashboard, CameraCard>> WatchBuilding(Caller caller, BuildingId building, CancellationToken cancel);

    /// <summary>Watches a customer's buildings until the enumeration is left.</summary>
    IAsyncEnumerable<LiveUpdate<Portfolio, BuildingSummary>> WatchPortfolio(Caller caller, CustomerId customer, CancellationToken cancel);
}
