using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Contracts;
using Mihari.Grains.Accounts;
using Mihari.Grains.Audit;
using Mihari.Grains.Buildings;
using Mihari.Grains.Cameras;
using Mihari.Grains.Capture;
using Mihari.Grains.Notifications;
using Mihari.Grains.Sensors;
using Mihari.Grains.State;
using Mihari.Grains.Timeline;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Sensors;
using Mihari.Timeline;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Mihari.Grains.Rooms;

/// <summary>
/// One room: who stands in it, and which cameras capture when one of its sensors fires. It leads the changes of its devices:
/// what is about to be done is stored first, and finished after a crash (ADR 0014).
/// </summary>
internal sealed class RoomGrain([PersistentState("room")] IPersistentState<RoomState> store, ITimeline timeline, NobodyToTell nobody, IOptions<HistoryOptions> history, TimeProvider time)
    : AuditedGrain<RoomState>(store, timeline), IRoomGrain, IRoomDevices, IRoomMembers
{
    private RoomNotices? _notices;
    private RoomId? _id;

    private RoomId Id => _id ??= new(this.GetPrimaryKeyString());

    private CustomerId? Owner => State.Removal is null ? State.Customer : null;

    private DateTimeOffset TroublesFrom => time.GetUtcNow() - history.Value.KeepTroubles;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        if (State.Pending is not null)
            this.RegisterGrainTimer(Resume, new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = TimeSpan.FromMinutes(1) });
    }

    public Task<RoomInfo> Get(Caller by)
    {
        Demand(by, Permission.ViewLive);
        return Task.FromResult(new RoomInfo(
            Id, State.Building, State.Customer!.Value, State.Name, State.Contract, [.. State.Devices.Select(d => d.ToInfo())]));
    }

    public async Task AddDevices(Caller by, ImmutableArray<NewDevice> devices)
    {
        await Begin(by, Permission.AddDevices);
        var contract = await GrainFactory.GetGrain<IContractGrain>(State.Contract.Value).Get(by);
        var added = RoomRules.New(State.Devices, RoomRules.CheckNewDevices(devices, contract.Devices));
        foreach (var (device, facts) in added.Zip(await Task.WhenAll(added.Select(d => Camera(d.Device).GetFacts()))))
        {
            if (facts.Room is { } other && other != Id)
                throw Elsewhere(facts.Status.Camera);

            RoomRules.CheckCarried(device, RoomReading.Carried(facts));
        }

        if (!added.IsEmpty)
            await Change(RoomChanges.Add(State, Id, added, by, time.GetUtcNow()));
    }

    public Task<RoomDevices> GetDevices(Caller by)
    {
        Demand(by, Permission.ViewLive);
        return RoomReading.Read(GrainFactory, Id, State);
    }

    public Task<ImmutableArray<DeviceOffer>> GetOffers(Caller by)
    {
        Demand(by, Permission.AddDevices);
        return RoomReading.Offers(GrainFactory, State.Contract);
    }

    public async Task RenameDevice(Caller by, DeviceId device, string? sensor, string was, string name)
    {
        await Begin(by, Permission.ChangeDevices);
        var known = RoomRules.Find(State, device);
        var present = sensor is null ? known.Name : RoomRules.Find(known, sensor).Name;
        name = RoomRules.DeviceName(name, "name");
        if (present == name)
            return;

        RoomRules.CheckWas(present, was);
        await Change(RoomChanges.Rename(State, Id, known, sensor, name, by, time.GetUtcNow()));
    }

    public async Task DeleteDevice(Caller by, DeviceId device, string? sensor, string was)
    {
        await Begin(by, Permission.ChangeDevices);
        var now = time.GetUtcNow();
        var known = RoomRules.Find(State, device);
        var part = sensor is null ? null : RoomRules.Find(known, sensor);
        RoomRules.CheckWas(part?.Name ?? known.Name, was);
        await Change(part is null ? RoomChanges.Delete(State, Id, known, by, now) : RoomChanges.DeleteSensor(State, known, part, by, now));
    }

    public async Task ReplaceDevice(Caller by, DeviceId broken, DeviceId successor)
    {
        await Begin(by, Permission.ReplaceDevices);
        var contract = await GrainFactory.GetGrain<IContractGrain>(State.Contract.Value).Get(by);
        if (!contract.Devices.Contains(successor))
            throw new UnknownIdException("device", successor.Value);

        var next = await Camera(successor).GetFacts();
        if (next.Room == Id && next.Predecessors.Contains(broken))
            return; // The same request again.

        var known = RoomRules.Find(State, broken);
        if (next.Room is not null)
            throw Elsewhere(successor);

        var old = await Camera(broken).GetFacts();
        await Change(RoomChanges.Replace(State, Id, known, old.Predecessors, successor, by, time.GetUtcNow()));
    }

    public Task<bool> IsFreeFor(CustomerId customer, BuildingId building) =>
        Task.FromResult(State.Customer is not { } owner || (owner == customer && State.Building == building && State.Removal is null));

    public async Task<bool> SetUp(CustomerId customer, BuildingId building, string name, ContractNumber contract)
    {
        if (!await IsFreeFor(customer, building))
            return false;

        if (State.Customer is null)
            await Commit(State with { Customer = customer, Building = building, Name = name, Contract = contract });

        return true;
    }

    public Task Rename(string name) => State.Name == name ? Task.CompletedTask : Commit(State with { Name = name });

    public async Task Remove(Removal removal)
    {
        await Resume();
        if (State.Removal is null)
            await Change(RoomChanges.Remove(State, Id, removal, time.GetUtcNow()));
    }

    public async Task Restore()
    {
        await Resume();
        if (State.Removal is null)
            return;

        var facts = await Task.WhenAll(State.Devices.Select(d => Camera(d.Device).GetFacts()));
        ImmutableArray<RoomDevice> back = [.. State.Devices.Where((_, i) => facts[i].Room is null || facts[i].Room == Id)];
        await Change(RoomChanges.Restore(State, Id, back, time.GetUtcNow()));
    }

    public async Task<bool> Move(BuildingId from, BuildingId to)
    {
        await Resume();
        if (State.Removal is not null || (State.Building != from && State.Building != to))
            return false;

        if (State.Building != to)
            await Change(RoomChanges.Move(State, Id, to, time.GetUtcNow()));

        return true;
    }

    public Task<ImmutableArray<DeviceId>> GetDevices() => Task.FromResult<ImmutableArray<DeviceId>>(State.Removal is null ? [.. State.Devices.Select(d => d.Device)] : []);

    public Task<ImmutableArray<FormerDevice>> GetFormerDevices() => Task.FromResult(State.Removal is null ? FormerDevices.Kept(State.FormerDevices, TroublesFrom) : []);

    public Task<SensorCount> CountSensors() => RoomReading.Count(GrainFactory, State);

    public Task ContactChanged() => GrainFactory.GetGrain<IBuildingReports>(State.Building.Value).RefreshSensors(Id);

    public Task<ImmutableArray<RemovedRoomDevice>> GetRemovedDevices() => Task.FromResult<ImmutableArray<RemovedRoomDevice>>(
        State.Removal is not null ? [] : [.. RoomRules.Kept(State, time.GetUtcNow()).Select(r => new RemovedRoomDevice(r.Device.Device, r.Device.Name, r.Removal))]);

    public async Task RestoreDevice(Caller by, DeviceId device)
    {
        await Begin(by, Permission.UseSupportDesk);
        var now = time.GetUtcNow();
        var removed = RoomRules.Kept(State, now).FirstOrDefault(r => r.Device.Device == device) ?? throw new UnknownIdException("device", device.Value);
        if ((await Camera(device).GetFacts()).Room is not null)
            throw Elsewhere(device);

        await Change(RoomChanges.RestoreDevice(State, Id, removed, by, now));
    }

    public Task SensorFired(CaptureTrigger trigger)
    {
        if (!CaptureTrigger.Captures(trigger.Kind) || State.Removal is not null)
            return Task.CompletedTask;

        var told = trigger with { From = Id, Told = RoomReading.Names(State, trigger.Sensor) };
        return Task.WhenAll(
        [
            .. State.Devices.Select(d => GrainFactory.GetGrain<ICameraCapture>(d.Device.Value).Capture(told)),
            .. trigger.Feeds.Select(room => GrainFactory.GetGrain<ICaptureRuleTargets>(room.Value).Fired(told)),
            State.Customer is { } customer ? (_notices ??= new RoomNotices(GrainFactory, nobody)).Tell(new CameraPlace(customer, State.Building, Id), told) : Task.CompletedTask,
        ]);
    }

    private static ConflictException Elsewhere(DeviceId device) =>
        new("device", $"{device} stands in another room", Clash.StandsElsewhere, device.Value);

    /// <summary>For a change: what was begun earlier is finished before it is looked at.</summary>
    private async Task Begin(Caller by, Permission permission)
    {
        await Resume();
        Demand(by, permission);
    }

    private void Demand(Caller by, Permission permission) => Access.Demand(by, permission, Owner, "room", Id.Value);

    private ICameraSetup Camera(DeviceId device) => GrainFactory.GetGrain<ICameraSetup>(device.Value);

    private async Task Change(RoomChange change)
    {
        change = change with { Left = await FormerDevices.Leaving(GrainFactory, Id, change, time.GetUtcNow()) };
        await Commit(State with { Pending = change });
        if (await Finish(change) is { } refused)
            throw Elsewhere(refused);
    }

    private async Task Resume()
    {
        if (State.Pending is { } pending)
            await Finish(pending);
    }

    /// <summary>Takes the steps that are pending.</summary>
    /// <returns>A device that stands elsewhere, and then everything is as it was; null: it is done.</returns>
    private async Task<DeviceId?> Finish(RoomChange change)
    {
        var devices = await Finish(() => RoomSteps.Take(GrainFactory, Id, State, change));
        if (devices.Refused is { } refused)
        {
            await Commit(State with { Pending = null });
            return refused;
        }

        await Commit(RoomChanges.After(State, change, devices.Standing, TroublesFrom), change.Entries);
        await GrainFactory.GetGrain<IBuildingReports>(State.Building.Value).RefreshRoom(Id);
        return null;
    }
}
