using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Customers;
using Mihari.Grains.Accounts;
using Mihari.Grains.Cameras;
using Mihari.Grains.Contracts;
using Mihari.Grains.Customers;
using Mihari.Grains.Projections;
using Mihari.Grains.Rooms;
using Mihari.Grains.State;
using Mihari.Identifiers;
using Mihari.Refusals;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Mihari.Grains.Buildings;

/// <summary>One building: its rooms, and the live read model of the cameras in them.</summary>
internal sealed partial class BuildingGrain(
    [PersistentState("building")] IPersistentState<BuildingState> store,
    TimeProvider time,
    ILogger<BuildingGrain> log) : StatefulGrain<BuildingState>(store), IBuildingGrain, IBuildingReports
{
    private LiveProjection<CameraCard, IBuildingObserver> _cameras = null!;
    private UpwardReport _report = null!;

    private BuildingId Id => new(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var id = Id;
        _cameras = new(this, time, log, (observer, delta) => observer.OnBuildingChanged(id, delta));
        _report = new UpwardReport(this, log, Report);
        return Task.WhenAll(State.Rooms.Select(r => TryRefresh(r.Room)));
    }

    public async Task Create(Caller by, CustomerId customer, string name)
    {
        Access.Demand(by, Permission.AddRooms, customer, "building", Id.Value);
        name = InputRules.Name(name, "name", 1, 64);
        if (State.Customer is { } owner)
        {
            Access.Demand(by, Permission.AddRooms, owner, "building", Id.Value);
            if (owner != customer || State.Name != name)
                throw new ConflictException("building", "exists with other values");
        }
        else
        {
            await Commit(State with { Customer = customer, Name = name });
        }

        await GrainFactory.GetGrain<IPortfolioReports>(customer.Value).AddBuilding(Id);
        _report.Request();
    }

    public async Task AddRoom(Caller by, RoomId room, string name, ContractNumber contract)
    {
        Access.Demand(by, Permission.AddRooms, State.Customer, "building", Id.Value);
        name = InputRules.Name(name, "name", 1, 64);
        if (State.Rooms.FirstOrDefault(r => r.Room == room) is { } known && (known.Name != name || known.Contract != contract))
            throw new ConflictException("room", "exists with other values");

        var members = GrainFactory.GetGrain<IRoomMembers>(room.Value);
        if (!await members.IsFreeFor(State.Customer!.Value, Id))
            throw new ConflictException("room", "exists with other values");

        if (!await GrainFactory.GetGrain<IContractKeys>(contract.Value).Bind(State.Customer.Value, room))
            throw new ConflictException("contract", "is unknown or bound to another room");

        if (!await members.SetUp(State.Customer.Value, Id, name, contract))
            throw new ConflictException("room", "exists with other values");

        if (State.Rooms.All(r => r.Room != room))
        {
            await Commit(State with { Rooms = State.Rooms.Add(new BuildingRoom(room, name, contract)) });
            _report.Request();
        }
    }

    public Task<Dashboard> GetDashboard(Caller by)
    {
        Access.Demand(by, Permission.ViewLive, State.Customer, "building", Id.Value);
        return Task.FromResult(new Dashboard(
            Id, State.Customer!.Value, State.Name, [.. State.Rooms.Select(r => new RoomEntry(r.Room, r.Name))], _cameras.Snapshot()));
    }

    public async Task<Dashboard> Subscribe(Caller by, IBuildingObserver observer, TimeSpan lease)
    {
        var dashboard = await GetDashboard(by);
        _cameras.Subscribe(observer, lease);
        return dashboard;
    }

    public Task Unsubscribe(IBuildingObserver observer)
    {
        _cameras.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public Task ReportCamera(RoomId room, CameraStatus status)
    {
        // A camera that reports before its room is known here is asked again when the room is.
        if (State.Rooms.FirstOrDefault(r => r.Room == room) is { } entry && status.Kind == DeviceKind.Camera)
        {
            var known = _cameras.Find(status.Camera.Value);
            var isNews = known is null || known.Status.Version < status.Version;
            if (isNews && _cameras.Set(new CameraCard(status.Camera, room, entry.Name, status)))
                _report.Request();
        }
        else if (status.Kind == DeviceKind.Hub && _cameras.Remove(status.Camera.Value))
        {
            _report.Request();
        }

        return Task.CompletedTask;
    }

    public async Task RefreshRoom(RoomId room)
    {
        var devices = await GrainFactory.GetGrain<IRoomMembers>(room.Value).GetDevices();
        var statuses = await Task.WhenAll(devices.Select(d => GrainFactory.GetGrain<ICameraUpkeep>(d.Value).GetStatus()));
        foreach (var status in statuses)
            await ReportCamera(room, status);
    }

    public Task<BuildingSummary> GetSummary()
    {
        var now = time.GetUtcNow();
        return Task.FromResult(new BuildingSummary(
            Id,
            State.Name,
            State.Rooms.Length,
            _cameras.Items.Count,
            _cameras.Items.Count(c => c.Status.Presence == Presence.Online),
            _cameras.Items.Count(c => c.Status.Troubles.Length > 0),
            _cameras.Items.Count(c => c.Status.Presence == Presence.Online && c.Status.RecordingUntil > now)));
    }

    /// <summary>One room that can't be read must not keep the whole building down; its cameras show as they report.</summary>
    private async Task TryRefresh(RoomId room)
    {
        try
        {
            await RefreshRoom(room);
        }
        catch (Exception e)
        {
            LogRoomUnread(log, room.Value, e);
        }
    }

    [LoggerMessage(1100, LogLevel.Error, "Room {Room} could not be read as its building started")]
    private static partial void LogRoomUnread(ILogger logger, string room, Exception e);

    private async Task Report()
    {
        if (State.Customer is { } customer)
            await GrainFactory.GetGrain<IPortfolioReports>(customer.Value).ReportBuilding(await GetSummary());
    }
}
