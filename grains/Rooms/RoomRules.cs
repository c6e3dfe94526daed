using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;

namespace Mihari.Grains.Rooms;

/// <summary>What may stand in a room (manual 1.4) and what becomes of it; without side effects.</summary>
internal static class RoomRules
{
    private const int MinName = 3;
    private const int MaxName = 64;
    private const int MostSensors = 32;
    private const int LongestSensor = 64;

    /// <summary>The devices as they will be stored.</summary>
    /// <exception cref="InvalidInputException">A name breaks the rule, something is there twice, or a device was not shipped with the room's contract.</exception>
    public static ImmutableArray<RoomDevice> CheckNewDevices(ImmutableArray<NewDevice> devices, ImmutableArray<DeviceId> shipped)
    {
        if (devices.IsDefaultOrEmpty)
            throw new InvalidInputException("devices", "must name at least one device", InputProblem.Choice);

        var result = ImmutableArray.CreateBuilder<RoomDevice>(devices.Length);
        foreach (var device in devices)
        {
            if (!shipped.Contains(device.Device))
                throw new InvalidInputException("devices.device", $"{device.Device} is not of the room's contract", InputProblem.Choice, device.Device.Value);

            if (result.Any(d => d.Device == device.Device))
                throw new InvalidInputException("devices.device", $"{device.Device} is there twice", InputProblem.Choice, device.Device.Value);

            var sensors = device.Sensors.IsDefault ? [] : device.Sensors;
            if (sensors.Length > MostSensors || sensors.Select(s => s.Sensor).Distinct(StringComparer.Ordinal).Count() != sensors.Length)
                throw new InvalidInputException("devices.sensors", $"must be at most {MostSensors}, each once", InputProblem.Choice);

            result.Add(new RoomDevice(device.Device, DeviceName(device.Name, "devices.name"), [.. sensors.Select(Sensor)]));
        }

        return result.ToImmutable();
    }

    /// <exception cref="InvalidInputException">The device carries no such sensor.</exception>
    public static void CheckCarried(RoomDevice device, ImmutableArray<DeviceSensor> carried)
    {
        foreach (var sensor in device.Sensors)
        {
            if (!carried.Any(c => c.Name == sensor.Sensor && c.Kind == sensor.Kind))
                throw new InvalidInputException("devices.sensors.sensor", $"{device.Device} has no {sensor.Kind} sensor {sensor.Sensor}", InputProblem.Choice, sensor.Sensor);
        }
    }

    /// <summary>A device's or a sensor's name: 3 to 64 characters.</summary>
    /// <exception cref="InvalidInputException">It breaks the rule.</exception>
    public static string DeviceName(string name, string field) => InputRules.Name(name, field, MinName, MaxName);

    /// <summary>The room with these devices in it; one that is there already takes the new name and sensors.</summary>
    public static ImmutableArray<RoomDevice> With(ImmutableArray<RoomDevice> devices, ImmutableArray<RoomDevice> added)
    {
        var ids = added.Select(d => d.Device).ToHashSet();
        return [.. devices.Where(d => !ids.Contains(d.Device)), .. added];
    }

    /// <summary>Those that are not there yet just so.</summary>
    public static ImmutableArray<RoomDevice> New(ImmutableArray<RoomDevice> devices, ImmutableArray<RoomDevice> added) =>
        [.. added.Where(a => !devices.Any(d => d.Device == a.Device && d.Name == a.Name && d.Sensors.SequenceEqual(a.Sensors)))];

    /// <summary>The device as it is listed.</summary>
    /// <exception cref="UnknownIdException">It does not stand here.</exception>
    public static RoomDevice Find(RoomState room, DeviceId device) =>
        room.Devices.FirstOrDefault(d => d.Device == device) ?? throw new UnknownIdException("device", device.Value);

    /// <summary>The sensor as it is listed.</summary>
    /// <exception cref="UnknownIdException">The device has no such one here.</exception>
    public static RoomSensor Find(RoomDevice device, string sensor) =>
        device.Sensors.FirstOrDefault(s => s.Sensor == sensor) ?? throw new UnknownIdException("sensor", sensor);

    /// <exception cref="ConflictException">The name was changed meanwhile.</exception>
    public static void CheckWas(string present, string was)
    {
        if (present != was)
            throw new ConflictException("name", "was changed meanwhile", Clash.ChangedMeanwhile, present);
    }

    /// <summary>The removed devices that can still be restored.</summary>
    public static ImmutableArray<RemovedDevice> Kept(RoomState room, DateTimeOffset now) => [.. room.RemovedDevices.Where(d => d.Removal.Until > now)];

    private static RoomSensor Sensor(NewSensor sensor)
    {
        var isName = sensor.Sensor is { Length: > 0 and <= LongestSensor } && sensor.Sensor.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        if (!isName || !Enum.IsDefined(sensor.Kind))
            throw new InvalidInputException("devices.sensors.sensor", "is no sensor's name or kind", InputProblem.Choice);

        return new RoomSensor(sensor.Sensor, sensor.Kind, DeviceName(sensor.Name, "devices.sensors.name"));
    }
}
