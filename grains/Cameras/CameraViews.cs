using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Cameras;
using Mihari.Grains.Accounts;
using Mihari.Grains.Audit;
using Mihari.Grains.Capture;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Recordings;
using Mihari.Refusals;

namespace Mihari.Grains.Cameras;

/// <summary>What others see of a camera's state.</summary>
internal static class CameraViews
{
    public static CameraStatus Status(DeviceId id, CameraState camera)
    {
        var recordingUntil = camera.Clips.Where(c => c.IsPending && !c.Missed).Select(c => (DateTimeOffset?)c.To).Max();
        return new CameraStatus(
            id, camera.Revision, camera.Name, camera.Kind, camera.Presence, camera.PresenceSince, camera.Sd, camera.Video,
            camera.Troubles, camera.Thumbnail, recordingUntil, camera.Model, camera.Firmware);
    }

    public static CameraFacts Facts(DeviceId id, CameraState camera) =>
        new(Status(id, camera), camera.Contract, camera.Place?.Room, camera.Model, camera.Sensors, camera.Predecessors, camera.HistoryFrom,
            new CameraTrack(camera.Place?.Building, camera.StandsSince, camera.FirstSeen, camera.IsLostByUs, camera.ClockSkew));

    /// <summary>All of it, for one who may see it.</summary>
    /// <exception cref="UnknownIdException">It stands nowhere, or at another customer's.</exception>
    public static CameraDetail Detail(Caller by, DeviceId id, CameraState camera, int protocolErrors)
    {
        Access.Demand(by, Permission.ViewLive, camera.Place?.Customer, "camera", id.Value);
        return new CameraDetail(
            Status(id, camera), camera.Place?.Building, camera.Place?.Room, camera.Contract ?? default, camera.Sensors, camera.Model,
            camera.Firmware, camera.ClockSkew, protocolErrors);
    }

    /// <summary>The way to the camera, for one who may do that with it.</summary>
    /// <exception cref="UnknownIdException">It stands nowhere, or at another customer's.</exception>
    public static CameraRoute Route(Caller by, Permission permission, DeviceId id, CameraState camera)
    {
        Access.Demand(by, permission, camera.Place?.Customer, "camera", id.Value);
        return new CameraRoute(
            camera.Place!, camera.Name, camera.Presence, camera.Gateway, camera.Epoch, camera.ClockSkew, camera.HistoryFrom, camera.Sd);
    }

    /// <summary>Where an object of a clip lies, for one who may see it.</summary>
    /// <exception cref="UnknownIdException">There is no such clip, or it is not the caller's.</exception>
    public static MediaAddress Media(Caller by, DeviceId id, CameraState camera, ClipId clip, ClipPart part)
    {
        Access.Demand(by, Permission.ViewClips, PlacementRules.OwnerOfMedia(camera), "camera", id.Value);
        return CaptureIds.Address(id, clip, part);
    }

    /// <summary>What the audit trail says of one who watches a clip.</summary>
    public static AuditEntry Viewing(Caller by, DeviceId id, CameraState camera, ClipId clip, DateTimeOffset now)
    {
        var owner = PlacementRules.OwnerOfMedia(camera);
        Access.Demand(by, Permission.ViewClips, owner, "camera", id.Value);
        var at = camera.Clips.FirstOrDefault(c => c.Id == clip)?.TriggeredAt;
        return AuditLines.New(
            by, now, owner, AuditAction.ClipViewed, AuditSubject.Clip, clip.Value, camera.Name,
            new AuditChange("camera", null, id.Value), new AuditChange("at", null, at is { } moment ? AuditLines.Moment(moment) : null));
    }
}
