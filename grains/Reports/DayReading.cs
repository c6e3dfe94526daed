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

/// <summary>What the timeline has of a camera's past beside its minutes, as far as any day that is counted is concerned by it.</summary>
/// <param name="Outages">Its absences that are over.</param>
/// <param name="Troubles">Those that may reach into the days, over or not.</param>
/// <param name="Newest">The newest minute that it has announced; null: it has none in the days or later.</param>
internal sealed record CameraPast(IReadOnlyCollection<OutageBody> Outages, IReadOnlyCollection<TroubleBody> Troubles, RecordedMinute? Newest);

/// <summary>Reads from the timeline what days of cameras are counted from.</summary>
internal sealed class DayReading(ITimeline timeline)
{
    private const int Page = 1000;

    /// <summary>A trouble that ended on a day was raised some time before.</summary>
    private static readonly TimeSpan TroubleReach = TimeSpan.FromDays(31);

    /// <summary>When the server was down in a time, and in the day before: a camera that is back since then still announces.</summary>
    public async Task<ImmutableArray<Span>> ServerDown(DateTimeOffset from, DateTimeOffset to) =>
        [.. (await Outages(IServiceWatch.Key, from, to)).Select(outage => new Span(outage.From, outage.To))];

    /// <summary>Since when a camera has recorded that is older than what is kept of it; null: nothing is stored of it.</summary>
    public async Task<DateTimeOffset?> Oldest(DeviceId device, DateTimeOffset now)
    {
        var page = await timeline.Read(new TimelineQuery(device.Value, TimelineKind.Segment, now - RetentionGrain.KeepSegments, now, NewestFirst: false, Limit: 1));
        return page.Entries.Count == 0 ? null : TimelineEntries.ReadSegment(page.Entries[0]).Start;
    }

    /// <summary>A camera's past, for all days from one on.</summary>
    /// <param name="facts">How it stands.</param>
    /// <param name="from">The first day's beginning.</param>
    /// <param name="now">The present.</param>
    public async Task<CameraPast> Past(CameraFacts facts, DateTimeOffset from, DateTimeOffset now)
    {
        var (device, skew) = (facts.Status.Camera.Value, facts.Track!.ClockSkew);
        var outages = Outages(device, from, now);
        var newest = timeline.Read(new TimelineQuery(device, TimelineKind.Segment, First(from, skew), now - skew + RecordingHistory.Drift, NewestFirst: true, Limit: 1));
        var troubles = await All(device, TimelineKind.Trouble, from - TroubleReach, now + RecordingHistory.LatestRaised, TimelineEntries.ReadTrouble);
        troubles.AddRange(facts.Status.Troubles.Where(t => t.Since < from - TroubleReach).Select(t => new TroubleBody(t.Kind, t.Since, null)));
        return new CameraPast(await outages, troubles, (await newest).Entries.Select(TimelineEntries.ReadSegment).FirstOrDefault());
    }

    /// <summary>The minutes that a camera has announced of a day, and some around it.</summary>
    /// <param name="facts">How it stands.</param>
    /// <param name="day">The day's beginning.</param>
    /// <param name="end">Its end, or the present.</param>
    public Task<List<RecordedMinute>> Minutes(CameraFacts facts, DateTimeOffset day, DateTimeOffset end)
    {
        var skew = facts.Track!.ClockSkew;
        return All(facts.Status.Camera.Value, TimelineKind.Segment, First(day, skew), end - skew + RecordingHistory.Drift, TimelineEntries.ReadSegment);
    }

    /// <summary>A manifest lies in the timeline by the device's clock, which may have been set since.</summary>
    private static DateTimeOffset First(DateTimeOffset day, TimeSpan skew) => day - RecordingAccount.Around - skew - RecordingHistory.Drift;

    private Task<List<OutageBody>> Outages(string owner, DateTimeOffset from, DateTimeOffset to) =>
        All(owner, TimelineKind.Outage, from - DayRules.CatchesUpWithin, to.AddMilliseconds(1), TimelineEntries.ReadOutage);

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
}
