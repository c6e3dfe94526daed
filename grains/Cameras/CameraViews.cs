using Mihari.Cameras;
using Mihari.Identifiers;

namespace Mihari.Grains.Cameras;

/// <summary>What others see of a camera's state.</summary>
internal static class CameraViews
{
    public static CameraStatus Status(DeviceId id, CameraState camera)
    {
        var recordingUntil = camera.Clips.Where(c => c.IsPending && !c.Missed).Select(c => (DateTimeOffset?)c.To).Max();
        return new CameraStatus(
            id, camera.Revision, camera.Name, camera.Kind, camera.Presence, camera.PresenceSince, camera.Sd, camera.Video,
            camera.Troubles, camera.Thumbnail, recordingUntil);
    }

    public static CameraFacts Facts(DeviceId id, CameraState camera) =>
        new(Status(id, camera), camera.Contract, camera.Place?.Room, camera.Model, camera.Sensors, camera.Predecessors);

    public static CameraDetail Detail(DeviceId id, CameraState camera, int protocolErrors) => new(
        Status(id, camera), camera.Place?.Building, camera.Place?.Room, camera.Contract ?? default, camera.Sensors, camera.Model,
        camera.Firmware, camera.ClockSkew, protocolErrors);
}
