using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Contracts;
using Mihari.Grains.Accounts;
using Mihari.Grains.Audit;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Timeline;
using Orleans.Runtime;

namespace Mihari.Grains.Contracts;

/// <summary>
/// One contract: the devices shipped with it, their keys, and the room it is bound to. What concerns the cameras too is
/// stored first as what has begun, and finished after a crash when the grain starts again.
/// </summary>
internal sealed class ContractGrain(
    [PersistentState("contract")] IPersistentState<ContractState> store, ITimeline timeline, ContractRoll roll, TimeProvider time)
    : AuditedGrain<ContractState>(store, timeline), IContractGrain, IContractKeys, IContractDesk
{
    private ContractNumber Number => new(this.GetPrimaryKeyString());

    /// <summary>Not within the activation: a camera that is asked there may be waiting for this grain itself.</summary>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        if (State.Arriving is not null || !State.Untold.IsEmpty)
            this.RegisterGrainTimer(Resume, new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = TimeSpan.FromMinutes(1) });
    }

    public async Task Register(Caller by, CustomerId customer, ImmutableArray<ShippedDevice> devices)
    {
        Access.Demand(by, Permission.UseSupportDesk);
        await Resume();
        var now = time.GetUtcNow();
        var added = ContractRules.Added(State, customer, devices, now);
        if (State.Customer is not null && added.IsEmpty)
            return;

        var action = State.Customer is null ? AuditAction.ContractRegistered : AuditAction.DeviceRegistered;
        await Commit(State with { Arriving = new Arrival(customer, added, Line(by, customer, action, ContractRules.DevicesAdded(added))) });
        if (await Arrive(State.Arriving!) is { } stranger)
            throw new ConflictException("devices.device", $"{stranger} is registered under another contract", Clash.Taken, stranger.Value);
    }

    public Task<ContractInfo> Get(Caller by)
    {
        Access.Demand(by, Permission.AddDevices, State.Customer, "contract", Number.Value);
        return Task.FromResult(Info());
    }

    public Task<bool> Verify(DeviceId device, ImmutableArray<byte> keyHash) => Task.FromResult(ContractRules.Verify(State, device, keyHash.AsSpan()));

    public async Task<bool> Bind(CustomerId customer, RoomId room)
    {
        if (State.Customer != customer)
            return false;

        if (State.Room is { } bound)
            return bound == room;

        if (State.Deleted is not null)
            return false;

        await Commit(State with { Room = room });
        return true;
    }

    public Task Unbind(RoomId room) => State.Room == room ? Commit(State with { Room = null }) : Task.CompletedTask;

    public Task<RegisteredContract?> FindRegistration() => Task.FromResult(ContractRules.Registration(Number, State));

    public Task<ContractInfo> Check(Caller by, DeviceId device)
    {
        Access.Demand(by, Permission.AddRooms, ContractRules.IsBarred(State, device) ? null : State.Customer, "contract", Number.Value);
        return State.Room is null
            ? Task.FromResult(Info())
            : throw new ConflictException("contract", "has a room already", Clash.HasRoom);
    }

    public async Task<ContractDetail> GetDetail(Caller by)
    {
        Demand(by);
        var room = await FindRoom(by);
        return ContractRules.Detail(Number, State, room?.Building, room?.Name);
    }

    public Task<ImmutableArray<DeviceId>> Match(Caller by, ImmutableArray<ShippedDevice> devices)
    {
        Demand(by);
        return Task.FromResult<ImmutableArray<DeviceId>>([.. devices.Where(d => ContractRules.Verify(State, d.Device, d.KeyHash.AsSpan())).Select(d => d.Device)]);
    }

    public async Task<string> IssueKey(Caller by, DeviceId device)
    {
        var known = Demand(by, device);
        if (ContractRules.IsBarred(State, device))
            throw new ConflictException("device", "is deleted", Clash.Deleted);

        var (key, hash) = ContractRules.NewKey();
        await Change(ContractRules.With(State, known with { KeyHash = hash, Issued = time.GetUtcNow() }), Line(by, AuditAction.DeviceKeyIssued, device));
        return key;
    }

    public async Task RevokeKey(Caller by, DeviceId device)
    {
        var known = Demand(by, device);
        if (known.KeyHash.Length > 0)
            await Change(ContractRules.With(State, known with { KeyHash = "", Issued = null }), Line(by, AuditAction.DeviceKeyRevoked, device));
    }

    public async Task Delete(Caller by)
    {
        Demand(by);
        if (State.Deleted is null)
            await Change(ContractRules.With(State, time.GetUtcNow()), Line(by, State.Customer!.Value, AuditAction.ContractDeleted));
    }

    public async Task Restore(Caller by)
    {
        Demand(by);
        if (State.Deleted is not null)
            await Change(ContractRules.With(State, deleted: null), Line(by, State.Customer!.Value, AuditAction.ContractRestored));
    }

    public async Task DeleteDevice(Caller by, DeviceId device)
    {
        var known = Demand(by, device);
        if (known.Deleted is null)
            await Change(ContractRules.With(State, known with { Deleted = time.GetUtcNow() }), Line(by, AuditAction.RegistrationDeleted, device));
    }

    public async Task RestoreDevice(Caller by, DeviceId device)
    {
        var known = Demand(by, device);
        if (known.Deleted is not null)
            await Change(ContractRules.With(State, known with { Deleted = null }), Line(by, AuditAction.RegistrationRestored, device));
    }

    private void Demand(Caller by)
    {
        Access.Demand(by, Permission.UseSupportDesk);
        Access.Demand(by, Permission.UseSupportDesk, State.Customer, "contract", Number.Value);
    }

    private DeviceKey Demand(Caller by, DeviceId device)
    {
        Demand(by);
        return ContractRules.Find(State, device) ?? throw new UnknownIdException("device", device.Value);
    }

    /// <summary>A room that is being deleted is gone before the contract is told.</summary>
    private async Task<RoomInfo?> FindRoom(Caller by)
    {
        try
        {
            return State.Room is { } room ? await GrainFactory.GetGrain<IRoomGrain>(room.Value).Get(by) : null;
        }
        catch (UnknownIdException)
        {
            return null;
        }
    }

    private ContractInfo Info() => new(Number, State.Customer!.Value, [.. State.Devices.Where(d => !ContractRules.IsBarred(State, d.Device)).Select(d => d.Device)], State.Room);

    private AuditEntry Line(Caller by, CustomerId customer, AuditAction action, params ImmutableArray<AuditChange> changes) =>
        AuditLines.New(by, time.GetUtcNow(), customer, action, AuditSubject.Contract, Number.Value, Number.Value, changes);

    private AuditEntry Line(Caller by, AuditAction action, DeviceId device) =>
        AuditLines.New(by, time.GetUtcNow(), State.Customer, action, AuditSubject.Device, device.Value, device.Value, new AuditChange("contract", null, Number.Value));

    private async Task Change(ContractState next, AuditEntry entry)
    {
        await Commit(next, entry);
        await Tell();
    }

    private async Task Resume()
    {
        try
        {
            if (State.Arriving is { } arriving)
                await Arrive(arriving);
        }
        catch (UnknownIdException)
        {
            // No such customer: called off.
        }

        await Tell();
    }

    /// <summary>
    /// Takes in the devices that were announced. The device comes first: it says no where it belongs to another contract, and then
    /// those that had said yes are let go and nothing is registered.
    /// </summary>
    /// <returns>A device that said no; null where all are in.</returns>
    private async Task<DeviceId?> Arrive(Arrival arriving)
    {
        var answers = await GrainFactory.Ask(arriving.Devices.Select(d => d.Device), camera => camera.Register(Number));
        try
        {
            if (answers.FirstOrDefault(a => !a.Answer) is { Device.Value: not null } stranger)
            {
                await CallOff(answers);
                return stranger.Device;
            }

            if (State.Customer is null) // Only once: a customer that restores a room waits for this contract.
                await roll.Add(arriving.Customer, Number);
        }
        catch (UnknownIdException)
        {
            await CallOff(answers);
            throw;
        }

        await Commit(State with { Customer = arriving.Customer, Devices = State.Devices.AddRange(arriving.Devices), Arriving = null }, arriving.Entry);
        return null;
    }

    private async Task CallOff(List<(DeviceId Device, bool Answer)> answers)
    {
        await GrainFactory.Ask(answers.Where(a => a.Answer).Select(a => a.Device), async camera =>
        {
            await camera.Release(Number);
            return true;
        });
        await Commit(State with { Arriving = null });
    }

    /// <summary>Tells the cameras what became of them: the connection of each is closed, and it is barred or not.</summary>
    private async Task Tell()
    {
        if (State.Untold.IsEmpty)
            return;

        await GrainFactory.Ask(State.Untold, async camera =>
        {
            var isBarred = ContractRules.IsBarred(State, DeviceId.Parse(camera.GetPrimaryKeyString()));
            await camera.SetBarred(isBarred);
            await (isBarred ? Task.CompletedTask : camera.Disconnect());
            return true;
        });
        await Commit(State with { Untold = [] });
    }
}
