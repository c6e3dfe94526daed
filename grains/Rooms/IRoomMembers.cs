using System.Collections.Immutable;
using Mihari.Grains.Capture;
using Mihari.Identifiers;

namespace Mihari.Grains.Rooms;

/// <summary>What other grains ask a room; key: its id.</summary>
[Alias("Mihari.IRoomMembers")]
internal interface IRoomMembers : IGrainWithStringKey
{
    /// <summary>Whether the room is nobody's yet, or is of this building already.</summary>
    [Alias("IsFreeFor"), Orleans.Concurrency.AlwaysInterleave]
    Task<bool> IsFreeFor(CustomerId customer, BuildingId building);

    /// <summary>Sets the room up in its building; false where it is another's. Repeating it changes nothing but the name.</summary>
    [Alias("SetUp")]
    Task<bool> SetUp(CustomerId customer, BuildingId building, string name, ContractNumber contract);

    /// <summary>The devices that stand in the room.</summary>
    [Alias("GetDevices"), Orleans.Concurrency.AlwaysInterleave]
    Task<ImmutableArray<DeviceId>> GetDevices();

    /// <summary>A sensor of the room fired: makes every camera that shall capture do so. Durable when the task completes.</summary>
    [Alias("SensorFired"), Orleans.Concurrency.AlwaysInterleave]
    Task SensorFired(CaptureTrigger trigger);
}
