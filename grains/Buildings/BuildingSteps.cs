using System.Collections.Immutable;
using Mihari.Grains.Contracts;
using Mihari.Grains.Rooms;
using Mihari.Identifiers;

namespace Mihari.Grains.Buildings;

/// <summary>The steps of a building's change in contracts and rooms. Each may be taken again.</summary>
internal static class BuildingSteps
{
    /// <summary>Takes them; the rooms with which it could be done.</summary>
    public static async Task<ImmutableArray<BuildingRoom>> Take(IGrainFactory grains, BuildingId id, CustomerId customer, BuildingChange change)
    {
        var done = await Task.WhenAll(change.Rooms.Select(room => Take(grains, id, customer, change, room)));
        return [.. change.Rooms.Where((_, i) => done[i])];
    }

    private static async Task<bool> Take(IGrainFactory grains, BuildingId id, CustomerId customer, BuildingChange change, BuildingRoom room)
    {
        var contract = grains.GetGrain<IContractKeys>(room.Contract.Value);
        var members = grains.GetGrain<IRoomMembers>(room.Room.Value);
        switch (change.Kind)
        {
            case BuildingChangeKind.Create or BuildingChangeKind.AddRoom:
                if (!await contract.Bind(customer, room.Room))
                    return false;

                if (await members.SetUp(customer, id, room.Name, room.Contract))
                    return true;

                await contract.Unbind(room.Room);
                return false;
            case BuildingChangeKind.RenameRoom:
                await members.Rename(room.Name);
                return true;
            case BuildingChangeKind.RemoveRoom or BuildingChangeKind.Remove:
                await members.Remove(change.Removal!);
                await contract.Unbind(room.Room);
                return true;
            case BuildingChangeKind.RestoreRoom or BuildingChangeKind.Restore:
                if (!await contract.Bind(customer, room.Room))
                    return false;

                await members.Restore();
                return true;
            default:
                throw new ArgumentOutOfRangeException(nameof(change), change.Kind, "no such kind");
        }
    }
}
