using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Sensors;

namespace Mihari.Rooms;

/// <summary>One room (部屋), a place where cameras stand; key: its id. It is created through its building.</summary>
[Alias("Mihari.IRoomGrain")]
public interface IRoomGrain : IGrainWithStringKey
{
    /// <summary>The room as it stands.</summary>
    [Alias("Get"), Orleans.Concurrency.AlwaysInterleave]
    Task<RoomInfo> Get(Caller by);

    /// <summary>Puts devices of the room's contract into the room; administrators of the customer and Support. Repeating it changes nothing.</summary>
    /// <exception cref="Refusals.InvalidInputException">A name is not 3 to 64 characters (manual 1.4), or a device is not of the room's contract.</exception>
    /// <exception cref="Refusals.ConflictException">A device stands in another room.</exception>
    [Alias("AddDevices")]
    Task AddDevices(Caller by, ImmutableArray<NewDevice> devices);
}

/// <summary>A device to be put into a room, with those of its sensors that shall count.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.NewDevice")]
public sealed record NewDevice(
    [property: Id(0)] DeviceId Device,
    [property: Id(1)] string Name,
    [property: Id(2)] ImmutableArray<NewSensor> Sensors);

/// <summary>A sensor to be put into a room.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.NewSensor")]
public sealed record NewSensor(
    [property: Id(0)] string Sensor,
    [property: Id(1)] SensorKind Kind,
    [property: Id(2)] string Name);

/// <summary>A room.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.RoomInfo")]
public sealed record RoomInfo(
    [property: Id(0)] RoomId Room,
    [property: Id(1)] BuildingId Building,
    [property: Id(2)] CustomerId Customer,
    [property: Id(3)] string Name,
    [property: Id(4)] ContractNumber Contract,
    [property: Id(5)] ImmutableArray<NewDevice> Devices);
