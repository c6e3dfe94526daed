using Mihari.Cameras;
using Mihari.Grains.Capture;

namespace Mihari.Grains.Cameras;

/// <summary>When a camera has something to do that no message will ask for.</summary>
internal static class CameraSchedule
{
    /// <summary>What is further away is found by the sweep that visits every camera.</summary>
    private static readonly TimeSpan LongestStay = TimeSpan.FromHours(8);

    /// <summary>How long a camera whose gateway is gone may take to come back before that is written.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>How long an idle camera must stay active for what it waits for; null where it need not.</summary>
    public static TimeSpan? StaysFor(TimeSpan wait) =>
        wait != Timeout.InfiniteTimeSpan && wait <= LongestStay ? wait + TimeSpan.FromMinutes(1) : null;

    /// <summary>How long until then; infinite where there is nothing.</summary>
    public static TimeSpan WaitForNext(CameraState camera, bool isGatewayAlive, DateTimeOffset now, PresenceOptions presence, CaptureOptions capture)
    {
        if (camera.Presence == Presence.Online && !isGatewayAlive)
            return Grace;

        var due = PresenceRules.NextDue(camera, now, presence);
        if (CaptureDecisions.NextDue(camera, capture) is { } clips && (due is null || clips < due))
            due = clips;

        return due is not { } at ? Timeout.InfiniteTimeSpan : at > now ? at - now : TimeSpan.Zero;
    }
}
