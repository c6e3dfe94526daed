using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Grains.Accounts;
using Mihari.Grains.Audit;
using Mihari.Identifiers;
using Mihari.Timeline;

namespace Mihari.Grains.Cameras;

/// <summary>Notes in the audit trail who watched an event recording of a camera.</summary>
internal sealed class ClipViewings(DeviceId camera, ITimeline timeline)
{
    private readonly Viewings _viewings = new(timeline, Viewings.OfVideo);

    /// <summary>Durable when the task completes.</summary>
    public Task Note(Caller by, CameraState state, ClipId clip, DateTimeOffset now)
    {
        var customer = PlacementRules.OwnerOfMedia(state);
        Access.Demand(by, Permission.ViewClips, customer, "camera", camera.Value);
        return _viewings.Note(AuditLines.New(
            by, now, customer, AuditAction.ClipViewed, AuditSubject.Clip, clip.Value, state.Name, new AuditChange("camera", null, camera.Value)));
    }
}
