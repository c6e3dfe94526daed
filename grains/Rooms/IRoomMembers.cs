using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Grains.Capture;
using Mihari.Grains.State;
using Mihari.Identifiers;
using Mihari.Sensors;

namespace Mihari.Grains.Rooms;

/// <summary>What other grains ask a room; key: its id. What its building asks may be repeated.</summary>
[Alias("Mihari.IRoomMembers")]
internal interface IRoomMembers : IGrainWithStringKey
{
    /// <summary>Whether the room is nobody's yet, or is of this building already.</summary>
    [Alias("IsFreeFor"), Orleans.Concurrency.AlwaysInterleave]
    Task<bool> IsFreeFor(CustomerId customer, BuildingId building);

    /// <summary>Sets the room up in its building; false where it is another's.</summary>
    [Alias("SetUp")]
    Task<bool> SetUp(CustomerId customer, BuildingId building, string name, ContractNumber contract);

    /// <summary>Gives the room another name.</summary>
    [Alias("Rename")]
    Task Rename(string name);

    /// <summary>The room was deleted: its devices stand nowhere.</summary>
    [Alias("Remove")]
    Task Remove(Removal removal);

    /// <summary>The room is back, with those of its devices that stand nowhere else meanwhile.</summary>
    [Alias("Restore")]
    Task Restore();

    /// <summary>The room goes from one building to another; false where it is not in the first (any more), or deleted.</summary>
    [Alias("Move")]
    Task<bool> Move(BuildingId from, BuildingId to);

    /// <summary>The devices that stand in the room.</summary>
    [Alias("GetDevices"), Orleans.Concurrency.AlwaysInterleave]
    Task<ImmutableArray<DeviceId>> GetDevices();

    /// <summary>The devices that stood in the room and left, as long as the troubles that they had there are kept, in the order in which they left.</summary>
    [Alias("GetFormerDevices"), Orleans.Concurrency.AlwaysInterleave]
    Task<ImmutableArray<FormerDevice>> GetFormerDevices();

    /// <summary>How many sensors the room has, and how its contacts stand.</summary>
    [Alias("CountSensors"), Orleans.Concurrency.AlwaysInterleave]
    Task<SensorCount> CountSensors();

    /// <summary>One of its contacts was opened or closed.</summary>
    [Alias("ContactChanged"), Orleans.Concurrency.AlwaysInterleave]
    Task ContactChanged();

    /// <summary>Devices that were deleted and can be restored.</summary>
    [Alias("GetRemovedDevices"), Orleans.Concurrency.AlwaysInterleave]
    Task<ImmutableArray<RemovedRoomDevice>> GetRemovedDevices();

    /// <summary>Restores a deleted device.</summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such one, or its 30 days are over.</exception>
    /// <exception cref="Refusals.ConflictException">It stands in another room meanwhile.</exception>
    [Alias("RestoreDevice")]
    Task RestoreDevice(Caller by, DeviceId device);

    /// <summary>A sensor of the room fired: makes every camera that shall capture do so. Durable when the task completes.</summary>
    [Alias("SensorFired"), Orleans.Concurrency.AlwaysInterleave]
    Task SensorFired(CaptureTrigger trigger);
}

/// <summary>A deleted device of a room.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.RemovedRoomDevice")]
internal sealed record RemovedRoomDevice([property: Id(0)] DeviceId Device, [property: Id(1)] string Name, [property: Id(2)] Removal Removal);
