using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Customers;
using Mihari.Grains.Accounts;
using Mihari.Grains.Audit;
using Mihari.Grains.Customers;
using Mihari.Grains.Projections;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Refusals;
using Mihari.Timeline;
using Mihari.Troubles;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Mihari.Grains.Buildings;

/// <summary>
/// One building: its rooms, and the live read model of the devices in them. It leads the changes of its rooms: what is about to
/// be done is stored first, and finished after a crash (ADR 0014).
/// </summary>
internal sealed class BuildingGrain(
    [PersistentState("building")] IPersistentState<BuildingState> store,
    ITimeline timeline,
    TimeProvider time,
    ILogger<BuildingGrain> log) : AuditedGrain<BuildingState>(store, timeline), IBuildingGrain, IBuildingSetup, IBuildingReports
{
    private BuildingCameras _cameras = null!;
    private UpwardReport _report = null!;

    private BuildingId Id => new(this.GetPrimaryKeyString());
    private CustomerId? Owner => BuildingRules.Owner(State);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        _report = new UpwardReport(this, log, Report);
        _cameras = new BuildingCameras(this, Id, GrainFactory, time, log, _report);
        await _cameras.Start(() => BuildingRules.Rooms(State), cancellationToken);

        // Not within the activation: the customer that reads its buildings may be waiting for it.
        if (State.Pending is not null || BuildingRules.Purged(State, time.GetUtcNow()) != State)
            this.RegisterGrainTimer(Resume, new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = TimeSpan.FromMinutes(1) });
    }

    public async Task Create(Caller by, CustomerId customer, string name, NewRoom? first)
    {
        Access.Demand(by, Permission.AddRooms, customer, "building", Id.Value);
        await Resume();
        name = BuildingRules.Name(name, "name");
        if (State.Customer is not null)
        {
            Demand(by, Permission.AddRooms);
            BuildingRules.CheckSame(State, customer, name);
            await (first is null ? Task.CompletedTask : AddRoom(by, first));
            return;
        }

        var room = first is null ? null : await BuildingReading.Check(GrainFactory, Id, by, customer, first, "room.name");
        await GrainFactory.GetGrain<IPortfolioReports>(customer.Value).AddBuilding(Id);
        var now = time.GetUtcNow();
        var created = State with { Customer = customer, Name = name };
        await (room is null
            ? Commit(created, BuildingRules.Created(Id, customer, name, by, now))
            : Change(created, BuildingRules.Create(Id, customer, name, room, by, now)));
        await Report();
    }

    public async Task AddRoom(Caller by, NewRoom room)
    {
        await Begin(by, Permission.AddRooms);
        if (BuildingRules.IsThere(State, room))
            return;

        var added = await BuildingReading.Check(GrainFactory, Id, by, State.Customer!.Value, room, "name");
        await Change(State, BuildingRules.AddRoom(State, added, by, time.GetUtcNow()));
    }

    public async Task Rename(Caller by, string was, string name)
    {
        await Begin(by, Permission.ChangeBuildings);
        name = BuildingRules.Name(name, "name");
        if (State.Name == name)
            return;

        BuildingRules.CheckWas(State.Name, was);
        await Commit(State with { Name = name }, BuildingRules.Renamed(Id, State, name, by, time.GetUtcNow()));
        await Report();
    }

    public async Task Delete(Caller by, string was)
    {
        await Begin(by, Permission.ChangeBuildings);
        BuildingRules.CheckWas(State.Name, was);
        await Change(State, BuildingRules.Remove(Id, State, by, time.GetUtcNow()));
    }

    public async Task RenameRoom(Caller by, RoomId room, string was, string name)
    {
        await Begin(by, Permission.ChangeRooms);
        var known = BuildingRules.Find(State, room);
        name = BuildingRules.Name(name, "name");
        if (known.Name == name)
            return;

        BuildingRules.CheckWas(known.Name, was);
        await Change(State, BuildingRules.RenameRoom(State, known, name, by, time.GetUtcNow()));
    }

    public async Task DeleteRoom(Caller by, RoomId room, string was)
    {
        await Begin(by, Permission.ChangeRooms);
        var known = BuildingRules.Find(State, room, was);
        await Change(State, BuildingRules.RemoveRoom(State, known, by, time.GetUtcNow()));
    }

    public async Task MoveRoom(Caller by, RoomId room, BuildingId to)
    {
        Demand(by, Permission.MoveRooms);
        BuildingRules.Find(State, room);
        if (to != Id)
            await GrainFactory.GetGrain<IPortfolioReports>(State.Customer!.Value.Value).MoveRoom(by, room, Id, to);
    }

    public async Task<RoomList> GetRooms(Caller by)
    {
        Demand(by, Permission.ViewLive);
        return new RoomList(Id, State.Name, [.. await Task.WhenAll(BuildingRules.Rooms(State).Select(_cameras.Summarise))]);
    }

    public Task<Dashboard> GetDashboard(Caller by)
    {
        Demand(by, Permission.ViewLive);
        return Task.FromResult(BuildingRules.Dashboard(Id, State, _cameras.Sensors, _cameras.Snapshot(), _cameras.Line));
    }

    public Task<Dashboard> Subscribe(Caller by, IBuildingObserver observer, TimeSpan lease)
    {
        Demand(by, Permission.ViewLive);
        _cameras.Subscribe(observer, lease);
        return GetDashboard(by);
    }

    public Task<ProjectionPosition> GetPosition() => _cameras.GetPosition();

    public Task Unsubscribe(IBuildingObserver observer) => _cameras.Unsubscribe(observer);

    public Task ReportCamera(RoomId room, CameraStatus status) => _cameras.Report(Entry(room), status);

    public Task<AwayCameras> GetAway() => Task.FromResult(_cameras.Away(State.Name));

    public Task ReportLine(LineTrouble? line) => _cameras.ReportLine(line);

    public Task RefreshRoom(RoomId room) => _cameras.Refresh(Entry(room), room);

    public Task RefreshSensors(RoomId room) => _cameras.CountSensors(Entry(room), room);

    public Task<BuildingSummary?> GetSummary() => Task.FromResult(Owner is null ? null : _cameras.Summarise(State));

    public Task<bool> IsKept() => Task.FromResult(State.Customer is not null && BuildingRules.Purged(State, time.GetUtcNow()).Customer is not null);

    public Task<StandingRoom?> FindRoom(RoomId room) => Task.FromResult(BuildingRules.Standing(State, room));

    public async Task<bool> TakeRoom(CustomerId customer, RoomId room, string name, ContractNumber contract)
    {
        await Resume();
        if (Owner != customer)
            return false;

        if (Entry(room) is null)
            await Commit(State with { Rooms = State.Rooms.RemoveAll(r => r.Room == room).Add(new BuildingRoom(room, name, contract)) });

        return true;
    }

    public async Task ReleaseRoom(RoomId room)
    {
        if (Entry(room) is { } leaving)
            await Commit(State with { Rooms = State.Rooms.Remove(leaving) });

        await RefreshRoom(room);
        await Report();
    }

    public Task<ImmutableArray<RemovedPart>> GetRemoved() => BuildingReading.Removed(GrainFactory, Id, State, time.GetUtcNow());

    public async Task Restore(Caller by)
    {
        Access.Demand(by, Permission.UseSupportDesk);
        await Resume();
        await Change(State, BuildingRules.Restore(Id, State, by, time.GetUtcNow()));
    }

    public async Task RestoreRoom(Caller by, RoomId room)
    {
        Access.Demand(by, Permission.UseSupportDesk);
        await Resume();
        await Change(State, BuildingRules.RestoreRoom(State, room, by, time.GetUtcNow()));
    }

    /// <summary>For a change: what was begun earlier is finished before it is looked at.</summary>
    private async Task Begin(Caller by, Permission permission)
    {
        await Resume();
        Demand(by, permission);
    }

    private void Demand(Caller by, Permission permission) => Access.Demand(by, permission, Owner, "building", Id.Value);

    private BuildingRoom? Entry(RoomId room) => BuildingRules.Rooms(State).FirstOrDefault(r => r.Room == room);

    private async Task Change(BuildingState begun, BuildingChange change)
    {
        await Commit(begun with { Pending = change });
        if (!await Finish(change))
            throw new ConflictException("contract", "has a room already, or is deleted", Clash.HasRoom);
    }

    private async Task Resume()
    {
        if (State.Pending is { } pending)
            await Finish(pending);

        if (BuildingRules.Purged(State, time.GetUtcNow()) is var kept && kept != State)
            await Commit(kept);
    }

    /// <summary>Takes the steps that are pending; false where a contract has another room, and then everything is as it was.</summary>
    private async Task<bool> Finish(BuildingChange change)
    {
        var done = await Finish(() => BuildingSteps.Take(GrainFactory, Id, State.Customer!.Value, change));
        if (done.IsEmpty && change.Kind is BuildingChangeKind.Create or BuildingChangeKind.AddRoom or BuildingChangeKind.RestoreRoom)
        {
            await Commit(change.Kind == BuildingChangeKind.Create ? new BuildingState() : State with { Pending = null });
            return false;
        }

        await Commit(BuildingRules.After(State, change, done), change.Entries);
        foreach (var room in change.Rooms)
            await RefreshRoom(room.Room);

        await Report();
        return true;
    }

    /// <summary>Tells the customer and who watches how the building stands.</summary>
    private async Task Report() => await _cameras.Tell(State, await GetSummary());
}
