using System.Collections.Immutable;
using Mihari.Grains.Buildings;
using Mihari.Grains.Cameras;
using Mihari.Grains.Notifications;
using Mihari.Identifiers;
using Mihari.Troubles;

namespace Mihari.Grains.Troubles;

/// <summary>When the loss of cameras is the loss of their building's line; without side effects, and the same object where nothing changes.</summary>
internal static class LineRules
{
    /// <summary>Within how long its cameras are lost: as they keep their connections alive, a line that is cut shows over half a minute.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromMinutes(1);

    /// <summary>How long those are waited for that stay away when most are back.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private const int Fewest = 3;

    /// <summary>A camera hands its notices on again after a restart, and whoever sends them takes none that are older than a week.</summary>
    private static readonly TimeSpan KeepPast = TimeSpan.FromDays(8);

    private const int MostPast = 20;

    /// <summary>Whether a line that is or was down explains the notice, as far as is known without asking the building.</summary>
    public static bool IsExplained(LineWatchState watch, Notice notice)
    {
        if (notice is not { Device: { } device, Trouble.Since: var since })
            return false;

        return (watch.Line is { } line && line.Lost.Contains(device) && line.Away <= since)
            || watch.Past.Any(past => past.Kind == TroubleKind.NetworkDisconnected && past.Explains(device, since));
    }

    /// <summary>The watch where the line explains a disconnection; null: it is the device's own.</summary>
    public static LineWatchState? Raised(LineWatchState watch, BuildingId id, Notice notice, AwayCameras building, DateTimeOffset now)
    {
        if (notice is not { Kind: NoticeKind.TroubleRaised, Device: { } device, Trouble: { } trouble })
            return null;

        // A camera that is not among them is back already.
        if (!trouble.IsHub && !building.Away.Any(a => a.Camera == device))
            return null;

        var moment = trouble.Away ?? trouble.Since;
        if (watch.Line is { } known)
            return (moment - known.Away).Duration() <= Together && !known.Lost.Contains(device) ? watch with { Line = With(known, notice, device) } : null;

        var lost = LostTogether(building.Away, moment);
        if (!IsMost(lost.Count, building.All))
            return null;

        var line = new LineLoss(now, lost[0].Since, notice.Place, [.. lost.Select(a => a.Camera)]);
        line = line.Lost.Contains(device) ? line : With(line, notice, device);
        return watch with { Line = line, Pending = watch.Pending.Add(Of(id, building.Name, line, NoticeKind.TroubleRaised, now)) };
    }

    /// <summary>The watch after a look at who of the lost, hubs among them, is back.</summary>
    public static LineWatchState Looked(LineWatchState watch, BuildingId id, AwayCameras building, DateTimeOffset now)
    {
        // Where a room could not be read, its cameras are missing, and are not back.
        if (watch.Line is not { } line || !building.IsWhole)
            return watch;

        var away = building.Away.Where(a => line.Lost.Contains(a.Camera)).ToImmutableArray();
        if (away.IsEmpty)
            return Ended(watch, id, building.Name, line, away, now);

        var since = NearlyOver(line.MostBackAt, away.Count(a => !line.Hubs.Any(h => h.Device == a.Camera)), Cameras(line), now);
        if (since != line.MostBackAt)
            return watch with { Line = line with { MostBackAt = since } };

        return since + Patience <= now ? Ended(watch, id, building.Name, line, away, now) : watch;
    }

    /// <summary>Without what was taken, and without what is so long ago that nothing of it comes any more.</summary>
    public static LineWatchState Without(LineWatchState watch, IReadOnlySet<string> taken, DateTimeOffset now)
    {
        var pending = watch.Pending.RemoveAll(notice => taken.Contains(notice.Id));
        var past = watch.Past.RemoveAll(p => p.Ended + KeepPast <= now);
        past = past.Length > MostPast ? past[..MostPast] : past;
        return pending == watch.Pending && past == watch.Past ? watch : watch with { Pending = pending, Past = past };
    }

    /// <summary>Whether so many of the building's cameras are most of them, and not just two that hang on the same switch.</summary>
    public static bool IsMost(int cameras, int all) => cameras >= Fewest && cameras * 2 > all;

    /// <summary>Since when fewer than half of a line's cameras still have what it is; null: more have.</summary>
    public static DateTimeOffset? NearlyOver(DateTimeOffset? since, int left, int all, DateTimeOffset now) => left * 2 >= all ? null : since ?? now;

