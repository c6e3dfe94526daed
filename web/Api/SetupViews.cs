using Mihari.Buildings;
using Mihari.Contracts;

namespace Mihari.Web.Api;

/// <summary>A device of which the caller knows the MAC address.</summary>
/// <param name="Mac">In any usual spelling.</param>
public sealed record DeviceProofRequest(string Mac);

/// <summary>A contract for which a room may be added.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Devices">The MAC addresses of the devices shipped with it.</param>
public sealed record CheckedContractView(string Number, IReadOnlyList<string> Devices)
{
    internal static CheckedContractView Of(ContractInfo of) => new(of.Number.Value, [.. of.Devices.Select(d => d.Value)]);
}

/// <summary>A building to be added.</summary>
/// <param name="Name">1 to 64 characters.</param>
/// <param name="FirstRoom">Its first room; null: none yet.</param>
/// <param name="Id">A UUID, chosen by the caller: repeating the request adds it once. Made by the server where it is null.</param>
public sealed record NewBuildingRequest(string Name, NewRoomRequest? FirstRoom = null, string? Id = null);

/// <summary>A room to be added.</summary>
/// <param name="Name">1 to 64 characters.</param>
/// <param name="Contract">The number of the contract it is for.</param>
/// <param name="Mac">The MAC address of a device shipped with that contract, in any usual spelling.</param>
/// <param name="Id">A UUID, chosen by the caller: repeating the request adds it once. Made by the server where it is null.</param>
public sealed record NewRoomRequest(string Name, string Contract, string Mac, string? Id = null)
{
    internal NewRoom ToRoom(string at) => new(
        new(Inputs.NewUuid(at + "id", Id)), Inputs.Text(at + "name", Name), Inputs.Contract(Inputs.Text(at + "contract", Contract)), Inputs.Mac(at + "mac", Mac));
}

/// <summary>Another name.</summary>
/// <param name="Was">The name that the caller read; the change is refused where it is another one by now.</param>
/// <param name="Name">The new one.</param>
public sealed record RenameRequest(string Was, string Name);

/// <summary>Where a room goes.</summary>
/// <param name="To">The id of another building of the same customer.</param>
public sealed record MoveRequest(string To);

/// <summary>The rooms of a building.</summary>
/// <param name="Building">The building's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Rooms">In the order they were added.</param>
public sealed record RoomListView(string Building, string Name, IReadOnlyList<RoomSummaryView> Rooms)
{
    internal static RoomListView Of(RoomList of) => new(of.Building.Value, of.Name, [.. of.Rooms.Select(RoomSummaryView.Of)]);
}

/// <summary>A room in the list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Contract">The number of its contract.</param>
/// <param name="Cameras">How many cameras stand in it.</param>
/// <param name="Sensors">How many sensors.</param>
/// <param name="Open">How many of the contacts are open.</param>
/// <param name="Closed">How many are closed.</param>
/// <param name="Troubled">How many of its devices, cameras and hubs, have an active trouble.</param>
public sealed record RoomSummaryView(string Id, string Name, string Contract, int Cameras, int Sensors, int Open, int Closed, int Troubled)
{
    internal static RoomSummaryView Of(RoomSummary of) =>
        new(of.Room.Value, of.Name, of.Contract.Value, of.Cameras, of.Sensors, of.Open, of.Closed, of.Troubled);
}
