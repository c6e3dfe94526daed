using Microsoft.AspNetCore.Components;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Web.Components.Buildings;

namespace Mihari.Web.Components.Devices;

/// <summary>A page that changes a device of a room, or one of its sensors.</summary>
public abstract class DevicePage : PropertyPage
{
    /// <summary>The room's id.</summary>
    [Parameter]
    public string RoomId { get; set; } = "";

    /// <summary>The device's MAC address.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>The sensor's name on the device; null for the device itself.</summary>
    [SupplyParameterFromQuery(Name = "sensor")]
    private protected string? Sensor { get; set; }

    private protected RoomDevices? Place { get; private set; }

    private protected PlacedDevice Found { get; private set; } = null!;

    private protected string BuildingName { get; private set; } = "";

    /// <summary>The name of what is changed.</summary>
    private protected string Name { get; private set; } = "";

    private protected string Back => Place is null ? DeviceLinks.Manage() : DeviceLinks.Manage(Place.Building.Value, RoomId);

    private protected override object Subject => (RoomId, Id, Sensor);

    private protected override async Task Load()
    {
        if (!DeviceId.TryParse(Id, out var device))
            throw new UnknownIdException("device", Id);

        var room = await Room(RoomId).GetDevices(By);
        Found = room.Devices.FirstOrDefault(placed => placed.Device == device) ?? throw new UnknownIdException("device", Id);
        Name = Sensor is null
            ? Found.Name
            : Found.Sensors.FirstOrDefault(sensor => sensor.Sensor == Sensor)?.Name ?? throw new UnknownIdException("sensor", Sensor);
        BuildingName = (await Building(room.Building.Value).GetRooms(By)).Name;
        Place = room;
    }
}
