using Mihari.Accounts;
using Mihari.Customers;
using Mihari.Grains.Accounts;
using Mihari.Grains.Buildings;
using Mihari.Grains.Projections;
using Mihari.Grains.State;
using Mihari.Identifiers;
using Mihari.Refusals;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Mihari.Grains.Customers;

/// <summary>One customer: which buildings are its own, and how they stand.</summary>
internal sealed partial class CustomerGrain(
    [PersistentState("customer")] IPersistentState<CustomerState> store,
    TimeProvider time,
    ILogger<CustomerGrain> log) : StatefulGrain<CustomerState>(store), ICustomerGrain, IPortfolioReports
{
    private LiveProjection<BuildingSummary, IPortfolioObserver> _buildings = null!;

    private CustomerId Id => new(this.GetPrimaryKeyString());

    private bool Exists => State.Name.Length > 0;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var id = Id;
        _buildings = new(this, time, log, (observer, delta) => observer.OnPortfolioChanged(id, delta));
        await Task.WhenAll(State.Buildings.Select(Refresh));
    }

    /// <summary>One building that can't be read must not keep the whole customer down; it shows when it reports.</summary>
    private async Task Refresh(BuildingId building)
    {
        try
        {
            _buildings.Set(await GrainFactory.GetGrain<IBuildingReports>(building.Value).GetSummary());
        }
        catch (Exception e)
        {
            LogBuildingUnread(log, building.Value, e);
        }
    }

    [LoggerMessage(1200, LogLevel.Error, "Building {Building} could not be read as its customer started")]
    private static partial void LogBuildingUnread(ILogger logger, string building, Exception e);

    public async Task Register(Caller by, string name)
    {
        Access.Demand(by, Permission.UseSupportDesk);
        name = InputRules.Name(name, "name", 1, 64);
        if (Exists && State.Name != name)
            throw new ConflictException("customer", "exists with another name");

        if (!Exists)
            await Commit(State with { Name = name });
    }

    public Task<Portfolio> GetPortfolio(Caller by)
    {
        Access.Demand(by, Permission.ViewLive, Exists ? Id : null, "customer", Id.Value);
        return Task.FromResult(new Portfolio(Id, State.Name, _buildings.Snapshot()));
    }

    public async Task<Portfolio> Subscribe(Caller by, IPortfolioObserver observer, TimeSpan lease)
    {
        var portfolio = await GetPortfolio(by);
        _buildings.Subscribe(observer, lease);
        return portfolio;
    }

    public Task Unsubscribe(IPortfolioObserver observer)
    {
        _buildings.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public async Task AddBuilding(BuildingId building)
    {
        if (!Exists)
            throw new UnknownIdException("customer", Id.Value);

        if (!State.Buildings.Contains(building))
            await Commit(State with { Buildings = State.Buildings.Add(building) });
    }

    public Task ReportBuilding(BuildingSummary summary)
    {
        if (State.Buildings.Contains(summary.Building))
            _buildings.Set(summary);

        return Task.CompletedTask;
    }
}
