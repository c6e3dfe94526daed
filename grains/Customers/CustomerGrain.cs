using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Customers;
using Mihari.Grains.Accounts;
using Mihari.Grains.Audit;
using Mihari.Grains.Buildings;
using Mihari.Grains.Projections;
using Mihari.Grains.Rooms;
using Mihari.Grains.Support;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Refusals;
using Mihari.Support;
using Mihari.Timeline;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Mihari.Grains.Customers;

/// <summary>One customer: which buildings are its own, and how they stand.</summary>
internal sealed partial class CustomerGrain(
    [PersistentState("customer")] IPersistentState<CustomerState> store,
    ITimeline timeline,
    TimeProvider time,
    ILogger<CustomerGrain> log) : AuditedGrain<CustomerState>(store, timeline), ICustomerGrain, ICustomerDesk, IPortfolioReports, ICustomerRecord
{
    private LiveProjection<BuildingSummary, IPortfolioObserver> _buildings = null!;

    private CustomerId Id => new(this.GetPrimaryKeyString());

    private bool Exists => State.Name.Length > 0;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        var id = Id;
        _buildings = new(this, time, log, (observer, delta) => observer.OnPortfolioChanged(id, delta));
        await Task.WhenAll(State.Buildings.Select(Refresh));
        if (!State.Moves.IsEmpty)
            this.RegisterGrainTimer(Resume, new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = TimeSpan.FromMinutes(1) });
    }

    /// <summary>One building that can't be read must not keep the whole customer down; it shows when it reports.</summary>
    private async Task Refresh(BuildingId building)
    {
        try
        {
            if (await Building(building).GetSummary() is { } summary)
                _buildings.Set(summary);
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
            throw new ConflictException("customer", "exists with another name", Clash.Taken);

        if (!Exists)
            await Commit(State with { Name = name }, Line(by, AuditAction.CustomerRegistered, name, new AuditChange("name", null, name)));

        await TellDesk();
    }

    public Task<bool> IsRegistered() => Task.FromResult(Exists);

    public Task<string> GetName() => Task.FromResult(State.Name);

    public Task<ServicePlan> GetPlan() => Task.FromResult(State.Plan);

    /// <summary>Again at each repetition: a crash may have come between the two.</summary>
    private Task TellDesk() => GrainFactory.GetGrain<ISupportReports>(ISupportDesk.Key).AddCustomer(Id, State.Name);

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

    public Task<ProjectionPosition> GetPosition() => Task.FromResult(_buildings.Position);

    public Task Unsubscribe(IPortfolioObserver observer)
    {
        _buildings.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public async Task AddBuilding(BuildingId building)
    {
        CheckExists();
        if (!State.Buildings.Contains(building))
            await Commit(State with { Buildings = State.Buildings.Add(building) });
    }

    public Task ReportBuilding(BuildingSummary summary)
    {
        if (State.Buildings.Contains(summary.Building))
            _buildings.Set(summary);

        return Task.CompletedTask;
    }

    public Task HideBuilding(BuildingId building) => Task.FromResult(_buildings.Remove(building.Value));

    public Task AddContract(ContractNumber contract) => AddContracts([contract]);

    public async Task AddContracts(ImmutableArray<ContractNumber> contracts)
    {
        CheckExists();
        var known = State.Contracts.ToHashSet();
        ImmutableArray<ContractNumber> added = [.. contracts.Where(known.Add)];
        if (!added.IsEmpty)
            await Commit(State with { Contracts = State.Contracts.AddRange(added) });
    }

    public async Task MoveRoom(Caller by, RoomId room, BuildingId from, BuildingId to)
    {
        await Resume();
        if (!State.Buildings.Contains(to) || await Building(to).GetSummary() is not { } target)
            throw new UnknownIdException("building", to.Value);

        // Asked again: it may have been moved or deleted while this was waited for.
        var standing = await Building(from).FindRoom(room) ?? throw new UnknownIdException("room", room.Value);
        var entry = AuditLines.New(
            by, time.GetUtcNow(), Id, AuditAction.RoomMoved, AuditSubject.Room, room.Value, standing.Name, new AuditChange("building", standing.Building, target.Name));
        await Commit(State with { Moves = State.Moves.Add(new PendingMove(room, standing.Name, standing.Contract, from, to, entry)) });
        if (!await Finish(State.Moves[^1]))
            throw new UnknownIdException("room", room.Value);
    }

    public Task<CustomerDetail> GetDetail(Caller by)
    {
        Demand(by);
        return Task.FromResult(new CustomerDetail(Id, State.Name, State.Contracts, State.Plan));
    }

    public async Task Rename(Caller by, string was, string name)
    {
        Demand(by);
        name = InputRules.Name(name, "name", 1, 64);
        if (State.Name != name && State.Name != was)
            throw new ConflictException("name", "was changed meanwhile", Clash.ChangedMeanwhile, State.Name);

        if (State.Name != name)
            await Commit(State with { Name = name }, Line(by, AuditAction.CustomerRenamed, name, new AuditChange("name", State.Name, name)));

        _buildings.Reframe();
        await TellDesk();
    }

    public async Task ChangePlan(Caller by, ServicePlan was, ServicePlan plan)
    {
        Demand(by);
        if (!Enum.IsDefined(plan))
            throw new InvalidInputException("plan", "must be cloud or basic", InputProblem.Choice);

        if (State.Plan != plan && State.Plan != was)
            throw new ConflictException("plan", "was changed meanwhile", Clash.ChangedMeanwhile);

        if (State.Plan != plan)
            await Commit(State with { Plan = plan }, Line(by, AuditAction.CustomerPlanChanged, State.Name, new AuditChange("plan", State.Plan.ToString(), plan.ToString())));
    }

    public async Task<ImmutableArray<RemovedThing>> GetRemoved(Caller by)
    {
        Demand(by);
        return [.. (await FindRemoved()).Select(r => r.Part.Thing).OrderByDescending(t => t.At)];
    }

    public async Task Restore(Caller by, RemovedKind kind, string id)
    {
        Demand(by);
        var (building, part) = (await FindRemoved()).FirstOrDefault(r => r.Part.Thing.Kind == kind && r.Part.Thing.Id == id);
        if (part is null)
            throw new UnknownIdException("removed", id);

        await (kind switch
        {
            RemovedKind.Building => Building(building).Restore(by),
            RemovedKind.Room => Building(building).RestoreRoom(by, new RoomId(id)),
            _ => GrainFactory.GetGrain<IRoomMembers>(part.Room!.Value.Value).RestoreDevice(by, DeviceId.Parse(id)),
        });
    }

    private IBuildingReports Building(BuildingId building) => GrainFactory.GetGrain<IBuildingReports>(building.Value);

    private void CheckExists()
    {
        if (!Exists)
            throw new UnknownIdException("customer", Id.Value);
    }

    private void Demand(Caller by)
    {
        Access.Demand(by, Permission.UseSupportDesk);
        CheckExists();
    }

    private AuditEntry Line(Caller by, AuditAction action, string name, AuditChange change) =>
        AuditLines.New(by, time.GetUtcNow(), Id, action, AuditSubject.Customer, Id.Value, name, change);

    private async Task<IEnumerable<(BuildingId Building, RemovedPart Part)>> FindRemoved()
    {
        var parts = await Task.WhenAll(State.Buildings.Select(async b => (Building: b, Parts: await Building(b).GetRemoved())));
        return parts.SelectMany(p => p.Parts.Select(part => (p.Building, part)));
    }

    private async Task Resume()
    {
        foreach (var move in State.Moves)
            await Finish(move);
    }

    /// <summary>Takes the steps of a move; false where its target or the room is gone, and then everything is as it was.</summary>
    private Task<bool> Finish(PendingMove move) => Finish(async () =>
    {
        var isTaken = await Building(move.To).TakeRoom(Id, move.Room, move.Name, move.Contract);
        if (!isTaken || !await GrainFactory.GetGrain<IRoomMembers>(move.Room.Value).Move(move.From, move.To))
        {
            await (isTaken ? Building(move.To).ReleaseRoom(move.Room) : Task.CompletedTask);
            await Commit(State with { Moves = State.Moves.Remove(move) });
            return false;
        }

        await Building(move.From).ReleaseRoom(move.Room);
        await Commit(State with { Moves = State.Moves.Remove(move) }, move.Entry);
        await Building(move.To).RefreshRoom(move.Room);
        return true;
    });
}
