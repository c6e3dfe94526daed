using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Contracts;
using Mihari.Grains.Accounts;
using Mihari.Grains.Buildings;
using Mihari.Grains.Cameras;
using Mihari.Grains.Capture;
using Mihari.Grains.Sensors;
using Mihari.Grains.State;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;
using Orleans.Runtime;

namespace Mihari.Grains.Rooms;

/// <summary>One room: who stands in it, and which cameras capture when one of its sensors fires.</summary>
internal sealed class RoomGrain([PersistentState("room")] IPersistentState<RoomState> store)
    : StatefulGrain<RoomState>(store), IRoomGrain, IRoomMembers
{
    private RoomId Id => new(this.GetPrimaryKeyString());

    public Task<RoomInfo> Get(Caller by)
    {
        Access.Demand(by, Permission.ViewLive, State.Customer, "room", Id.Value);
        return Task.FromResult(new RoomInfo(
            Id, State.Building, State.Customer!.Value, State.Name, State.Contract, [.. State.Devices.Select(d => d.ToInfo())]));
    }

    public Task<bool> IsFreeFor(CustomerId customer, BuildingId building) =>
        Task.FromResult(State.Customer is not { } owner || (owner == customer && State.Building == building));

    public async Task<bool> SetUp(CustomerId customer, BuildingId building, string name, ContractNumber contract)
    {
        if (!await IsFreeFor(customer, building))
            return false;

        var next = State with { Customer = customer, Building = building, Name = name, Contract = contract };
        if (next != State)
            await Commit(next);

        return true;
    }

    public async Task AddDevices(Caller by, ImmutableArray<NewDevice> devices)
    {
        Access.Demand(by, Permission.AddDevices, State.Customer, "room", Id.Value);
        var contract = await GrainFactory.GetGrain<IContractGrain>(State.Contract.Value).Get(by);
        var added = RoomRules.CheckNewDevices(devices, contract.Devices);
        var place = new CameraPlace(State.Customer!.Value, State.Building, Id);
        foreach (var device in added)
        {
            if (!await GrainFactory.GetGrain<ICameraSetup>(device.Device.Value).Place(place, device.Name))
                throw new ConflictException("devices.device", $"{device.Device} stands in another room");

            foreach (var sensor in device.Sensors)
                await GrainFactory.GetGrain<ISensorSetup>(new SensorId(device.Device, sensor.Sensor).ToString()).Place(Id, sensor.Kind);
        }

        var next = RoomRules.WithDevices(State, added);
        await Commit(next);
        await GrainFactory.GetGrain<IBuildingReports>(State.Building.Value).RefreshRoom(Id);
    }

    public Task<ImmutableArray<DeviceId>> GetDevices() => Task.FromResult<ImmutableArray<DeviceId>>([.. State.Devices.Select(d => d.Device)]);

    public Task SensorFired(CaptureTrigger trigger)
    {
        if (!CaptureTrigger.Captures(trigger.Kind))
            return Task.CompletedTask;

        return Task.WhenAll(State.Devices.Select(d => GrainFactory.GetGrain<ICameraCapture>(d.Device.Value).Capture(trigger)));
    }
}
