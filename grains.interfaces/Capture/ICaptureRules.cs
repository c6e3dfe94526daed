using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Sensors;
using Orleans.Concurrency;

namespace Mihari.Capture;

/// <summary>
/// The capture rules (撮影条件, manual 4) of the cameras of a room: sensors of other rooms on which they record; key: the room's id. On the
/// sensors of their own room cameras record without a rule.
/// </summary>
[Alias("Mihari.ICaptureRules")]
public interface ICaptureRules : IGrainWithStringKey
{
    /// <summary>How many rules a camera may have.</summary>
    const int MostOfCamera = 100;

    /// <summary>The rules of a camera, in the order they were set.</summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such room or it is not the caller's, or the camera does not stand there.</exception>
    [Alias("Get"), AlwaysInterleave]
    Task<ImmutableArray<CaptureRule>> Get(Caller by, DeviceId camera);

    /// <summary>Has a camera record on sensors of another room of the customer. What is a rule already stays as it is.</summary>
    /// <param name="by">Who may set rules: an administrator, or Support.</param>
    /// <param name="camera">A camera of this room.</param>
    /// <param name="from">The sensors' room.</param>
    /// <param name="sensors">At least one.</param>
    /// <exception cref="Refusals.UnknownIdException">A room or the camera is not there, or not the caller's.</exception>
    /// <exception cref="Refusals.InvalidInputException">No sensor, one that does not stand in the room, or a room that is the camera's own.</exception>
    /// <exception cref="Refusals.ConflictException">The camera would have more than <see cref="MostOfCamera"/>.</exception>
    [Alias("Add")]
    Task Add(Caller by, DeviceId camera, RoomId from, ImmutableArray<SensorId> sensors);

    /// <summary>撮影条件削除: all rules of a camera at once. It goes on recording on the sensors of its own room. Repeating it changes nothing.</summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such room or it is not the caller's, or the camera does not stand there.</exception>
    [Alias("DeleteAll")]
    Task DeleteAll(Caller by, DeviceId camera);
}

/// <summary>A sensor of another room on which a camera records.</summary>
/// <param name="Sensor">The sensor.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Device">The name of the device that carries it.</param>
/// <param name="Room">Its room.</param>
/// <param name="RoomName">The room's name.</param>
/// <param name="Building">The room's building.</param>
/// <param name="BuildingName">The building's name; null where it is the camera's own.</param>
/// <param name="SetAt">When the rule was set.</param>
/// <param name="SetBy">The name of who set it.</param>
[GenerateSerializer, Immutable, Alias("Mihari.CaptureRule")]
public sealed record CaptureRule(
    [property: Id(0)] SensorId Sensor,
    [property: Id(1)] SensorKind Kind,
    [property: Id(2)] string Name,
    [property: Id(3)] string Device,
    [property: Id(4)] RoomId Room,
    [property: Id(5)] string RoomName,
    [property: Id(6)] BuildingId Building,
    [property: Id(7)] string? BuildingName,
    [property: Id(8)] DateTimeOffset SetAt,
    [property: Id(9)] string SetBy);
