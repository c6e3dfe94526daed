using Microsoft.AspNetCore.Components;
using Mihari.Buildings;
using Mihari.Refusals;
using Mihari.Web.Components.Buildings;

namespace Mihari.Web.Components.Rooms;

/// <summary>A page that changes a room of a building.</summary>
public abstract class RoomPage : PropertyPage
{
    /// <summary>The building's id.</summary>
    [Parameter]
    public string BuildingId { get; set; } = "";

    /// <summary>The room's id.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    private protected RoomSummary? Found { get; private set; }

    private protected string BuildingName { get; private set; } = "";

    private protected override object Subject => (BuildingId, Id);

    private protected override async Task Load()
    {
        var building = await Building(BuildingId).GetRooms(By);
        BuildingName = building.Name;
        Found = building.Rooms.FirstOrDefault(room => string.Equals(room.Room.Value, Id, StringComparison.Ordinal)) ?? throw new UnknownIdException("room", Id);
    }
}
