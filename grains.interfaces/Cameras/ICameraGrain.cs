using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Recordings;
using Mihari.Sensors;

namespace Mihari.Cameras;

/// <summary>One camera (or hub) as the portal sees it; key: the device id.</summary>
[Alias("Mihari.ICameraGrain")]
public interface ICameraGrain : IGrainWithStringKey
{
    /// <summary>The camera as it stands.</summary>
    [Alias("Get"), Orleans.Concurrency.AlwaysInterleave]
    Task<CameraDetail> Get(Caller by);

    /// <summary>Its event recordings, newest first; <paramref name="limit"/> 1 to 200.</summary>
    /// <exception cref="Refusals.NotInPlanException">The customer is without the cloud option.</exception>
    [Alias("GetClips"), Orleans.Concurrency.AlwaysInterleave]
    Task<ClipPage> GetClips(Caller by, DateTimeOffset from, DateTimeOffset to, int limit, string? continuation);

    /// <summary>The days with event recordings, ascending; days are cut at <paramref name="offset"/> from UTC. The span is at most 400 days.</summary>
    /// <exception cref="Refusals.NotInPlanException">The customer is without the cloud option.</exception>
    [Alias("GetClipDays"), Orleans.Concurrency.AlwaysInterleave]
    Task<ImmutableArray<DateOnly>> GetClipDays(Caller by, DateOnly from, DateOnly to, TimeSpan offset);

    /// <summary>What its card holds of a span of at most 11 days, as its manifests say.</summary>
    /// <exception cref="Refusals.InvalidInputException">The span is empty or too long.</exception>
    [Alias("GetRecordings"), Orleans.Concurrency.AlwaysInterleave]
    Task<RecordedSpan> GetRecordings(Caller by, DateTimeOffset from, DateTimeOffset to);

    /// <summary>Where the bytes of a clip or of its thumbnail lie, if the caller may see them.</summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such clip, it has no such bytes (yet), or it is not the caller's.</exception>
    [Alias("FindMedia"), Orleans.Concurrency.AlwaysInterleave]
    Task<MediaAddress> FindMedia(Caller by, ClipId clip, ClipPart part);

    /// <summary>
    /// Notes in the audit trail that the caller is about to be sent a clip's video; durable when the task completes. Once for each account,
    /// clip and ten minutes.
    /// </summary>
    /// <exception cref="Refusals.UnknownIdException">It is not the caller's.</exception>
    [Alias("NoteViewing"), Orleans.Concurrency.AlwaysInterleave]
    Task NoteViewing(Caller by, ClipId clip);
}

/// <summary>A camera in full.</summary>
/// <param name="Status">As on its card.</param>
/// <param name="Building">Where it stands, once it has been given a room.</param>
/// <param name="Room">Its room.</param>
/// <param name="Contract">The contract it was shipped with.</param>
/// <param name="Sensors">Its sensors.</param>
/// <param name="Model">As the device says.</param>
/// <param name="Firmware">As the device says.</param>
/// <param name="ClockSkew">Server's clock less the device's, at its last hello.</param>
/// <param name="ProtocolErrors">Malformed payloads since it was last activated.</param>
[GenerateSerializer, Immutable, Alias("Mihari.CameraDetail")]
public sealed record CameraDetail(
    [property: Id(0)] CameraStatus Status,
    [property: Id(1)] BuildingId? Building,
    [property: Id(2)] RoomId? Room,
    [property: Id(3)] ContractNumber Contract,
    [property: Id(4)] ImmutableArray<DeviceSensor> Sensors,
    [property: Id(5)] string? Model,
    [property: Id(6)] string? Firmware,
    [property: Id(7)] TimeSpan ClockSkew,
    [property: Id(8)] int ProtocolErrors);
