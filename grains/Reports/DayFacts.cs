using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Grains.Recordings;
using Mihari.Grains.Timeline;
using Mihari.Recordings;
using Mihari.Troubles;

namespace Mihari.Grains.Reports;

/// <summary>A span of time, its end exclusive.</summary>
internal readonly record struct Span(DateTimeOffset From, DateTimeOffset To)
{
    public bool Contains(DateTimeOffset moment) => From <= moment && moment < To;

    public bool Overlaps(Span other) => From < other.To && other.From < To;
}

/// <summary>A span in which a camera was away.</summary>
internal readonly record struct Absence(Span Span, bool IsLostByUs);

/// <summary>A span in which a recording could not be made, and why.</summary>
internal readonly record struct Fault(Span Span, GapCause Cause);

/// <summary>What is known of a camera's time.</summary>
/// <param name="Due">When it stood in the building and had been connected once, in order.</param>
/// <param name="Recorded">What it has announced, in any order.</param>
/// <param name="Newest">The end of the newest minute that it has announced, of whatever day; null: it has none.</param>
/// <param name="Absences">When it was away, in any order.</param>
/// <param name="Faults">When it could not record, in any order.</param>
/// <param name="ServerDown">When nobody could see it.</param>
/// <param name="BackSince">When it was back from its last absence, or the server from its own; null: it is away, or was never so.</param>
/// <param name="IsAway">Whether it is away.</param>
internal sealed record DayFacts(
    ImmutableArray<Span> Due,
    ImmutableArray<Span> Recorded,
    DateTimeOffset? Newest,
    ImmutableArray<Absence> Absences,
    ImmutableArray<Fault> Faults,
    ImmutableArray<Span> ServerDown,
    DateTimeOffset? BackSince,
    bool IsAway)
{
    /// <param name="due">When it stood in the building.</param>
    /// <param name="status">How it stands.</param>
    /// <param name="isLostByUs">Where it is offline: whether a gateway of ours was lost.</param>
    /// <param name="minutes">What it has announced.</param>
    /// <param name="newest">The newest of all that it has announced.</param>
    /// <param name="outages">Its absences that are over.</param>
    /// <param name="troubles">Those that may reach into the time, over or not.</param>
    /// <param name="down">When the server was down.</param>
    /// <param name="now">The present.</param>
    public static DayFacts Of(
        ImmutableArray<Span> due, CameraStatus status, bool isLostByUs, IEnumerable<RecordedMinute> minutes, RecordedMinute? newest, IReadOnlyCollection<OutageBody> outages,
        IReadOnlyCollection<TroubleBody> troubles, ImmutableArray<Span> down, DateTimeOffset now)
    {
        var isAway = status.Presence == Presence.Offline;

        // The row of an end may be lost in a crash: what goes on has the camera itself.
        troubles = [.. troubles.Where(t => t.Ended is not null || status.Troubles.Contains(new ActiveTrouble(t.Kind, t.Since)))];
        var absences = outages.Select(o => new Absence(new Span(o.From, o.To), o.IsLostByUs)).ToList();
        if (isAway)
            absences.Add(new Absence(new Span(status.PresenceSince, now), isLostByUs));

        // Before absences were kept, those were that a trouble was made of.
        var told = troubles.Where(t => t.Kind == TroubleKind.NetworkDisconnected)
            .Select(t => new Span(t.Away ?? t.Since, t.Ended ?? now)).Where(span => !absences.Any(known => known.Span.Overlaps(span))).ToList();
        absences.AddRange(told.Select(span => new Absence(span, false)));

        var faults = troubles.Where(t => RecordingRules.CauseOf(t.Kind) is not null and not GapCause.Offline)
            .Select(t => new Fault(new Span(t.Since, t.Ended ?? now), RecordingRules.CauseOf(t.Kind)!.Value));

        // After a stop of the server a camera is back without an absence, and announces what it recorded meanwhile.
        var backs = absences.Select(absence => absence.Span.To).Concat(down.Select(span => span.To)).ToList();
        return new DayFacts(
            due, [.. minutes.Select(m => new Span(m.Start, m.End))], newest?.End, [.. absences], [.. faults], down,
            isAway || backs.Count == 0 ? null : backs.Max(), isAway);
    }
}
