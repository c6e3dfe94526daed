using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Grains.Contracts;
using Mihari.Grains.Sensors;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Rooms;
using Mihari.Sensors;

namespace Mihari.Grains.Rooms;

/// <summary>What is told of a room that its devices know.</summary>
internal static class RoomReading
{
    /// <summary>What a camera that was never connected is taken to carry (device protocol: its built-in motion sensor).</summary>
    private static readonly ImmutableArray<DeviceSensor> BuiltIn = [new DeviceSensor("motion", SensorKind.Motion)];

    public static async Task<RoomDevices> Read(IGrainFactory grains, RoomId id, RoomState room)
    {
        var devices = await Task.WhenAll(room.Devices.Select(d => Read(grains, d)));
        return new RoomDevices(id, room.Building, room.Name, room.Contract, [.. devices]);
    }

    /// <summary>How a sensor of the room is called; null where it does not count here.</summary>
    public static TriggerNames? Names(RoomState room, SensorId sensor) =>
        room.Devices.FirstOrDefault(d => d.Device == sensor.Device) is { } device && device.Sensors.FirstOrDefault(s => s.Sensor == sensor.Name) is { } found
            ? new TriggerNames(room.Name, device.Name, found.Name)
            : null;

    public static async Task<SensorCount> Count(IGrainFactory grains, RoomState room)
    {
        var contacts = room.Devices.SelectMany(d => d.Sensors.Where(s => s.Kind == SensorKind.Contact).Select(s => IsOpen(grains, d.Device, s)));
        var states = await Task.WhenAll(contacts);
        return new SensorCount(room.Devices.Sum(d => d.Sensors.Length), states.Count(s => s == true), states.Count(s => s == false));
    }

    public static async Task<ImmutableArray<DeviceOffer>> Offers(IGrainFactory grains, ContractNumber contract)
    {
        if (await grains.GetGrain<IContractKeys>(contract.Value).FindRegistration() is not { IsDeleted: false } registered)
            return [];

        var facts = await Task.WhenAll(registered.Devices.Except(registered.Deleted).Select(d => grains.GetGrain<ICameraSetup>(d.Value).GetFacts()));
        return [.. facts.Where(f => f.Room is null).Select(Offer)];
    }

    private static DeviceOffer Offer(CameraFacts facts) => new(
        facts.Status.Camera, facts.Status.Kind, facts.Model, facts.Status.Presence, Carried(facts));

    /// <summary>The sensors that a device has, as far as is known.</summary>
    public static ImmutableArray<DeviceSensor> Carried(CameraFacts facts) => facts.Model is null && facts.Sensors.IsEmpty ? BuiltIn : facts.Sensors;

    private static async Task<PlacedDevice> Read(IGrainFactory grains, RoomDevice device)
    {
        var facts = grains.GetGrain<ICameraSetup>(device.Device.Value).GetFacts();
        var sensors = await Task.WhenAll(device.Sensors.Select(async s => new PlacedSensor(
            s.Sensor, s.Kind, s.Name, s.Kind == SensorKind.Contact ? await IsOpen(grains, device.Device, s) : null)));
        return new PlacedDevice(device.Device, device.Name, (await facts).Status, [.. sensors]);
    }

    private static Task<bool?> IsOpen(IGrainFactory grains, DeviceId device, RoomSensor sensor) =>
        grains.GetGrain<ISensorSetup>(new SensorId(device, sensor.Sensor).ToString()).IsOpen();
}
