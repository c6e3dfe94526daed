using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Troubles;

namespace Mihari.Buildings;

/// <summary>A device of a building as its live lists show it: a camera, or a hub, which カメラ一覧 leaves out.</summary>
/// <param name="Camera">Which.</param>
/// <param name="Room">Where it stands.</param>
/// <param name="RoomName">The room's name.</param>
/// <param name="Status">What the device says of itself.</param>
[GenerateSerializer, Immutable, Alias("Mihari.CameraCard")]
public sealed record CameraCard(
    [property: Id(0)] DeviceId Camera,
    [property: Id(1)] RoomId Room,
    [property: Id(2)] string RoomName,
    [property: Id(3)] CameraStatus Status) : IProjected
{
    string IProjected.Key => Camera.Value;
}
