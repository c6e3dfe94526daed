using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Troubles;

namespace Mihari.Grains.Troubles;

/// <summary>
/// Devices that come and go: one trouble, and not one each time (design, rule 3). What a gateway of ours had a part in doesn't count:
/// a device that was suspected and is back never went.
/// </summary>
internal static class Flapping
{
    /// <summary>What the option may ask for at most.</summary>
    private const int Most = 100;

    /// <summary>The changes with one more, of now.</summary>
    public static ImmutableArray<DateTimeOffset> Changed(CameraState camera, DateTimeOffset now) => Newest(camera.PresenceChanges.Add(now), Most);

    /// <summary>The newest changes, as many as are looked at; the same where there are no more.</summary>
    public static ImmutableArray<DateTimeOffset> Newest(ImmutableArray<DateTimeOffset> changes, int count) =>
        changes.Length > count ? changes[^count..] : changes;

    /// <summary>Whether the device is unstable. It begins with the change that is one too many, and lasts until a whole window was quiet.</summary>
    public static bool IsUnstable(CameraState camera, DateTimeOffset now, PresenceOptions options)
    {
        var changes = camera.PresenceChanges;
        if (IsStanding(camera))
            return now < QuietAt(camera, options);

        return IsMany(changes, options) && now < changes[^1] + options.FlapWindow;
    }

    /// <summary>When an unstable device is so no more if nothing else happens; null where it isn't.</summary>
    public static DateTimeOffset? NextDue(CameraState camera, PresenceOptions options) => IsStanding(camera) ? QuietAt(camera, options) : null;

    /// <summary>Until when what has changed too often lasts although it is well just now; null where it has not.</summary>
    public static DateTimeOffset? LastsUntil(ImmutableArray<DateTimeOffset> changes, PresenceOptions options) =>
        IsMany(changes, options) ? changes[^1] + options.FlapWindow : null;

    private static bool IsMany(ImmutableArray<DateTimeOffset> changes, PresenceOptions options) =>
        changes.Length >= options.FlapChanges && changes[^1] - changes[^options.FlapChanges] <= options.FlapWindow;

    private static bool IsStanding(CameraState camera) => camera.Troubles.Any(trouble => trouble.Kind == TroubleKind.Unstable);

    /// <summary>Where it is away then, that is a trouble of its own, without a moment between the two.</summary>
    private static DateTimeOffset QuietAt(CameraState camera, PresenceOptions options)
    {
        var last = camera.PresenceChanges.IsEmpty ? camera.PresenceSince : camera.PresenceChanges[^1];
        var quiet = last + options.FlapWindow;
        return TroubleRules.AwayAt(camera, options) is { } away && away > quiet ? away : quiet;
    }
}
