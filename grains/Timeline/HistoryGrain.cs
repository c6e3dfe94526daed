using System.Diagnostics;
using Mihari.Grains.Reports;
using Mihari.Timeline;
using Microsoft.Extensions.Options;

namespace Mihari.Grains.Timeline;

/// <summary>Lets go what is too old to be looked up.</summary>
internal sealed class HistoryGrain(ITimeline timeline, IOptions<HistoryOptions> options, IOptions<ReportOptions> reports, TimeProvider time) : Grain, IHistory
{
    private const int AtOnce = 1000;

    public Task<bool> LetGo(TimelineKind kind)
    {
        var before = time.GetUtcNow() - Keep(kind);
        return timeline.LetGo(
            new TimelineQuery(this.GetPrimaryKeyString(), kind, DateTimeOffset.UnixEpoch, before, NewestFirst: false, AtOnce),
            entry => Task.FromResult(Over(entry) < before));
    }

    /// <summary>When it was over by the server's clock, as that of a device may be years behind; null: it goes on.</summary>
    private static DateTimeOffset? Over(TimelineEntry entry) => entry.Kind switch
    {
        TimelineKind.Event => entry.At.AddMilliseconds(TimelineEntries.ReadEvent(entry).SkewMs),
        TimelineKind.Trouble => TimelineEntries.ReadTrouble(entry).Ended,
        _ => entry.At,
    };

    private TimeSpan Keep(TimelineKind kind) => kind switch
    {
        TimelineKind.Event => options.Value.KeepEvents,
        TimelineKind.Trouble => options.Value.KeepTroubles,
        TimelineKind.Notification => options.Value.KeepNotifications,
        TimelineKind.Outage => options.Value.KeepOutages,
        TimelineKind.Day => reports.Value.KeepDays,
        _ => throw new UnreachableException($"{kind} has a retention of its own, or is kept"),
    };
}
