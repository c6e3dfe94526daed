using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Cameras;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Troubles;

namespace Mihari.Grains.Buildings;

/// <summary>What devices and rooms tell their building, and what its customer asks it; key: its id.</summary>
[Alias("Mihari.IBuildingReports")]
internal interface IBuildingReports : IGrainWithStringKey
{
    /// <summary>A device of one of its rooms changed.</summary>
    [Alias("ReportCamera"), Orleans.Concurrency.AlwaysInterleave]
    Task ReportCamera(RoomId room, CameraStatus status);

    /// <summary>Its cameras that are offline now, and its devices that come and go.</summary>
    [Alias("GetAway"), Orleans.Concurrency.AlwaysInterleave]
    Task<AwayCameras> GetAway();

    /// <summary>How its line stands; null: well.</summary>
    [Alias("ReportLine"), Orleans.Concurrency.AlwaysInterleave]
    Task ReportLine(LineTrouble? line);

    /// <summary>The devices of a room changed.</summary>
    [Alias("RefreshRoom"), Orleans.Concurrency.AlwaysInterleave]
    Task RefreshRoom(RoomId room);

    /// <summary>A contact of a room was opened or closed.</summary>
    [Alias("RefreshSensors"), Orleans.Concurrency.AlwaysInterleave]
    Task RefreshSensors(RoomId room);

    /// <summary>The building at a glance; null where it is not to be shown: it was deleted, or was never made.</summary>
    [Alias("GetSummary"), Orleans.Concurrency.AlwaysInterleave]
    Task<BuildingSummary?> GetSummary();

    /// <summary>Whether there is still something of the building: it stands, is being made, or can be restored.</summary>
    [Alias("IsKept"), Orleans.Concurrency.AlwaysInterleave]
    Task<bool> IsKept();

    /// <summary>A room that is to be seen here; null: there is none.</summary>
    [Alias("FindRoom"), Orleans.Concurrency.AlwaysInterleave]
    Task<StandingRoom?> FindRoom(RoomId room);

    /// <summary>Takes in a room of another building of the customer; false where this one is not the customer's or is deleted. Repeating it changes nothing.</summary>
    [Alias("TakeRoom")]
    Task<bool> TakeRoom(CustomerId customer, RoomId room, string name, ContractNumber contract);

    /// <summary>Lets a room go to another building. Repeating it changes nothing.</summary>
    [Alias("ReleaseRoom")]
    Task ReleaseRoom(RoomId room);

    /// <summary>What was deleted here and can be restored.</summary>
    [Alias("GetRemoved"), Orleans.Concurrency.AlwaysInterleave]
    Task<ImmutableArray<RemovedPart>> GetRemoved();

    /// <summary>Restores the building with the rooms that were deleted with it; a room whose contract has another one meanwhile stays deleted.</summary>
    /// <exception cref="Refusals.UnknownIdException">It is not deleted, or its 30 days are over.</exception>
    [Alias("Restore")]
    Task Restore(Caller by);

    /// <summary>Restores a room.</summary>
    /// <exception cref="Refusals.UnknownIdException">It is not deleted, or its 30 days are over.</exception>
    /// <exception cref="Refusals.ConflictException">Its contract has another room meanwhile, or the building is deleted.</exception>
    [Alias("RestoreRoom")]
    Task RestoreRoom(Caller by, RoomId room);
}

/// <summary>A room as its building lists it.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.StandingRoom")]
internal sealed record StandingRoom([property: Id(0)] string Name, [property: Id(1)] ContractNumber Contract, [property: Id(2)] string Building);

/// <summary>Something that was deleted, and the room where a device stood.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.RemovedPart")]
internal sealed record RemovedPart([property: Id(0)] RemovedThing Thing, [property: Id(1)] RoomId? Room);

/// <summary>The cameras of a building that are offline, or come and go.</summary>
/// <param name="Name">The building's name.</param>
/// <param name="All">How many of its cameras were ever connected.</param>
/// <param name="IsWhole">Whether all of its rooms have been read; where not, cameras may be missing.</param>
/// <param name="Away">Those that are offline.</param>
[GenerateSerializer, Immutable, Alias("Mihari.AwayCameras")]
internal sealed record AwayCameras(
    [property: Id(0)] string Name,
    [property: Id(1)] int All,
    [property: Id(2)] bool IsWhole,
    [property: Id(3)] ImmutableArray<AwayCamera> Away)
{
    /// <summary>The devices, hubs among them, that come and go.</summary>
    [Id(4)]
    public ImmutableArray<UnstableDevice> Unstable { get; init; } = [];
}

/// <summary>A device that comes and goes.</summary>
/// <param name="Device">Which.</param>
/// <param name="Room">Where it stands.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsHub">Whether it is a hub.</param>
/// <param name="Since">Since when that is a trouble.</param>
[GenerateSerializer, Immutable, Alias("Mihari.UnstableDevice")]
internal sealed record UnstableDevice(
    [property: Id(0)] DeviceId Device,
    [property: Id(1)] RoomId Room,
    [property: Id(2)] string Name,
    [property: Id(3)] bool IsHub,
    [property: Id(4)] DateTimeOffset Since);

/// <summary>A camera that is offline.</summary>
/// <param name="Camera">Which.</param>
/// <param name="Room">Where it stands.</param>
/// <param name="Name">Its name.</param>
/// <param name="Since">Since when it is offline.</param>
/// <param name="Disconnected">When that became a trouble; null: not yet.</param>
[GenerateSerializer, Immutable, Alias("Mihari.AwayCamera")]
internal sealed record AwayCamera(
    [property: Id(0)] DeviceId Camera,
    [property: Id(1)] RoomId Room,
    [property: Id(2)] string Name,
    [property: Id(3)] DateTimeOffset Since,
    [property: Id(4)] DateTimeOffset? Disconnected)
{
    /// <summary>Of one that is offline.</summary>
    public static AwayCamera Of(CameraStatus status, RoomId room) =>
        new(status.Camera, room, status.Name, status.PresenceSince, status.Troubles.Where(t => t.Kind == TroubleKind.NetworkDisconnected).Select(t => (DateTimeOffset?)t.Since).FirstOrDefault());
}
