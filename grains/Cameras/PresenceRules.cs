using Mihari.Cameras;
using Mihari.Grains.Troubles;
using Mihari.Identifiers;

namespace Mihari.Grains.Cameras;

/// <summary>Presence by connection epochs, never by clocks (design, rule 3).</summary>
internal static class PresenceRules
{
    /// <summary>A connection was let in.</summary>
    public static CameraState Connected(CameraState camera, string gateway, long attempt, DateTimeOffset now) => camera with
    {
        Epoch = camera.Epoch + 1,
        FirstSeen = camera.Epoch == 0 ? now : camera.FirstSeen,
        LastOutage = camera.Presence == Presence.Offline ? new Outage(camera.PresenceSince, now, camera.IsLostByUs) : camera.LastOutage,
        Gateway = gateway,
        Attempt = attempt,
        Presence = Presence.Online,
        PresenceSince = camera.Presence == Presence.Online ? camera.PresenceSince : now,
        IsLostByUs = false,
        PresenceChanges = camera is { Presence: Presence.Offline, IsLostByUs: false } ? Flapping.Changed(camera, now) : camera.PresenceChanges,
    };

    /// <summary>A connection ended; one that is not the newest changes nothing.</summary>
    public static CameraState Disconnected(CameraState camera, long epoch, DateTimeOffset now) =>
        epoch == camera.Epoch && camera.Presence is Presence.Online or Presence.Suspect
            ? camera with { Presence = Presence.Offline, PresenceSince = now, PresenceChanges = Flapping.Changed(camera, now) }
            : camera;

    /// <summary>
    /// The server itself let a connection go: it stops, or could not make durable what the device said. That is no news of the device,
    /// which has the reconnect window to come back.
    /// </summary>
    public static CameraState LetGo(CameraState camera, long epoch, DateTimeOffset now) =>
        epoch == camera.Epoch && camera.Presence is Presence.Online
            ? camera with { Presence = Presence.Suspect, PresenceSince = now }
            : camera;

    /// <summary>
    /// A gateway has given up attempts, and has no connection that is newer than the one it holds: the epoch that one of them opened
    /// has nobody. A newer attempt is not meant, even where its answer is still on its way.
    /// </summary>
    public static CameraState LetGoUnheld(CameraState camera, string gateway, long held, long attempt, DateTimeOffset now) =>
        gateway == camera.Gateway && camera.Attempt <= attempt && held < camera.Epoch ? LetGo(camera, camera.Epoch, now) : camera;

    /// <summary>Whether only the end of the reconnect window is left to say that the device is offline.</summary>
    public static bool IsAboutToBeOffline(CameraState camera, DateTimeOffset now, PresenceOptions options) =>
        camera.Presence is Presence.Suspect && camera.PresenceSince + options.ReconnectWindow <= now;

    /// <exception cref="SupersededException">A message came over a connection that is not the newest.</exception>
    public static void Demand(CameraState camera, DeviceId device, long epoch)
    {
        if (epoch < camera.Epoch)
            throw new SupersededException(device);
    }

    /// <summary>A message came over the newest connection: the device is there, whatever was suspected.</summary>
    /// <exception cref="SupersededException">It came over an older one.</exception>
    public static CameraState Heard(CameraState camera, DeviceId device, long epoch, DateTimeOffset now)
    {
        Demand(camera, device, epoch);
        return epoch == camera.Epoch && camera.Presence is Presence.Suspect
            ? camera with { Presence = Presence.Online, PresenceSince = now }
            : camera;
    }

    /// <summary>
    /// What others are shown: a connection over a gateway that is gone is suspect at once, also where nothing is written of it, since
    /// most of those devices are back within moments.
    /// </summary>
    public static CameraState Shown(CameraState camera, bool gatewayIsAlive) =>
        camera.Presence == Presence.Online && !gatewayIsAlive ? camera with { Presence = Presence.Suspect } : camera;

    /// <summary>Time went by: a gateway's death makes suspect, the end of the reconnect window makes offline.</summary>
    public static CameraState Advance(CameraState camera, bool gatewayIsAlive, DateTimeOffset now, PresenceOptions options) => camera.Presence switch
    {
        Presence.Online when !gatewayIsAlive => camera with { Presence = Presence.Suspect, PresenceSince = now },
        Presence.Suspect when camera.PresenceSince + options.ReconnectWindow <= now => camera with { Presence = Presence.Offline, PresenceSince = now, IsLostByUs = true },
        _ => camera,
    };

    /// <summary>When <see cref="Advance"/> or a trouble that time raises or ends has something to do next, or null.</summary>
    public static DateTimeOffset? NextDue(CameraState camera, DateTimeOffset now, PresenceOptions options)
    {
        var trouble = TroubleRules.NextDue(camera, now, options);
        return camera.Presence is Presence.Suspect && camera.PresenceSince + options.ReconnectWindow is var end && !(trouble < end) ? end : trouble;
    }
}
