using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Troubles;

namespace Mihari.Customers;

/// <summary>One customer (契約者), the property company; key: its id. Owns the portfolio: a summary of each of its buildings.</summary>
[Alias("Mihari.ICustomerGrain")]
public interface ICustomerGrain : IGrainWithStringKey
{
    /// <summary>Registers the customer; Support only. Repeating it with the same name changes nothing.</summary>
    [Alias("Register")]
    Task Register(Caller by, string name);

    /// <summary>The customer's buildings as they stand.</summary>
    [Alias("GetPortfolio"), Orleans.Concurrency.AlwaysInterleave]
    Task<Portfolio> GetPortfolio(Caller by);

    /// <summary>Sends deltas to the observer from now on. A subscription ends by itself after <paramref name="lease"/>; repeat it to keep it.</summary>
    [Alias("Subscribe"), Orleans.Concurrency.AlwaysInterleave]
    Task<Portfolio> Subscribe(Caller by, IPortfolioObserver observer, TimeSpan lease);

    /// <summary>Where the live list stands; another incarnation than a follower knows has lost its subscription.</summary>
    [Alias("GetPosition"), Orleans.Concurrency.AlwaysInterleave]
    Task<ProjectionPosition> GetPosition();

    /// <summary>Ends a subscription.</summary>
    [Alias("Unsubscribe"), Orleans.Concurrency.AlwaysInterleave]
    Task Unsubscribe(IPortfolioObserver observer);
}

/// <summary>Receives the deltas of portfolios; one a web node.</summary>
[Alias("Mihari.IPortfolioObserver")]
public interface IPortfolioObserver : IGrainObserver
{
    /// <summary>A customer's buildings changed.</summary>
    [Alias("OnPortfolioChanged"), Orleans.Concurrency.OneWay]
    Task OnPortfolioChanged(CustomerId customer, ProjectionDelta<BuildingSummary> delta);
}

/// <summary>A customer and its buildings.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.Portfolio")]
public sealed record Portfolio(
    [property: Id(0)] CustomerId Customer,
    [property: Id(1)] string Name,
    [property: Id(2)] ProjectionSnapshot<BuildingSummary> Buildings);

/// <summary>A building at a glance (建物一覧).</summary>
/// <param name="Building">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Rooms">How many rooms it has.</param>
/// <param name="Cameras">How many cameras.</param>
/// <param name="Online">How many of them are online.</param>
/// <param name="Troubled">How many devices, cameras and hubs, have an active trouble.</param>
/// <param name="Recording">How many are recording an event just now.</param>
/// <param name="Line">The trouble of its line; null: it is well.</param>
[GenerateSerializer, Immutable, Alias("Mihari.BuildingSummary")]
public sealed record BuildingSummary(
    [property: Id(0)] BuildingId Building,
    [property: Id(1)] string Name,
    [property: Id(2)] int Rooms,
    [property: Id(3)] int Cameras,
    [property: Id(4)] int Online,
    [property: Id(5)] int Troubled,
    [property: Id(6)] int Recording,
    [property: Id(7)] LineTrouble? Line = null) : IProjected
{
    string IProjected.Key => Building.Value;
}
