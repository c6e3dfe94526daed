using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Identifiers;
using Mihari.Protocol;
using Mihari.Recordings;

namespace Mihari.Grains.Capture;

/// <summary>What triggers, replies, uploads and time do to the clips of a camera. Every function returns the same object where nothing changes.</summary>
internal static class CaptureDecisions
{
    /// <summary>Pending clips that a camera may owe; beyond it the oldest end as not recorded, visibly.</summary>
    public const int MaxPending = 256;

    /// <summary>How long a settled clip is kept, so that a device that repeats itself gets the same answer.</summary>
    public static readonly TimeSpan KeepSettled = TimeSpan.FromMinutes(10);

    /// <summary>Clips are cut at fragments of about a second: what is shorter than one at each end is no gap.</summary>
    private static readonly TimeSpan SmallestGap = TimeSpan.FromSeconds(2);

    /// <summary>A reply may still be on its way this long after its command has expired.</summary>
    private static readonly TimeSpan ReplyGrace = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromHours(1);

    /// <summary>
    /// A trigger came. <paramref name="history"/>: the spans of clips near it that the camera's state no longer holds.
    /// A span that is wholly past is fetched within the back-fill budget, so that it does not stand in the way of what happens now.
    /// </summary>
    public static CameraState Trigger(
        CameraState camera, DeviceId id, CaptureTrigger trigger, IEnumerable<CaptureWindow> history, DateTimeOffset now, CaptureOptions options, Func<string> newToken)
    {
        if (camera.Place is null || camera.Kind == DeviceKind.Hub || camera.Clips.Any(c => c.Cause == trigger.Event))
            return camera;

        // A rule is of the cameras of a room: one that has left it does not follow it any more.
        if (trigger.Rule is { } rule && rule.Room != camera.Place.Room)
            return camera;

        var taken = camera.Clips.Where(c => c.State != ClipState.NotRecorded).Select(c => new CaptureWindow(c.From, c.To)).Concat(history);
        if (CaptureWindows.Decide(taken, trigger.At, options) is not { } window)
            return camera;

        var expires = Later(now, window.To) + options.UploadAllowance;
        var clip = new ClipRecord
        {
            Id = CaptureIds.Clip(trigger.Event, id),
            Cause = trigger.Event,
            TriggeredBy = trigger.Sensor,
            TriggeredAt = trigger.At,
            Because = trigger.Told is { } names ? new ClipCause(trigger.Kind, names, trigger.Rule?.SetAt, trigger.Rule?.SetBy) : null,
            From = window.From,
            To = window.To,
            VideoToken = newToken(),
            ThumbnailToken = newToken(),
            TokensExpire = expires,
            Missed = window.To < now,
        };
        var next = Bounded(camera, now);
        next = next with { Clips = next.Clips.Add(clip) };
        return clip.Missed
            ? Advance(next, id, now, options, isBack: false)
            : next with { Commands = next.Commands.Add(new OpenCommand(CaptureIds.Command(clip.Id, id, clip.Attempt), clip.Id, expires, camera.Epoch)) };
    }

    /// <summary>The device answered a command.</summary>
    public static CameraState Answer(CameraState camera, CommandAnswer answer, DateTimeOffset now)
    {
        var command = camera.Commands.FirstOrDefault(c => c.Id == answer.Command);
        if (command is null)
            return camera;

        var next = camera with { Commands = camera.Commands.Remove(command) };
        var clip = next.Clips.FirstOrDefault(c => c.Id == command.Clip);
        if (clip is null)
            return next;

        if (!clip.IsPending)
            return MissingFrom(clip, answer) is { } missing ? Replace(next, clip, clip with { Missing = missing, Revision = clip.Revision + 1 }) : next;

        var isFinal = answer is { Ok: false, ErrorCode: ErrorCodes.NotRecorded or ErrorCodes.UnknownCommand or ErrorCodes.BadArguments };
        return Replace(next, clip, isFinal ? Settled(clip, ClipState.NotRecorded, answer.ErrorCode, now) : Failed(clip, now));
    }

    /// <summary>An object of a clip is durable in the media store.</summary>
    public static CameraState Uploaded(CameraState camera, ClipId id, ClipPart part, long bytes, DateTimeOffset now)
    {
        var clip = camera.Clips.FirstOrDefault(c => c.Id == id);
        if (clip is null || (part == ClipPart.Thumbnail ? clip.HasThumbnail : clip.VideoBytes is not null))
            return camera;

        if (part == ClipPart.Video)
        {
            var stored = Settled(clip, clip.Missed || clip.Interrupted ? ClipState.Recovered : ClipState.Stored, null, now);
            return Replace(camera, clip, stored with { VideoBytes = bytes });
        }

        var isNewest = camera.Thumbnail is not { } shown || clip.TriggeredAt >= shown.At;
        var next = isNewest ? camera with { Thumbnail = new Thumbnail(clip.Id, clip.TriggeredAt) } : camera;
        return Replace(next, clip, clip with { HasThumbnail = true, Revision = clip.Revision + 1 });
    }

