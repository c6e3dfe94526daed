using System.Collections.Immutable;
using Mihari.Audit;
using Mihari.Grains.Audit;
using Mihari.Grains.Cameras;
using Mihari.Grains.State;
using Mihari.Identifiers;
using Mihari.Rooms;
using Mihari.Sensors;

namespace Mihari.Grains.Rooms;

/// <summary>What is stored of a room.</summary>
internal sealed record RoomState : AuditedState
{
    public int Version { get; init; } = 1;

    /// <summary>Null until it is set up.</summary>
    public CustomerId? Customer { get; init; }

    public BuildingId Building { get; init; }

    public string Name { get; init; } = "";

    public ContractNumber Contract { get; init; }

    public ImmutableArray<RoomDevice> Devices { get; init; } = [];

    /// <summary>Devices that were deleted and can be restored.</summary>
    public ImmutableArray<RemovedDevice> RemovedDevices { get; init; } = [];

    /// <summary>Devices that stood here, in the order in which they left.</summary>
    public ImmutableArray<FormerDevice> FormerDevices { get; init; } = [];

    /// <summary>Set while the room itself is deleted; its devices stay listed.</summary>
    public Removal? Removal { get; init; }

    /// <summary>A change that other grains take part in and that is not finished (ADR 0014).</summary>
    public RoomChange? Pending { get; init; }
}

/// <summary>A device that was deleted.</summary>
internal sealed record RemovedDevice(RoomDevice Device, Removal Removal);

/// <summary>
/// A change that has begun: the steps of the devices, what the room is afterwards, and what the audit trail says of it.
/// <paramref name="MayLack"/>: devices that stand elsewhere meanwhile are left out; else one of them refuses all of it.
/// <paramref name="Left"/>: devices that it takes out.
/// </summary>
internal sealed record RoomChange(
    ImmutableArray<Placement> Steps,
    BuildingId Building,
    ImmutableArray<RoomDevice> Devices,
    ImmutableArray<RemovedDevice> RemovedDevices,
    Removal? Removal,
    ImmutableArray<AuditEntry> Entries,
    bool MayLack = false,
    ImmutableArray<FormerDevice> Left = default);

/// <summary>A device in the room with its sensors.</summary>
internal sealed record RoomDevice(DeviceId Device, string Name, ImmutableArray<RoomSensor> Sensors)
{
    public NewDevice ToInfo() => new(Device, Name, [.. Sensors.Select(s => new NewSensor(s.Sensor, s.Kind, s.Name))]);
}

/// <summary>A sensor in the room.</summary>
internal sealed record RoomSensor(string Sensor, SensorKind Kind, string Name);
