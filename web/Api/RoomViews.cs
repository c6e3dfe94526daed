using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Rooms;
using Mihari.Sensors;

namespace Mihari.Web.Api;

/// <summary>A room and what stands in it.</summary>
/// <param name="Room">The room's id.</param>
/// <param name="Building">The building's id.</param>
/// <param name="Name">The room's name.</param>
/// <param name="Contract">The number of its contract.</param>
/// <param name="Devices">What stands in it.</param>
public sealed record RoomDevicesView(string Room, string Building, string Name, string Contract, IReadOnlyList<PlacedDeviceView> Devices)
{
    internal static RoomDevicesView Of(RoomDevices of) => new(
        of.Room.Value, of.Building.Value, of.Name, of.Contract.Value, [.. of.Devices.Select(d => PlacedDeviceView.Of(d, of))]);
}

/// <summary>A device in a room.</summary>
/// <param name="Camera">As in its building's list.</param>
/// <param name="Sensors">Those of its sensors that count here.</param>
public sealed record PlacedDeviceView(CameraView Camera, IReadOnlyList<PlacedSensorView> Sensors)
{
    internal static PlacedDeviceView Of(PlacedDevice of, RoomDevices room) => new(
        CameraView.Of(of.Status, room.Room.Value, room.Name) with { Name = of.Name },
        [.. of.Sensors.Select(s => new PlacedSensorView(s.Sensor, s.Kind, s.Name, s.Open))]);
}

/// <summary>A sensor in a room.</summary>
/// <param name="Sensor">Its name on the device.</param>
/// <param name="Kind">Motion or contact.</param>
/// <param name="Name">Its name in the portal.</param>
/// <param name="Open">For a contact: whether it is open; null until it is known, and for a motion sensor.</param>
public sealed record PlacedSensorView(string Sensor, SensorKind Kind, string Name, bool? Open);

/// <summary>What may be put into a room.</summary>
/// <param name="Offers">The devices of the room's contract that stand nowhere yet.</param>
public sealed record OfferListView(IReadOnlyList<OfferView> Offers)
{
    internal static OfferListView Of(ImmutableArray<DeviceOffer> of) => new([.. of.Select(OfferView.Of)]);
}

/// <summary>A device that may be put into a room.</summary>
/// <param name="Id">Its MAC address, 12 hex digits.</param>
/// <param name="Kind">Camera or hub; a device that was never connected counts as a camera.</param>
/// <param name="Model">As it says; null until it was connected.</param>
/// <param name="Presence">Whether it is connected.</param>
/// <param name="Sensors">What it carries; the built-in motion sensor of a camera that was never connected is assumed.</param>
public sealed record OfferView(string Id, DeviceKind Kind, string? Model, Presence Presence, IReadOnlyList<SensorView> Sensors)
{
    internal static OfferView Of(DeviceOffer of) =>
        new(of.Device.Value, of.Kind, of.Model, of.Presence, [.. of.Sensors.Select(s => new SensorView(s.Name, s.Kind))]);
}

/// <summary>Devices to be put into a room.</summary>
/// <param name="Devices">At most 100.</param>
public sealed record AddDevicesRequest(IReadOnlyList<NewDeviceRequest> Devices);

/// <summary>A device to be put into a room.</summary>
/// <param name="Mac">Its MAC address, in any usual spelling.</param>
/// <param name="Name">3 to 64 characters.</param>
/// <param name="Sensors">Those of its sensors that shall count; at most 100.</param>
public sealed record NewDeviceRequest(string Mac, string Name, IReadOnlyList<NewSensorRequest> Sensors)
{
    private const int MostSensors = 100;

    internal NewDevice ToDevice() => new(
        Inputs.Mac("devices.mac", Mac),
        Inputs.Text("devices.name", Name),
        [.. Inputs.List("devices.sensors", Sensors, MostSensors).Select(s => new NewSensor(
            Inputs.Text("devices.sensors.sensor", s.Sensor), Inputs.Value("devices.sensors.kind", s.Kind), Inputs.Text("devices.sensors.name", s.Name)))]);
}

/// <summary>A sensor to be put into a room with its device.</summary>
/// <param name="Sensor">Its name on the device.</param>
/// <param name="Kind">Motion or contact.</param>
/// <param name="Name">3 to 64 characters.</param>
public sealed record NewSensorRequest(string Sensor, SensorKind? Kind, string Name);

/// <summary>Which device takes over.</summary>
/// <param name="Successor">The MAC address of another device of the room's contract, in any usual spelling.</param>
public sealed record ReplaceRequest(string Successor);
