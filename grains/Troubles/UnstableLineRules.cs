using System.Collections.Immutable;
using Mihari.Grains.Buildings;
using Mihari.Grains.Cameras;
using Mihari.Grains.Notifications;
using Mihari.Identifiers;
using Mihari.Troubles;

namespace Mihari.Grains.Troubles;

/// <summary>
/// When cameras that come and go do so with their building's line. Each waits for a minute for the others; without side effects, and the same
/// object where nothing changes.
/// </summary>
internal static class UnstableLineRules
{
    /// <summary>Whether the notice is known already, or told with the line's.</summary>
    public static bool IsExplained(LineWatchState watch, Notice notice)
    {
        if (notice is not { Device: { } device, Trouble.Since: var since })
            return false;

        return watch.Held.Any(held => held.Id == notice.Id)
            || (watch.Unstable is { } line && line.Devices.Contains(device) && line.From <= since)
            || watch.Past.Any(past => past.Kind == TroubleKind.Unstable && past.Explains(device, since));
    }

    /// <summary>The watch with a notice that is not explained; null: it is told as the device's own.</summary>
    public static LineWatchState? Reported(LineWatchState watch, Notice notice)
    {
        if (notice is not { Device: { } device, Trouble: { } trouble })
            return null;

        if (notice.Kind == NoticeKind.TroubleRaised)
        {
            return watch.Unstable is { } line && line.From <= trouble.Since
                ? watch with { Unstable = line with { Devices = line.Devices.Add(device) } }
                : watch with { Held = [.. watch.Held.Append(notice).OrderBy(held => held.Trouble!.Since)] };
        }

        // Over before it was known whose it is, or before that was told: the end waits behind the beginning.
        if (watch.Held.FirstOrDefault(held => held.Device == device && held.Trouble!.Since == trouble.Since) is { } raised)
            return watch with { Held = watch.Held.Remove(raised), Pending = [.. watch.Pending, raised, notice] };

        return watch.Pending.Any(told => told.Device == device && told.Trouble!.Kind == trouble.Kind && told.Trouble.Since == trouble.Since)
            ? watch with { Pending = watch.Pending.Add(notice) }
            : null;
    }

    /// <summary>The watch after a look at who comes and goes.</summary>
    public static LineWatchState Looked(LineWatchState watch, BuildingId id, AwayCameras building, DateTimeOffset now)
    {
        watch = Quiet(watch, id, building, now);
        while (watch.Held is [var first, ..] && first.Trouble!.Since + LineRules.Together <= now)
        {
            // Where a room could not be read, most are not to be told from few; but nobody waits for it for ever.
            if (!building.IsWhole && now < first.Trouble.Since + LineRules.Patience)
                return watch;

            var cameras = watch.Held.TakeWhile(held => held.Trouble!.Since <= first.Trouble.Since + LineRules.Together)
                .Count(held => !held.Trouble!.IsHub && building.Unstable.Any(u => u.Device == held.Device));
            watch = building.IsWhole && watch.Unstable is null && LineRules.IsMost(cameras, building.All)
                ? Begun(watch, new UnstableLine(now, first.Trouble.Since, first.Place, cameras, [.. watch.Held.Select(held => held.Device!.Value)]), id, building.Name, now)
                : watch with { Held = watch.Held.RemoveAt(0), Pending = watch.Pending.Add(first) };
        }

        return watch;
    }

    private static LineWatchState Begun(LineWatchState watch, UnstableLine line, BuildingId id, string name, DateTimeOffset now) => watch with
    {
        Held = [],
        Unstable = line,
        Pending = watch.Pending.Add(Of(id, name, line, NoticeKind.TroubleRaised, now)),
    };

    /// <summary>The line is well when none of its devices is unstable, or when few have been for long: those have a trouble of their own then.</summary>
    private static LineWatchState Quiet(LineWatchState watch, BuildingId id, AwayCameras building, DateTimeOffset now)
    {
        // Where a room could not be read, its cameras are missing, and are not well.
        if (watch.Unstable is not { } line || !building.IsWhole)
            return watch;

        var left = building.Unstable.Where(u => line.Devices.Contains(u.Device)).ToImmutableArray();
        if (left.IsEmpty)
            return Ended(watch, id, building.Name, line, left, now);

        var since = LineRules.NearlyOver(line.MostQuietAt, left.Count(u => !u.IsHub), line.Cameras, now);
        if (since != line.MostQuietAt)
            return watch with { Unstable = line with { MostQuietAt = since } };

        return since + LineRules.Patience <= now ? Ended(watch, id, building.Name, line, left, now) : watch;
    }

    private static LineWatchState Ended(LineWatchState watch, BuildingId id, string name, UnstableLine line, ImmutableArray<UnstableDevice> left, DateTimeOffset now) => watch with
    {
        Unstable = null,
        Past = watch.Past.Insert(0, new PastLineLoss(line.From, now, line.Devices.RemoveRange(left.Select(u => u.Device))) { Kind = TroubleKind.Unstable }),
        Pending =
        [
            .. watch.Pending, Of(id, name, line, NoticeKind.TroubleEnded, now),
            .. left.Select(u => NoticeRules.Unstable(u.Device, u.Name, line.Place with { Room = u.Room }, u.IsHub, u.Since)),
        ],
    };

    private static Notice Of(BuildingId id, string name, UnstableLine line, NoticeKind kind, DateTimeOffset now) => LineRules.Of(
        id, name, kind, line.Place, new TroubleNotice(TroubleKind.BuildingLineUnstable, line.Since, line.From, line.Cameras), now);
}
