using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Grains.Accounts;
using Mihari.Grains.Cameras;
using Mihari.Grains.Timeline;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Timeline;

namespace Mihari.Grains.Recordings;

/// <summary>The minutes on a camera's card, as the timeline keeps their manifests.</summary>
internal sealed class RecordingHistory(DeviceId camera, ITimeline timeline)
{
    /// <summary>A card holds about ten days; one more, for the day in which the tenth begins.</summary>
    public static readonly TimeSpan LongestSpan = TimeSpan.FromDays(11);

    private const int Page = 1000;

    /// <summary>A manifest lies in the timeline by the device's clock, which may have been set since.</summary>
    public static readonly TimeSpan Drift = TimeSpan.FromMinutes(5);

    /// <summary>A trouble that goes on was raised some time before.</summary>
    private static readonly TimeSpan TroubleReach = TimeSpan.FromDays(31);

    /// <summary>One that is raised after the span may be of a time in it: the longest hold-down, and a little more.</summary>
    public static readonly TimeSpan LatestRaised = TimeSpan.FromMinutes(75);

    /// <summary>A span, for one who may see it.</summary>
    /// <exception cref="UnknownIdException">The camera stands nowhere, or at another customer's.</exception>
    /// <exception cref="InvalidInputException">The span is empty or longer than 11 days.</exception>
    public async Task<RecordedSpan> Read(Caller by, CameraState state, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        Access.Demand(by, Permission.ViewRecordings, state.Place?.Customer, "camera", camera.Value);
        if (from >= to || to - from > LongestSpan)
            throw new InvalidInputException("to", "must be after from, and at most 11 days later");

        (from, to) = (state.HistoryFrom is { } since && since > from ? since : from, to < now ? to : now);
        if (from >= to)
            return new RecordedSpan(from, from, [], []);

        var minutes = All(TimelineKind.Segment, from - state.ClockSkew - Drift, to - state.ClockSkew + Drift, TimelineEntries.ReadSegment);
        var troubles = All(TimelineKind.Trouble, from - TroubleReach, to + LatestRaised, TimelineEntries.ReadTrouble);
        return RecordingRules.Span(state, from, to, await minutes, await troubles, now);
    }

    private async Task<ImmutableArray<T>> All<T>(TimelineKind kind, DateTimeOffset from, DateTimeOffset to, Func<TimelineEntry, T> read)
    {
        var all = ImmutableArray.CreateBuilder<T>();
        string? more = null;
        do
        {
            var page = await timeline.Read(new TimelineQuery(camera.Value, kind, from, to, NewestFirst: true, Page, more));
            all.AddRange(page.Entries.Select(read));
            more = page.Continuation;
        }
        while (more is not null);

        all.Reverse();
        return all.DrainToImmutable();
    }
}
