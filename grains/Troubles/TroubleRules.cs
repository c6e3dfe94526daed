using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Troubles;

namespace Mihari.Grains.Troubles;

/// <summary>Which troubles a camera has (manual, chapter 5).</summary>
internal static class TroubleRules
{
    /// <summary>The camera with the troubles that its state means at this moment; one that goes on keeps its start.</summary>
    public static CameraState Apply(CameraState camera, DateTimeOffset now, PresenceOptions options)
    {
        var builder = ImmutableArray.CreateBuilder<ActiveTrouble>();
        if (camera.IsBarred)
            Add(TroubleKind.DeviceRemoved);

        // A device that is refused is offline, of course: that is no trouble of its own.
        if (!camera.IsBarred && camera.Presence == Presence.Offline && camera.PresenceSince + options.OfflineHoldDown <= now)
            Add(TroubleKind.NetworkDisconnected);

        if (camera.Kind == DeviceKind.Camera && camera.Sd?.State is SdCardState.Missing or SdCardState.Error or SdCardState.ReadOnly or SdCardState.Full)
            Add(TroubleKind.SdCardError);

        if (camera.Video == VideoState.Lost)
            Add(TroubleKind.VideoLost);

        return builder.SequenceEqual(camera.Troubles) ? camera : camera with { Troubles = builder.ToImmutable() };

        void Add(TroubleKind kind)
        {
            var active = camera.Troubles.FirstOrDefault(t => t.Kind == kind);
            builder.Add(active.Kind == kind ? active : new ActiveTrouble(kind, now));
        }
    }
}
