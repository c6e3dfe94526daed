using System.Collections.Immutable;
using Mihari.Grains.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;

namespace Mihari.Grains.Rooms;

/// <summary>What may stand in a room (manual 1.4).</summary>
internal static class RoomRules
{
    private const int MinName = 3;
    private const int MaxName = 64;

    /// <summary>The devices as they will be stored.</summary>
    /// <exception cref="InvalidInputException">A name breaks the rule, or a device was not shipped with the room's contract.</exception>
    public static ImmutableArray<RoomDevice> CheckNewDevices(ImmutableArray<NewDevice> devices, ImmutableArray<DeviceId> shipped)
    {
        var result = ImmutableArray.CreateBuilder<RoomDevice>(devices.Length);
        foreach (var device in devices)
        {
            if (!shipped.Contains(device.Device))
                throw new InvalidInputException("devices.device", $"{device.Device} is not of the room's contract");

            result.Add(new RoomDevice(
                device.Device,
                InputRules.Name(device.Name, "devices.name", MinName, MaxName),
                [.. device.Sensors.Select(s => new RoomSensor(s.Sensor, s.Kind, InputRules.Name(s.Name, "devices.sensors.name", MinName, MaxName)))]));
        }

        return result.ToImmutable();
    }

    /// <summary>The room with these devices in it; one that is there already takes the new name and sensors.</summary>
    public static RoomState WithDevices(RoomState room, ImmutableArray<RoomDevice> added)
    {
        var ids = added.Select(d => d.Device).ToHashSet();
        return room with { Devices = [.. room.Devices.Where(d => !ids.Contains(d.Device)), .. added] };
    }
}
