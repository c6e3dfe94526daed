using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Sensors;

namespace Mihari.Rooms;

/// <summary>The devices of a room and how they change (manual 1.4); key: the room's id. Devices come in by <see cref="IRoomGrain.AddDevices"/>.</summary>
[Alias("Mihari.IRoomDevices")]
public interface IRoomDevices : IGrainWithStringKey
{
    /// <summary>What stands in the room, as it is now.</summary>
    [Alias("GetDevices"), Orleans.Concurrency.AlwaysInterleave]
    Task<RoomDevices> GetDevices(Caller by);

    /// <summary>The devices of the room's contract that stand nowhere yet, with the sensors that they said they carry (デバイス追加, デバイス交換).</summary>
    [Alias("GetOffers"), Orleans.Concurrency.AlwaysInterleave]
    Task<ImmutableArray<DeviceOffer>> GetOffers(Caller by);

    /// <summary>デバイス名変更, of a device or of one of its sensors.</summary>
    /// <param name="by">An administrator of the customer, or Support.</param>
    /// <param name="device">The device.</param>
    /// <param name="sensor">One of its sensors; null for the device itself.</param>
    /// <param name="was">The name that it had.</param>
    /// <param name="name">The new one, 3 to 64 characters.</param>
    /// <exception cref="Refusals.ConflictException">The name is not <paramref name="was"/> any more.</exception>
    [Alias("RenameDevice")]
    Task RenameDevice(Caller by, DeviceId device, string? sensor, string was, string name);

    /// <summary>デバイス削除, of a device with its sensors or of one sensor. The connection goes on; Support can restore it for 30 days.</summary>
    /// <exception cref="Refusals.ConflictException">The name is not <paramref name="was"/> any more.</exception>
    [Alias("DeleteDevice")]
    Task DeleteDevice(Caller by, DeviceId device, string? sensor, string was);

    /// <summary>デバイス交換: another device of the contract takes over name, sensors, rules, settings and history of a broken one. Repeating it changes nothing.</summary>
    /// <exception cref="Refusals.UnknownIdException">The broken one does not stand here, or the successor is not of the room's contract.</exception>
    /// <exception cref="Refusals.ConflictException">The successor stands in a room already.</exception>
    [Alias("ReplaceDevice")]
    Task ReplaceDevice(Caller by, DeviceId broken, DeviceId successor);
}

/// <summary>A room and what stands in it.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.RoomDevices")]
public sealed record RoomDevices(
    [property: Id(0)] RoomId Room,
    [property: Id(1)] BuildingId Building,
    [property: Id(2)] string Name,
    [property: Id(3)] ContractNumber Contract,
    [property: Id(4)] ImmutableArray<PlacedDevice> Devices);

/// <summary>A device in a room.</summary>
/// <param name="Device">Its MAC address.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">As it stands.</param>
/// <param name="Sensors">Those of its sensors that count here.</param>
[GenerateSerializer, Immutable, Alias("Mihari.PlacedDevice")]
public sealed record PlacedDevice(
    [property: Id(0)] DeviceId Device,
    [property: Id(1)] string Name,
    [property: Id(2)] CameraStatus Status,
    [property: Id(3)] ImmutableArray<PlacedSensor> Sensors);

/// <summary>A sensor in a room.</summary>
/// <param name="Sensor">Its name on the device.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name in the portal.</param>
/// <param name="Open">For a contact: whether it is open; null until it is known, and for a motion sensor.</param>
[GenerateSerializer, Immutable, Alias("Mihari.PlacedSensor")]
public sealed record PlacedSensor(
    [property: Id(0)] string Sensor,
    [property: Id(1)] SensorKind Kind,
    [property: Id(2)] string Name,
    [property: Id(3)] bool? Open);

/// <summary>A device that may be put into the room.</summary>
/// <param name="Device">Its MAC address.</param>
/// <param name="Kind">Camera or hub; a device that was never connected counts as a camera.</param>
/// <param name="Model">As it says; null until it was connected.</param>
/// <param name="Presence">Whether it is connected.</param>
/// <param name="Sensors">What it carries; the built-in motion sensor of a camera that was never connected is assumed.</param>
[GenerateSerializer, Immutable, Alias("Mihari.DeviceOffer")]
public sealed record DeviceOffer(
    [property: Id(0)] DeviceId Device,
    [property: Id(1)] DeviceKind Kind,
    [property: Id(2)] string? Model,
    [property: Id(3)] Presence Presence,
    [property: Id(4)] ImmutableArray<DeviceSensor> Sensors);
