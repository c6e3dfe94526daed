using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Grains.Timeline;
using Mihari.Recordings;
using Mihari.Troubles;

namespace Mihari.Grains.Recordings;

/// <summary>What a span of a camera's recording looks like: its minutes, and why there is nothing between them; without side effects.</summary>
internal static class RecordingRules
{
    /// <summary>A shorter hole is none: minutes are cut between two fragments of about a second.</summary>
    public static readonly TimeSpan SmallestGap = TimeSpan.FromSeconds(3);

    /// <summary>How long after its first picture a minute may be announced: it lasts one, and is made durable and sent.</summary>
    public static readonly TimeSpan AnnouncedWithin = TimeSpan.FromSeconds(75);

    /// <param name="camera">As it stands.</param>
    /// <param name="from">In the server's time, as all that follows.</param>
    /// <param name="to">Not after <paramref name="now"/>.</param>
    /// <param name="minutes">In any order: a clock that was set puts them out of it. What lies outside of the span is left out.</param>
    /// <param name="troubles">Those that may reach into the span.</param>
    /// <param name="now">The present.</param>
    public static RecordedSpan Span(
        CameraState camera, DateTimeOffset from, DateTimeOffset to, ImmutableArray<RecordedMinute> minutes, ImmutableArray<TroubleBody> troubles, DateTimeOffset now)
    {
        var oldest = camera.Sd?.Oldest + camera.ClockSkew;
        var kept = ImmutableArray.CreateBuilder<RecordedMinute>(minutes.Length);
        var gaps = ImmutableArray.CreateBuilder<RecordingGap>();
        var (reached, lost) = (from, from);
        foreach (var minute in minutes.OrderBy(m => m.Start))
        {
            if (minute.End <= from || minute.Start >= to)
                continue;

            if (minute.End <= oldest)
            {
                lost = minute.End > lost ? minute.End : lost;
                continue;
            }

            if (kept.Count > 0 && minute.Start < kept[^1].End - SmallestGap)
                continue; // Announced twice, or the clock was set back.

            Gap(minute.Start);
            kept.Add(minute);
            reached = minute.End > reached ? minute.End : reached;
        }

        Gap(to);
        return new RecordedSpan(from, to, kept.DrainToImmutable(), gaps.ToImmutable());

        void Gap(DateTimeOffset end)
        {
            if (lost > reached)
            {
                var until = lost < end ? lost : end;
                gaps.Add(new RecordingGap(reached, until, GapCause.Overwritten));
                reached = until;
            }

            if (end - reached < SmallestGap)
                return;

            foreach (var gap in Causes(camera, reached, end, troubles, now))
                gaps.Add(gap);
            reached = end;
        }
    }

    /// <summary>Cuts a gap at the troubles in it. The gravest of those that were at a moment is its cause.</summary>
    private static IEnumerable<RecordingGap> Causes(CameraState camera, DateTimeOffset from, DateTimeOffset to, ImmutableArray<TroubleBody> troubles, DateTimeOffset now)
    {
        var within = Causing(camera, troubles, now).Where(t => t.From < to && t.To > from).ToList();
        var cuts = within.SelectMany(t => new[] { t.From, t.To }).Append(from).Append(to);
        var open = OpenFrom(camera, from, to, now);
        var edges = (open is { } at ? cuts.Append(at) : cuts).Where(cut => cut >= from && cut <= to).Distinct().Order().ToList();
        var pieces = new List<RecordingGap>();
        for (var i = 1; i < edges.Count; i++)
        {
            var (start, end) = (edges[i - 1], edges[i]);
            var cause = within.Where(t => t.From < end && t.To > start).Select(t => t.Cause).DefaultIfEmpty(GapCause.NotRecorded).Max();

            // A longer time away is not a minute that closes by itself.
            if (start >= open && (cause != GapCause.Offline || to - from <= AnnouncedWithin))
                cause = GapCause.Recording;
            if (pieces.Count > 0 && pieces[^1].Cause == cause)
                pieces[^1] = pieces[^1] with { To = end };
            else
                pieces.Add(new RecordingGap(start, end, cause));
        }

        return pieces;
    }

    /// <summary>The times in which something was wrong. Being away begins with it, and not with the trouble that is raised after a while.</summary>
    private static IEnumerable<RecordingGap> Causing(CameraState camera, ImmutableArray<TroubleBody> troubles, DateTimeOffset now)
    {
        foreach (var trouble in troubles)
        {
            if (CauseOf(trouble.Kind) is { } cause)
                yield return new RecordingGap(trouble.Away ?? trouble.Since, trouble.Ended ?? now, cause);
        }

        if (camera.Presence == Presence.Offline)
            yield return new RecordingGap(camera.PresenceSince, now, GapCause.Offline);
    }

    /// <summary>
    /// Since when the end of a gap may be a minute that is not announced yet; null: it is none. What the card or the picture was lost for before is
    /// in no minute, and what comes and goes is well again before its trouble is over.
    /// </summary>
    private static DateTimeOffset? OpenFrom(CameraState camera, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        if (to < now - SmallestGap || camera is not { Presence: Presence.Online, Sd.State: SdCardState.Ok, Video: VideoState.Ok })
            return null;

        var well = camera.SdChanges.TakeLast(1).Concat(camera.VideoChanges.TakeLast(1)).Append(to - AnnouncedWithin).Append(from).Max();
        return well < to ? well : null;
    }

    /// <summary>In the order of what tells more.</summary>
    public static GapCause? CauseOf(TroubleKind kind) => kind switch
    {
        TroubleKind.NetworkDisconnected or TroubleKind.Unstable or TroubleKind.DeviceRemoved => GapCause.Offline,
        TroubleKind.SdCardError => GapCause.NoCard,
        TroubleKind.VideoLost => GapCause.NoPictures,
        _ => null,
    };
}
