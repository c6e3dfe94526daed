using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Contracts;
using Mihari.Customers;
using Mihari.Grains.Customers;
using Mihari.Grains.Rooms;
using Mihari.Identifiers;
using Mihari.Refusals;

namespace Mihari.Grains.Buildings;

/// <summary>What a building asks its rooms and contracts.</summary>
internal static class BuildingReading
{
    /// <summary>The room as it may be added.</summary>
    /// <exception cref="InvalidInputException">The name breaks the rule.</exception>
    /// <exception cref="UnknownIdException">No such contract of the customer, or the device is not of it.</exception>
    /// <exception cref="ConflictException">The contract has a room already, or the room's id is taken.</exception>
    public static async Task<BuildingRoom> Check(IGrainFactory grains, BuildingId id, Caller by, CustomerId customer, NewRoom room, string nameField)
    {
        var name = BuildingRules.Name(room.Name, nameField);
        var contract = await grains.GetGrain<IContractDesk>(room.Contract.Value).Check(by, room.Device);
        if (contract.Customer != customer)
            throw new UnknownIdException("contract", room.Contract.Value);

        return await grains.GetGrain<IRoomMembers>(room.Room.Value).IsFreeFor(customer, id)
            ? new BuildingRoom(room.Room, name, room.Contract)
            : throw new ConflictException("room", "exists with other values", Clash.Taken);
    }

    /// <summary>Tells the customer how the building stands; null: it is not to be shown.</summary>
    public static async Task Tell(IGrainFactory grains, BuildingId id, CustomerId? customer, BuildingSummary? summary)
    {
        if (customer is not { } owner)
            return;

        var portfolio = grains.GetGrain<IPortfolioReports>(owner.Value);
        await (summary is null ? portfolio.HideBuilding(id) : portfolio.ReportBuilding(summary));
    }

    /// <summary>What was deleted and can be restored: the building itself, or rooms of it and devices of its rooms.</summary>
    public static async Task<ImmutableArray<RemovedPart>> Removed(IGrainFactory grains, BuildingId id, BuildingState building, DateTimeOffset now)
    {
        var devices = BuildingRules.Owner(building) is null
            ? []
            : await Task.WhenAll(BuildingRules.Rooms(building).Select(async room =>
                (await grains.GetGrain<IRoomMembers>(room.Room.Value).GetRemovedDevices()).Select(d =>
                    BuildingRules.Part(RemovedKind.Device, d.Device.Value, d.Name, $"{building.Name} {room.Name}", d.Removal, room.Room))));
        return [.. BuildingRules.Removed(id, building, now), .. devices.SelectMany(d => d)];
    }
}
