using System.Collections.Immutable;
using Mihari.Identifiers;
using Mihari.Rooms;
using Mihari.Sensors;

namespace Mihari.Grains.Rooms;

/// <summary>What is stored of a room.</summary>
internal sealed record RoomState
{
    public int Version { get; init; } = 1;

    /// <summary>Null until it is set up.</summary>
    public CustomerId? Customer { get; init; }

    public BuildingId Building { get; init; }

    public string Name { get; init; } = "";

    public ContractNumber Contract { get; init; }

    public ImmutableArray<RoomDevice> Devices { get; init; } = [];
}

/// <summary>A device in the room with its sensors.</summary>
internal sealed record RoomDevice(DeviceId Device, string Name, ImmutableArray<RoomSensor> Sensors)
{
    public NewDevice ToInfo() => new(Device, Name, [.. Sensors.Select(s => new NewSensor(s.Sensor, s.Kind, s.Name))]);
}

/// <summary>A sensor in the room.</summary>
internal sealed record RoomSensor(string Sensor, SensorKind Kind, string Name);
