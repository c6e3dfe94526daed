using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Grains.Recordings;
using Mihari.Grains.Timeline;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Timeline;
using Mihari.Troubles;

namespace Mihari.Grains.Reports;

/// <summary>Counts days of cameras from what the timeline has.</summary>
internal sealed class DayReading(ITimeline timeline)
{
    private const int Page = 1000;

    /// <summary>A trouble that ended on a day was raised some time before.</summary>
    private static readonly TimeSpan TroubleReach = TimeSpan.FromDays(31);

    /// <summary>When the server was down in a time.</summary>
    public async Task<ImmutableArray<Span>> ServerDown(DateTimeOffset from, DateTimeOffset to) =>
        [.. (await Outages(IServiceWatch.Key, from, to)).Select(outage => new Span(outage.From, outage.To))];

    /// <summary>Since when a camera has recorded that is older than what is kept of it; null: nothing is stored of it.</summary>
    public async Task<DateTimeOffset?> Oldest(DeviceId device, DateTimeOffset now)
    {
        var page = await timeline.Read(new TimelineQuery(device.Value, TimelineKind.Segment, now - RetentionGrain.KeepSegments, now, NewestFirst: false, Limit: 1));
        return page.Entries.Count == 0 ? null : TimelineEntries.ReadSegment(page.Entries[0]).Start;
    }

    /// <summary>A day of a camera.</summary>
    /// <param name="stays">When it stood in the building, in order; one at least.</param>
    /// <param name="facts">How it stands.</param>
    /// <param name="day">The day's beginning.</param>
    /// <param name="down">When the server was down.</param>
    /// <param name="now">The present.</param>
    /// <returns>Null: it did not stand there on that day.</returns>
    public async Task<CameraDay?> Count(IReadOnlyList<CameraStay> stays, CameraFacts facts, DateTimeOffset day, ImmutableArray<Span> down, DateTimeOffset now)
    {
        var end = day.AddDays(1) < now ? day.AddDays(1) : now;
        var there = stays.Where(stay => !(stay.From >= end) && !(stay.To <= day)).ToList();
        if (there.Count == 0)
            return null;

        var (track, status, last) = (facts.Track!, facts.Status, there[^1]);
        var seen = status.Presence == Presence.NeverSeen ? DateTimeOffset.MaxValue : track.FirstSeen ?? DateTimeOffset.MinValue;
        ImmutableArray<Span> due = [.. there.Select(stay => new Span(Later(Later(stay.From ?? day, day), seen), Earlier(stay.To ?? end, end))).Where(span => span.From < span.To)];
        if (due.IsEmpty)
            return new CameraDay(last.Device, day, new DayBody(last.Name, last.RoomName, null, null, []));

        // A manifest lies in the timeline by the device's clock, which may have been set since.
        var (first, until) = (day - RecordingAccount.Around - track.ClockSkew - RecordingHistory.Drift, end - track.ClockSkew + RecordingHistory.Drift);
        var minutes = All(last.Device.Value, TimelineKind.Segment, first, until, TimelineEntries.ReadSegment);
        var newest = await timeline.Read(new TimelineQuery(
            last.Device.Value, TimelineKind.Segment, first, now - track.ClockSkew + RecordingHistory.Drift, NewestFirst: true, Limit: 1));
        var troubles = await All(last.Device.Value, TimelineKind.Trouble, day - TroubleReach, end + RecordingHistory.LatestRaised, TimelineEntries.ReadTrouble);
        troubles.AddRange(status.Troubles.Where(t => t.Since < day - TroubleReach).Select(t => new TroubleBody(t.Kind, t.Since, null)));
        var body = DayFacts.Of(
            due, status, track.IsLostByUs, await minutes, newest.Entries.Count == 0 ? null : TimelineEntries.ReadSegment(newest.Entries[0]),
            await Outages(last.Device.Value, day, now), troubles, down, now);
        return new CameraDay(last.Device, day, new DayBody(last.Name, last.RoomName, due[0].From, due[^1].To, DayRules.Hours(body, day, now)));
    }

    /// <summary>A day of a camera that cannot answer: open, and not seen.</summary>
    public static CameraDay? CountUnknown(IReadOnlyList<CameraStay> stays, DateTimeOffset day, DateTimeOffset now)
    {
        var end = Earlier(day.AddDays(1), now);
        ImmutableArray<Span> due = [.. stays.Select(stay => new Span(Later(stay.From ?? day, day), Earlier(stay.To ?? end, end))).Where(span => span.From < span.To)];
        return due.IsEmpty ? null : new CameraDay(stays[^1].Device, day, new DayBody(
            stays[^1].Name, stays[^1].RoomName, due[0].From, due[^1].To, DayRules.Hours(new DayFacts(due, [], null, [], [], due, null, true), day, now)));
    }

    private Task<List<OutageBody>> Outages(string owner, DateTimeOffset from, DateTimeOffset to) =>
        All(owner, TimelineKind.Outage, from, to.AddMilliseconds(1), TimelineEntries.ReadOutage);

    private async Task<List<T>> All<T>(string owner, TimelineKind kind, DateTimeOffset from, DateTimeOffset to, Func<TimelineEntry, T> read)
    {
        var all = new List<T>();
        string? more = null;
        do
        {
            var page = await timeline.Read(new TimelineQuery(owner, kind, from, to, NewestFirst: true, Page, more));
            all.AddRange(page.Entries.Select(read));
            more = page.Continuation;
        }
        while (more is not null);

        all.Reverse();
        return all;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