    /// <summary>Time went by, or the device is there again: what expired is closed, what was missed is asked for again, what is done is let go.</summary>
    public static CameraState Advance(CameraState camera, DeviceId id, DateTimeOffset now, CaptureOptions options, bool isBack)
    {
        var next = isBack ? Interrupted(camera) : camera;
        foreach (var command in camera.Commands.Where(c => c.Expires + ReplyGrace <= now))
        {
            next = next with { Commands = next.Commands.Remove(command) };
            if (next.Clips.FirstOrDefault(c => c.Id == command.Clip) is { IsPending: true } clip)
                next = Replace(next, clip, Failed(clip, now));
        }

        foreach (var clip in next.Clips.Where(c => c.IsPending && c.To + options.RecoverWithin <= now))
            next = Replace(next, clip, Settled(clip, ClipState.NotRecorded, ErrorCodes.NotRecorded, now));

        if (next.Clips.Any(c => IsDone(c, now)))
            next = next with { Clips = next.Clips.RemoveAll(c => IsDone(c, now)) };

        return camera.Presence == Presence.Online ? Recover(next, id, now, options, isBack) : next;
    }

    /// <summary>When <see cref="Advance"/> has something to do next, or null.</summary>
    public static DateTimeOffset? NextDue(CameraState camera, CaptureOptions options)
    {
        DateTimeOffset? due = null;
        var canRecover = camera.Presence == Presence.Online && FreeToRecover(camera, options) > 0;
        foreach (var command in camera.Commands)
            due = Sooner(due, command.Expires + ReplyGrace);

        foreach (var clip in camera.Clips)
        {
            if (clip.SettledAt is { } settled)
            {
                due = Sooner(due, Later(settled, clip.To) + KeepSettled);
            }
            else
            {
                due = Sooner(due, clip.To + options.RecoverWithin);
                due = clip.RetryAt is { } retry && canRecover ? Sooner(due, retry) : due;
            }
        }

        return due;
    }

    /// <summary>The camera was away since these were asked for: what it sends now comes from its card (design, rule 4).</summary>
    private static CameraState Interrupted(CameraState camera)
    {
        var next = camera;
        foreach (var command in camera.Commands.Where(c => c.Epoch != camera.Epoch))
        {
            if (next.Clips.FirstOrDefault(c => c.Id == command.Clip) is { IsPending: true, Interrupted: false } clip)
                next = Replace(next, clip, clip with { Interrupted = true });
        }

        return next;
    }

    /// <summary>What the answer says is not in the clip, where that is news.</summary>
    private static TimeSpan? MissingFrom(ClipRecord clip, CommandAnswer answer)
    {
        if (!answer.Ok || answer.Result.IsDefaultOrEmpty
            || !Wire.TryRead(answer.Result.AsSpan(), WireJson.Default.CaptureResult, out var result, out _))
            return null;

        var gap = TimeSpan.FromMilliseconds(Math.Max(0, result!.GapMs));
        var missing = gap < SmallestGap ? TimeSpan.Zero : gap < clip.To - clip.From ? gap : clip.To - clip.From;
        return missing == clip.Missing ? null : missing;
    }

    private static CameraState Recover(CameraState camera, DeviceId id, DateTimeOffset now, CaptureOptions options, bool isBack)
    {
        var asked = camera.Commands.Select(c => c.Clip).ToHashSet();
        var due = camera.Clips.Where(c => c.IsPending && !asked.Contains(c.Id) && (isBack || c.RetryAt is not { } at || at <= now));
        var next = camera;
        foreach (var clip in due.OrderByDescending(c => c.From).Take(FreeToRecover(camera, options)).ToList())
        {
            var expires = Later(now, clip.To) + options.UploadAllowance;
            var again = clip with { Attempt = clip.Attempt + 1, Missed = true, RetryAt = null, TokensExpire = expires };
            next = Replace(next, clip, again);
            next = next with { Commands = next.Commands.Add(new OpenCommand(CaptureIds.Command(clip.Id, id, again.Attempt), clip.Id, expires, camera.Epoch)) };
        }

        return next;
    }

    /// <summary>How many more missed clips may be asked for; back-fill has a budget of its own.</summary>
    private static int FreeToRecover(CameraState camera, CaptureOptions options) => Math.Max(
        0,
        options.RecoverAtOnce - camera.Clips.Count(c => c.Missed && camera.Commands.Any(command => command.Clip == c.Id)));

    private static ClipRecord Failed(ClipRecord clip, DateTimeOffset now)
    {
        var wait = FirstRetry * Math.Pow(2, Math.Min(clip.Attempt - 1, 10));
        return clip with { Missed = true, RetryAt = now + (wait < LongestRetry ? wait : LongestRetry) };
    }

    private static ClipRecord Settled(ClipRecord clip, ClipState state, string? reason, DateTimeOffset now) =>
        clip with { State = state, Reason = reason, SettledAt = now, RetryAt = null, Revision = clip.Revision + 1 };

    private static bool IsDone(ClipRecord clip, DateTimeOffset now) =>
        clip.SettledAt is { } settled && Later(settled, clip.To) + KeepSettled <= now;

    private static CameraState Bounded(CameraState camera, DateTimeOffset now)
    {
        var pending = camera.Clips.Where(c => c.IsPending).ToList();
        if (pending.Count < MaxPending)
            return camera;

        var oldest = pending.MinBy(c => c.From)!;
        return Replace(camera, oldest, Settled(oldest, ClipState.NotRecorded, ErrorCodes.Busy, now));
    }

    private static CameraState Replace(CameraState camera, ClipRecord clip, ClipRecord by) =>
        camera with { Clips = camera.Clips.Replace(clip, by) };

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset? Sooner(DateTimeOffset? a, DateTimeOffset b) => a is { } other && other < b ? other : b;
}
