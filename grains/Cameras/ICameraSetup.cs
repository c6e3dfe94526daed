using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Contracts;
using Mihari.Identifiers;
using Mihari.Recordings;

namespace Mihari.Grains.Cameras;

/// <summary>How contracts and rooms take a camera in; key: the device id.</summary>
[Alias("Mihari.ICameraSetup")]
internal interface ICameraSetup : IGrainWithStringKey
{
    /// <summary>The device was shipped with this contract; false where it belongs to another.</summary>
    [Alias("Register")]
    Task<bool> Register(ContractNumber contract);

    /// <summary>The contract that the device was shipped with, and whether it was ever connected; null: it is not registered.</summary>
    [Alias("FindRegistration"), Orleans.Concurrency.AlwaysInterleave]
    Task<RegisteredDevice?> FindRegistration();

    /// <summary>Takes back <see cref="Register"/> of a device that stands nowhere; nothing changes where it is another contract's.</summary>
    [Alias("Release")]
    Task Release(ContractNumber contract);

    /// <summary>The provider has deleted the device or its contract, or taken that back. A barred one shows a trouble, and its connection is closed.</summary>
    [Alias("SetBarred")]
    Task SetBarred(bool barred);

    /// <summary>Closes the device's connection: its key is another one now.</summary>
    [Alias("Disconnect")]
    Task Disconnect();

    /// <summary>Takes a step into a room or out of it; false where it stands in another.</summary>
    [Alias("Settle")]
    Task<bool> Settle(Placement step);

    /// <summary>What a room has to know of the device.</summary>
    [Alias("GetFacts"), Orleans.Concurrency.AlwaysInterleave]
    Task<CameraFacts> GetFacts();

    /// <summary>What it recorded in the place that it handed over; nothing where <paramref name="heir"/> did not get it.</summary>
    [Alias("ReadClips"), Orleans.Concurrency.AlwaysInterleave]
    Task<ClipPage> ReadClips(DeviceId heir, DateTimeOffset from, DateTimeOffset to, int limit, string? continuation);

    /// <summary>The days of what <see cref="ReadClips"/> reads.</summary>
    [Alias("ReadClipDays"), Orleans.Concurrency.AlwaysInterleave]
    Task<ImmutableArray<DateOnly>> ReadClipDays(DeviceId heir, DateOnly from, DateOnly to, TimeSpan offset);
}

/// <summary>What a room has to know of a device.</summary>
/// <param name="Status">As on its card.</param>
/// <param name="Contract">The contract that it was shipped with; null: none yet.</param>
/// <param name="Room">Where it stands; null: nowhere.</param>
/// <param name="Model">As it says; null before its first hello.</param>
/// <param name="Sensors">What it says that it carries.</param>
/// <param name="Predecessors">Whose history it carries on, newest first.</param>
/// <param name="HistoryFrom">What was before belongs to a place where it stood earlier; null: nothing does.</param>
/// <param name="Track">Where it stands since when; null: a server of before that was kept says it.</param>
[GenerateSerializer, Immutable, Alias("Mihari.CameraFacts")]
internal sealed record CameraFacts(
    [property: Id(0)] CameraStatus Status,
    [property: Id(1)] ContractNumber? Contract,
    [property: Id(2)] RoomId? Room,
    [property: Id(3)] string? Model,
    [property: Id(4)] ImmutableArray<DeviceSensor> Sensors,
    [property: Id(5)] ImmutableArray<DeviceId> Predecessors,
    [property: Id(6)] DateTimeOffset? HistoryFrom = null,
    [property: Id(7)] CameraTrack? Track = null);

/// <summary>What an account of a device's time has to know.</summary>
/// <param name="Building">Where it stands; null: nowhere.</param>
/// <param name="Since">Since when; null: since before that was kept.</param>
/// <param name="FirstSeen">When it connected for the first time; null: never, or before that was kept.</param>
/// <param name="IsLostByUs">Where it is offline: whether what was lost was a gateway of ours.</param>
/// <param name="ClockSkew">The server's clock less the device's.</param>
[GenerateSerializer, Immutable, Alias("Mihari.CameraTrack")]
internal sealed record CameraTrack(
    [property: Id(0)] BuildingId? Building,
    [property: Id(1)] DateTimeOffset? Since,
    [property: Id(2)] DateTimeOffset? FirstSeen,
    [property: Id(3)] bool IsLostByUs,
    [property: Id(4)] TimeSpan ClockSkew);

/// <summary>What keeps a camera's facts true when no message comes; key: the device id.</summary>
[Alias("Mihari.ICameraUpkeep")]
public interface ICameraUpkeep : IGrainWithStringKey
{
    /// <summary>What the camera would report just now.</summary>
    [Alias("GetStatus"), Orleans.Concurrency.AlwaysInterleave]
    Task<CameraStatus> GetStatus();

    /// <summary>What has to be known to let its recordings go.</summary>
    [Alias("GetOwnership"), Orleans.Concurrency.AlwaysInterleave]
    Task<MediaOwnership> GetOwnership();

    /// <summary>Looks whether the gateway of its connection still lives, and does what time asks for.</summary>
    [Alias("CheckPresence")]
    Task CheckPresence();
}

/// <summary>Whose a camera's recordings are.</summary>
/// <param name="Customer">Who may see them; null: nobody.</param>
/// <param name="Shown">The one whose picture is on the camera's card.</param>
[GenerateSerializer, Immutable, Alias("Mihari.MediaOwnership")]
public sealed record MediaOwnership(
    [property: Id(0)] CustomerId? Customer,
    [property: Id(1)] ClipId? Shown);
