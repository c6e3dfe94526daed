using Microsoft.AspNetCore.Components;
using Mihari.Buildings;
using Mihari.Rooms;
using Mihari.Web.Components.Buildings;

namespace Mihari.Web.Components.Devices;

/// <summary>A page about the devices of a room that is chosen by building and room; where there is but one of them, it is chosen already.</summary>
public abstract class DevicePlacePage : PropertyPage
{
    private RoomList? _building;

    [SupplyParameterFromQuery(Name = "building")]
    private string? AskedBuilding { get; set; }

    [SupplyParameterFromQuery(Name = "room")]
    private string? AskedRoom { get; set; }

    [CascadingParameter(Name = "Portfolio")]
    private protected PortfolioBoard? Portfolio { get; set; }

    private protected string? BuildingId => AskedBuilding ?? (Portfolio is { Buildings: [var only] } ? only.Building.Value : null);

    private protected string? RoomId => AskedRoom ?? (_building is { Rooms: [var only] } ? only.Room.Value : null);

    private protected List<Choice> Buildings => [.. Portfolio!.Buildings.Select(b => new Choice(b.Building.Value, b.Name))];

    /// <summary>Null until a building is chosen and they have come.</summary>
    private protected List<Choice>? Rooms => _building is null ? null : Choice.Of(_building.Rooms);

    private protected string BuildingName => _building?.Name ?? "";

    private protected RoomDevices? Devices { get; private set; }

    private protected override object Subject => (BuildingId, AskedRoom);

    private protected override async Task Load()
    {
        Devices = null;
        if (_building?.Building.Value != BuildingId)
            _building = null;

        if (BuildingId is { Length: > 0 } building)
            _building = await Building(building).GetRooms(By);

        if (RoomId is { Length: > 0 } room)
            Devices = await Room(room).GetDevices(By);
    }
}
