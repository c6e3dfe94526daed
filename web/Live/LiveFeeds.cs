using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Projections;

namespace Mihari.Web.Live;

/// <summary>
/// The feeds of this node: one observer for buildings, one for portfolios. Every viewer asks the grain for itself before it
/// is let in, whether or not the node follows the projection already (design, rule 7).
/// </summary>
internal sealed class LiveFeeds : ILiveFeeds, IHostedService
{
    private static readonly LiveShape<Dashboard, CameraCard> BuildingShape = new(
        of => of.Cameras,
        (of, items) => of with { Cameras = items },
        (a, b) => a.Name == b.Name && a.Customer == b.Customer && a.Line == b.Line && a.Rooms.SequenceEqual(b.Rooms),
        (of, card) => of.Rooms.Any(r => r.Room == card.Room && r.Name == card.RoomName));

    private static readonly LiveShape<Portfolio, BuildingSummary> PortfolioShape = new(
        of => of.Buildings,
        (of, items) => of with { Buildings = items },
        (a, b) => a.Name == b.Name,
        (_, _) => true);

    private readonly IGrainFactory _grains;
    private readonly LiveShelf<BuildingId, Dashboard, CameraCard> _buildings;
    private readonly LiveShelf<CustomerId, Portfolio, BuildingSummary> _portfolios;
    private readonly BuildingObserver _buildingObserver;
    private readonly PortfolioObserver _portfolioObserver;
    private readonly Lazy<IBuildingObserver> _buildingReference;
    private readonly Lazy<IPortfolioObserver> _portfolioReference;

    public LiveFeeds(IGrainFactory grains, IOptions<LiveOptions> options, TimeProvider time, LiveInstruments instruments, ILogger<LiveFeeds> log)
    {
        _grains = grains;
        var live = options.Value;
        _buildings = new(id => new(BuildingShape, new BuildingSource(this, id), live, time, instruments, log), live.Grace, time, instruments);
        _portfolios = new(id => new(PortfolioShape, new PortfolioSource(this, id), live, time, instruments, log), live.Grace, time, instruments);
        _buildingObserver = new BuildingObserver(_buildings);
        _portfolioObserver = new PortfolioObserver(_portfolios);
        _buildingReference = new(() => grains.CreateObjectReference<IBuildingObserver>(_buildingObserver));
        _portfolioReference = new(() => grains.CreateObjectReference<IPortfolioObserver>(_portfolioObserver));
    }

    public async IAsyncEnumerable<LiveUpdate<Dashboard, CameraCard>> WatchBuilding(
        Caller caller, BuildingId building, [EnumeratorCancellation] CancellationToken cancel)
    {
        await _grains.GetGrain<IBuildingGrain>(building.Value).GetDashboard(caller);
        var viewer = _buildings.Join(building, caller);
        try
        {
            await foreach (var update in viewer.Read(cancel))
                yield return update;
        }
        finally
        {
            _buildings.Leave(building, viewer);
        }
    }

    public async IAsyncEnumerable<LiveUpdate<Portfolio, BuildingSummary>> WatchPortfolio(
        Caller caller, CustomerId customer, [EnumeratorCancellation] CancellationToken cancel)
    {
        await _grains.GetGrain<ICustomerGrain>(customer.Value).GetPortfolio(caller);
        var viewer = _portfolios.Join(customer, caller);
        try
        {
            await foreach (var update in viewer.Read(cancel))
                yield return update;
        }
        finally
        {
            _portfolios.Leave(customer, viewer);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Leaves all projections while the grains are still there to be told.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_buildings.Close(), _portfolios.Close()).WaitAsync(cancellationToken);
        if (_buildingReference.IsValueCreated)
            _grains.DeleteObjectReference<IBuildingObserver>(_buildingReference.Value);

        if (_portfolioReference.IsValueCreated)
            _grains.DeleteObjectReference<IPortfolioObserver>(_portfolioReference.Value);
    }

    private sealed class BuildingObserver(LiveShelf<BuildingId, Dashboard, CameraCard> feeds) : IBuildingObserver
    {
        public Task OnBuildingChanged(BuildingId building, ProjectionDelta<CameraCard> delta)
        {
            using var push = LiveTraces.Push("building", delta.Changed.Length + delta.Removed.Length);
            feeds.OnDelta(building, delta);
            return Task.CompletedTask;
        }
    }

    private sealed class PortfolioObserver(LiveShelf<CustomerId, Portfolio, BuildingSummary> feeds) : IPortfolioObserver
    {
        public Task OnPortfolioChanged(CustomerId customer, ProjectionDelta<BuildingSummary> delta)
        {
            using var push = LiveTraces.Push("portfolio", delta.Changed.Length + delta.Removed.Length);
            feeds.OnDelta(customer, delta);
            return Task.CompletedTask;
        }
    }

    private sealed class BuildingSource(LiveFeeds feeds, BuildingId building) : ILiveSource<Dashboard>
    {
        private IBuildingGrain Grain => feeds._grains.GetGrain<IBuildingGrain>(building.Value);

        public Task<Dashboard> Subscribe(Caller by, TimeSpan lease) => Grain.Subscribe(by, feeds._buildingReference.Value, lease);

        public Task<ProjectionPosition> Position() => Grain.GetPosition();

        public Task Unsubscribe() => Grain.Unsubscribe(feeds._buildingReference.Value);
    }

    private sealed class PortfolioSource(LiveFeeds feeds, CustomerId customer) : ILiveSource<Portfolio>
    {
        private ICustomerGrain Grain => feeds._grains.GetGrain<ICustomerGrain>(customer.Value);

        public Task<Portfolio> Subscribe(Caller by, TimeSpan lease) => Grain.Subscribe(by, feeds._portfolioReference.Value, lease);

        public Task<ProjectionPosition> Position() => Grain.GetPosition();

        public Task Unsubscribe() => Grain.Unsubscribe(feeds._portfolioReference.Value);
    }
}