    /// <summary>A notice of the building's line; the same one of the same trouble whenever it is made.</summary>
    public static Notice Of(BuildingId id, string name, NoticeKind kind, CameraPlace place, TroubleNotice trouble, DateTimeOffset now) => new(
        NoticeIds.Of(kind.ToString(), id.Value, trouble.Kind.ToString(), NoticeIds.Moment(trouble.Away!.Value)), kind, NoticeIds.Rounded(now), place, null, name, trouble);

    /// <summary>The troubles of devices that the line is now, and that those were which it remembers: their end may not be in the timeline yet.</summary>
    public static ImmutableArray<ExplainedTroubles> Explained(LineWatchState watch) =>
    [
        .. watch.Line is { } line ? [new ExplainedTroubles(TroubleKind.NetworkDisconnected, line.Away, null, line.Lost)] : ImmutableArray<ExplainedTroubles>.Empty,
        .. watch.Unstable is { } unstable ? [new ExplainedTroubles(TroubleKind.Unstable, unstable.From, null, unstable.Devices)] : ImmutableArray<ExplainedTroubles>.Empty,
        .. watch.Past.Select(static past => Explained(past)),
    ];

    /// <summary>Those that it was, by the notice of its end; null: it has not ended, or it is too long ago.</summary>
    public static ExplainedTroubles? Explained(LineWatchState watch, Notice ended)
    {
        var kind = ended.Trouble?.Kind == TroubleKind.BuildingLine ? TroubleKind.NetworkDisconnected : TroubleKind.Unstable;
        return ended.Kind == NoticeKind.TroubleEnded && watch.Past.FirstOrDefault(past => past.Kind == kind && past.Away == ended.Trouble!.Away) is { } past
            ? Explained(past)
            : null;
    }

    /// <summary>What is shown of it.</summary>
    public static LineTrouble? Shown(LineWatchState watch) => watch switch
    {
        { Line: { } line } => new LineTrouble(line.Away, Cameras(line)),
        { Unstable: { } line } => new LineTrouble(line.From, line.Cameras, TroubleKind.BuildingLineUnstable),
        _ => null,
    };

    private static ExplainedTroubles Explained(PastLineLoss past) => new(past.Kind, past.Away, past.Ended, past.Explained);

    /// <summary>The line with one more device that was lost with it.</summary>
    private static LineLoss With(LineLoss line, Notice notice, DeviceId device) => line with
    {
        Lost = line.Lost.Add(device),
        Hubs = notice.Trouble!.IsHub ? line.Hubs.Add(new LostHub(device, notice.Place.Room)) : line.Hubs,
    };

    private static int Cameras(LineLoss line) => line.Lost.Length - line.Hubs.Length;

    /// <summary>It is over; those that stay away have a trouble of their own from now on, which nobody was told of.</summary>
    private static LineWatchState Ended(LineWatchState watch, BuildingId id, string name, LineLoss line, ImmutableArray<AwayCamera> away, DateTimeOffset now)
    {
        var own = away.Where(a => a.Disconnected >= line.Away)
            .Select(a => NoticeRules.Disconnected(a.Camera, a.Name, line.Place with { Room = a.Room }, line.Hubs.Any(h => h.Device == a.Camera), a.Disconnected!.Value, a.Since));
        return watch with
        {
            Line = null,
            Past = watch.Past.Insert(0, new PastLineLoss(line.Away, now, line.Lost.RemoveRange(away.Select(a => a.Camera)))),
            Pending = [.. watch.Pending, Of(id, name, line, NoticeKind.TroubleEnded, now), .. own],
        };
    }

    /// <summary>The most cameras that were lost within a minute of each other, at that moment among them; the first of them first.</summary>
    private static IReadOnlyList<AwayCamera> LostTogether(ImmutableArray<AwayCamera> away, DateTimeOffset moment)
    {
        var near = away.Where(a => (a.Since - moment).Duration() <= Together).OrderBy(a => a.Since).ToList();
        IReadOnlyList<AwayCamera> most = [];
        foreach (var start in near.Select(a => a.Since).Append(moment).Where(at => at <= moment))
        {
            var together = near.Where(a => a.Since >= start && a.Since <= start + Together).ToList();
            most = together.Count > most.Count ? together : most;
        }

        return most;
    }

    private static Notice Of(BuildingId id, string name, LineLoss line, NoticeKind kind, DateTimeOffset now) =>
        Of(id, name, kind, line.Place, new TroubleNotice(TroubleKind.BuildingLine, line.Since, line.Away, Cameras(line)), now);
}
