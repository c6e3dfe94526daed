using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Troubles;

namespace Mihari.Grains.Troubles;

/// <summary>Which troubles a camera has (manual, chapter 5).</summary>
internal static class TroubleRules
{
    /// <summary>What was lost with a gateway of ours is ours for so much longer: nobody need look after the device yet.</summary>
    public static readonly TimeSpan Ours = TimeSpan.FromMinutes(10);

    /// <summary>The camera with the troubles that its state means at this moment; one that goes on keeps its start.</summary>
    /// <param name="before">The camera before what it has become.</param>
    /// <param name="after">What it has become.</param>
    /// <param name="now">The server's time.</param>
    /// <param name="options">When being away is a trouble, and what flapping is.</param>
    public static CameraState Apply(CameraState before, CameraState after, DateTimeOffset now, PresenceOptions options)
    {
        var camera = after;
        if (HasBadCard(before) != HasBadCard(after))
            camera = camera with { SdChanges = Flapping.Newest(camera.SdChanges.Add(now), options.FlapChanges) };
        if (before.Video != after.Video)
            camera = camera with { VideoChanges = Flapping.Newest(camera.VideoChanges.Add(now), options.FlapChanges) };

        if (before.IsFaulty != after.IsFaulty)
            camera = camera with { FaultChanges = Flapping.Newest(camera.FaultChanges.Add(now), options.FlapChanges) };

        var builder = ImmutableArray.CreateBuilder<ActiveTrouble>();
        if (camera.IsBarred)
            Add(TroubleKind.DeviceRemoved);

        // A device that is refused is offline, of course: that is no trouble of its own.
        if (!camera.IsBarred && Flapping.IsUnstable(camera, now, options))
            Add(TroubleKind.Unstable);
        else if (!camera.IsBarred && AwayAt(camera, options) <= now)
            Add(TroubleKind.NetworkDisconnected);

        if (Lasts(HasBadCard(camera), TroubleKind.SdCardError, camera.SdChanges))
            Add(TroubleKind.SdCardError);

        if (Lasts(camera.Video == VideoState.Lost, TroubleKind.VideoLost, camera.VideoChanges))
            Add(TroubleKind.VideoLost);

        if (camera.IsFaulty || now < Flapping.LastsUntil(camera.FaultChanges, options))
            Add(TroubleKind.Unknown);

        var changes = Flapping.Newest(camera.PresenceChanges, options.FlapChanges);
        return builder.SequenceEqual(camera.Troubles) && changes == camera.PresenceChanges
            ? camera
            : camera with { Troubles = builder.ToImmutable(), PresenceChanges = changes };

        // What comes and goes is one trouble until it is quiet, however short each time is.
        bool Lasts(bool isBad, TroubleKind kind, ImmutableArray<DateTimeOffset> changes) =>
            (isBad && (Has(camera, kind) || BadAt(changes, options) is not { } due || due <= now)) || now < Flapping.LastsUntil(changes, options);

        void Add(TroubleKind kind)
        {
            var active = camera.Troubles.FirstOrDefault(t => t.Kind == kind);
            builder.Add(active.Kind == kind ? active : new ActiveTrouble(kind, now));
        }
    }

    /// <summary>When being away becomes a trouble; null where the device is not away.</summary>
    public static DateTimeOffset? AwayAt(CameraState camera, PresenceOptions options) => camera.Presence == Presence.Offline
        ? camera.PresenceSince + options.OfflineHoldDown + (camera.IsLostByUs ? Ours : TimeSpan.Zero)
        : null;

    /// <summary>When time alone raises a trouble or ends one, or null.</summary>
    public static DateTimeOffset? NextDue(CameraState camera, DateTimeOffset now, PresenceOptions options)
    {
        var presence = Flapping.NextDue(camera, options) ?? (AwayAt(camera, options) is { } away && away > now ? away : null);
        var card = Due(HasBadCard(camera), TroubleKind.SdCardError, camera.SdChanges);
        var video = Due(camera.Video == VideoState.Lost, TroubleKind.VideoLost, camera.VideoChanges);
        var fault = Due(camera.IsFaulty, TroubleKind.Unknown, camera.FaultChanges);
        return new[] { presence, card, video, fault }.Min();

        DateTimeOffset? Due(bool isBad, TroubleKind kind, ImmutableArray<DateTimeOffset> changes) => (isBad, Has(camera, kind)) switch
        {
            (true, false) => BadAt(changes, options),
            (false, true) => Flapping.LastsUntil(changes, options),
            _ => null,
        };
    }

    /// <summary>When a card or a picture that is bad since its last change is a trouble; null: it always was.</summary>
    private static DateTimeOffset? BadAt(ImmutableArray<DateTimeOffset> changes, PresenceOptions options) =>
        changes.IsEmpty ? null : changes[^1] + options.FaultHoldDown;

    private static bool Has(CameraState camera, TroubleKind kind) => camera.Troubles.Any(trouble => trouble.Kind == kind);

    private static bool HasBadCard(CameraState camera) =>
        camera.Kind == DeviceKind.Camera && camera.Sd?.State is SdCardState.Missing or SdCardState.Error or SdCardState.ReadOnly or SdCardState.Full;
}
