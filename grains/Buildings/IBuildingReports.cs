using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Cameras;
using Mihari.Customers;
using Mihari.Identifiers;

namespace Mihari.Grains.Buildings;

/// <summary>What cameras and rooms tell their building, and what its customer asks it; key: its id.</summary>
[Alias("Mihari.IBuildingReports")]
internal interface IBuildingReports : IGrainWithStringKey
{
    /// <summary>A camera of one of its rooms changed.</summary>
    [Alias("ReportCamera"), Orleans.Concurrency.AlwaysInterleave]
    Task ReportCamera(RoomId room, CameraStatus status);

    /// <summary>The devices of a room changed.</summary>
    [Alias("RefreshRoom"), Orleans.Concurrency.AlwaysInterleave]
    Task RefreshRoom(RoomId room);

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
