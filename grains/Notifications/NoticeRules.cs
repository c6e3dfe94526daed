using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Grains.Capture;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Troubles;

namespace Mihari.Grains.Notifications;

/// <summary>What is told of a change of a camera; without side effects.</summary>
internal static class NoticeRules
{
    /// <summary>The camera with the notices that its change makes, and without those that were taken.</summary>
    public static CameraState Noted(DeviceId id, CameraState before, CameraState after, IReadOnlySet<string> taken, DateTimeOffset now)
    {
        if (ReferenceEquals(before, after))
            return after;

        var notices = after.Notices.RemoveAll(n => taken.Contains(n.Id)).AddRange(Of(id, before, after, now));
        return notices.Length == after.Notices.Length && notices.SequenceEqual(after.Notices) ? after : after with { Notices = notices };
    }

    /// <summary>The one that a camera makes when it was away for longer than the hold-down.</summary>
    public static Notice Disconnected(DeviceId id, string name, CameraPlace place, bool isHub, DateTimeOffset since, DateTimeOffset away) =>
        Trouble(id, name, place, isHub, new ActiveTrouble(TroubleKind.NetworkDisconnected, since), NoticeKind.TroubleRaised, since, away);

    /// <summary>The one that a device makes when it comes and goes.</summary>
    public static Notice Unstable(DeviceId id, string name, CameraPlace place, bool isHub, DateTimeOffset since) =>
        Trouble(id, name, place, isHub, new ActiveTrouble(TroubleKind.Unstable, since), NoticeKind.TroubleRaised, since, null);

    /// <summary>One of a detection in a room.</summary>
    public static Notice Detected(CameraPlace place, CaptureTrigger trigger, TriggerNames names) => new(
        NoticeIds.Of("detected", trigger.Sensor.ToString(), trigger.Event), NoticeKind.Detected, NoticeIds.Rounded(trigger.At), place,
        trigger.Sensor.Device, names.Device, Detection: new ClipCause(trigger.Kind, names, null, null));

    private static IEnumerable<Notice> Of(DeviceId id, CameraState before, CameraState after, DateTimeOffset now)
    {
        if (after.Place is not { } place)
            yield break;

        var isHub = after.Kind == DeviceKind.Hub;
        foreach (var raised in after.Troubles.Where(t => !before.Troubles.Contains(t)))
            yield return Trouble(id, after.Name, place, isHub, raised, NoticeKind.TroubleRaised, raised.Since, Away(after, raised));

        // A device that is refused from now on is not back, and what one had before it was put here is nothing to this place.
        foreach (var ended in before.Troubles.Where(t => before.Place is not null).Where(t => !after.Troubles.Contains(t) && !(after.IsBarred && t.Kind is (TroubleKind.NetworkDisconnected or TroubleKind.Unstable))))
            yield return Trouble(id, after.Name, place, isHub, ended, NoticeKind.TroubleEnded, now, Away(before, ended));

        foreach (var clip in after.Clips.Where(c => c.State is ClipState.Stored or ClipState.Recovered && c.VideoBytes is not null))
        {
            if (before.Clips.FirstOrDefault(c => c.Id == clip.Id) is { IsPending: true })
                yield return Captured(id, after, place, clip);
        }
    }

    /// <summary>Since when it has been away: before its trouble was raised, by the hold-down.</summary>
    public static DateTimeOffset? Away(CameraState camera, ActiveTrouble trouble) =>
        trouble.Kind == TroubleKind.NetworkDisconnected && camera.Presence is Presence.Offline ? camera.PresenceSince : null;

    private static Notice Trouble(
        DeviceId id, string name, CameraPlace place, bool isHub, ActiveTrouble trouble, NoticeKind kind, DateTimeOffset at, DateTimeOffset? away) => new(
        NoticeIds.Of(kind.ToString(), id.Value, trouble.Kind.ToString(), NoticeIds.Moment(trouble.Since)), kind, NoticeIds.Rounded(at), place, id, name,
        new TroubleNotice(trouble.Kind, trouble.Since, away, IsHub: isHub));

    private static Notice Captured(DeviceId id, CameraState camera, CameraPlace place, ClipRecord clip) => new(
        NoticeIds.Of("captured", clip.Id.Value), NoticeKind.Captured, NoticeIds.Rounded(clip.TriggeredAt), place, id, camera.Name,
        Clip: new ClipNotice(clip.Id, clip.From, clip.To, clip.TriggeredAt, clip.VideoBytes ?? 0, clip.State == ClipState.Recovered, clip.Because));
}
