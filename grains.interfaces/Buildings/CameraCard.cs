using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Troubles;

namespace Mihari.Buildings;

/// <summary>A camera as カメラ一覧 shows it.</summary>
/// <param name="Camera">Which.</param>
/// <param name="Room">Where it stands.</param>
/// <param name="RoomName">The room's name.</param>
/// <param name="Status">What the camera says of itself.</param>
[GenerateSerializer, Immutable, Alias("Mihari.CameraCard")]
public sealed record CameraCard(
    [property: Id(0)] DeviceId Camera,
    [property: Id(1)] RoomId Room,
    [property: Id(2)] string RoomName,
    [property: Id(3)] CameraStatus Status) : IProjected
{
    string IProjected.Key => Camera.Value;
}
