using System.Collections.Immutable;
using Mihari.Grains.Timeline;
using Mihari.Notifications;
using Mihari.Refusals;
using Mihari.Timeline;

namespace Mihari.Grains.Notifications;

/// <summary>
/// What was told from several outboxes in one list, newest first; what still waits stands where it will stand when it is settled. A continuation
/// names the last one that was shown, so that nothing comes twice or is left out, whatever is told or settled between two pages.
/// </summary>
internal sealed class ToldMerge(IGrainFactory grains, ITimeline timeline, ImmutableArray<string> outboxes, DateTimeOffset until)
{
    /// <exception cref="InvalidInputException">The continuation is none of this list's.</exception>
    public async Task<ToldPage> Read(int limit, string? continuation)
    {
        var after = TimelinePosition.Parse(continuation);
        var all = await Task.WhenAll(outboxes.Select(outbox => ReadOne(outbox, after, limit + 1)));
        var told = all.SelectMany(static one => one).DistinctBy(static one => one.Position).OrderBy(static one => one.Position).Take(limit + 1).ToArray();
        return new ToldPage([.. told.Take(limit).Select(static one => one.Notice)], told.Length > limit ? told[limit - 1].Position.ToString() : null);
    }

    private async Task<List<(TimelinePosition Position, ToldNotice Notice)>> ReadOne(string outbox, TimelinePosition? after, int most)
    {
        // What is settled meanwhile is found twice, and never not at all.
        var waiting = await grains.GetGrain<IOutbox>(outbox).GetWaiting();
        var told = waiting.Select(notice => (Position: new TimelinePosition(notice.At.ToUnixTimeMilliseconds(), outbox, notice.Id), Notice: notice)).Where(IsAfter).ToList();
        var enough = told.Count + most;
        string? more = null;
        do
        {
            var page = await timeline.Read(new TimelineQuery(
                outbox, TimelineKind.Notification, DateTimeOffset.UnixEpoch, after?.End ?? until, NewestFirst: true, most, more));
            told.AddRange(page.Entries.Select(entry => (Position: TimelinePosition.Of(entry), Notice: ToldEntries.Read(entry))).Where(IsAfter));
            more = page.Continuation;
        }
        while (more is not null && told.Count < enough);

        return told;

        bool IsAfter((TimelinePosition Position, ToldNotice Notice) one) => after is not { } last || last.CompareTo(one.Position) < 0;
    }
}
