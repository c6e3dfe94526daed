using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Identifiers;

namespace Mihari.Buildings;

/// <summary>
/// How a building comes about and changes (manual 1.3); key: its id. What a change was made from is named with it, so that
/// two people who change the same thing don't overwrite each other unseen.
/// </summary>
[Alias("Mihari.IBuildingSetup")]
public interface IBuildingSetup : IGrainWithStringKey
{
    /// <summary>Creates the building, with its first room where there is one. All of it or nothing; repeating it changes nothing.</summary>
    /// <exception cref="Refusals.InvalidInputException">A name is not 1 to 64 characters.</exception>
    /// <exception cref="Refusals.UnknownIdException">There is no such contract of the customer, or the device is not of it.</exception>
    /// <exception cref="Refusals.ConflictException">The contract has a room already.</exception>
    [Alias("Create")]
    Task Create(Caller by, CustomerId customer, string name, NewRoom? first);

    /// <summary>Adds a room and binds its contract to it. Repeating it changes nothing; refusals as in <see cref="Create"/>.</summary>
    [Alias("AddRoom")]
    Task AddRoom(Caller by, NewRoom room);

    /// <summary>建物名変更.</summary>
    /// <exception cref="Refusals.ConflictException">The name is not <paramref name="was"/> any more.</exception>
    [Alias("Rename")]
    Task Rename(Caller by, string was, string name);

    /// <summary>
    /// 建物削除: the building, its rooms and their cameras go from the portal. The cameras' connections go on, their data stays
    /// with Support for 30 days, and all of it can be restored until then.
    /// </summary>
    /// <exception cref="Refusals.ConflictException">The name is not <paramref name="was"/> any more.</exception>
    [Alias("Delete")]
    Task Delete(Caller by, string was);

    /// <summary>部屋名変更.</summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such room in the building.</exception>
    /// <exception cref="Refusals.ConflictException">The name is not <paramref name="was"/> any more.</exception>
    [Alias("RenameRoom")]
    Task RenameRoom(Caller by, RoomId room, string was, string name);

    /// <summary>部屋削除; as <see cref="Delete"/>.</summary>
    [Alias("DeleteRoom")]
    Task DeleteRoom(Caller by, RoomId room, string was);

    /// <summary>移行: the room with its devices and their history goes to another building of the same customer. Repeating it changes nothing.</summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such room here, or no such building of the customer.</exception>
    [Alias("MoveRoom"), Orleans.Concurrency.AlwaysInterleave]
    Task MoveRoom(Caller by, RoomId room, BuildingId to);

    /// <summary>The building's rooms with what stands in them (部屋一覧), in the order they were added.</summary>
    [Alias("GetRooms"), Orleans.Concurrency.AlwaysInterleave]
    Task<RoomList> GetRooms(Caller by);
}

/// <summary>A room to be added.</summary>
/// <param name="Room">Its id, made by the caller, so that a repeated request adds it once.</param>
/// <param name="Name">1 to 64 characters.</param>
/// <param name="Contract">The contract it is for.</param>
/// <param name="Device">A device shipped with that contract: its MAC address proves that the caller has it (manual 1.3).</param>
[GenerateSerializer, Immutable, Alias("Mihari.NewRoom")]
public sealed record NewRoom(
    [property: Id(0)] RoomId Room,
    [property: Id(1)] string Name,
    [property: Id(2)] ContractNumber Contract,
    [property: Id(3)] DeviceId Device);

/// <summary>The rooms of a building.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.RoomList")]
public sealed record RoomList(
    [property: Id(0)] BuildingId Building,
    [property: Id(1)] string Name,
    [property: Id(2)] ImmutableArray<RoomSummary> Rooms);

/// <summary>A room in the list.</summary>
/// <param name="Room">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Contract">SPID.</param>
/// <param name="Cameras">How many cameras stand in it.</param>
/// <param name="Sensors">How many sensors.</param>
/// <param name="Open">How many of the contacts are open.</param>
/// <param name="Closed">How many are closed.</param>
/// <param name="Troubled">How many of its devices, cameras and hubs, have an active trouble.</param>
[GenerateSerializer, Immutable, Alias("Mihari.RoomSummary")]
public sealed record RoomSummary(
    [property: Id(0)] RoomId Room,
    [property: Id(1)] string Name,
    [property: Id(2)] ContractNumber Contract,
    [property: Id(3)] int Cameras,
    [property: Id(4)] int Sensors,
    [property: Id(5)] int Open,
    [property: Id(6)] int Closed,
    [property: Id(7)] int Troubled);
