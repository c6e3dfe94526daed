using Mihari.Timeline;

namespace Mihari.Grains.Timeline;

/// <summary>Lets go what is too old.</summary>
internal static class TimelineRetention
{
    /// <summary>Lets a number of the oldest entries go; true where there may be more.</summary>
    /// <param name="timeline">Of which.</param>
    /// <param name="old">Those that may go, oldest first.</param>
    /// <param name="goes">Whether one does, whatever belongs to it having gone before; one that stays is passed over.</param>
    public static async Task<bool> LetGo(this ITimeline timeline, TimelineQuery old, Func<TimelineEntry, Task<bool>> goes)
    {
        while (true)
        {
            var page = await timeline.Read(old);
            var gone = new List<TimelineEntry>();
            foreach (var entry in page.Entries)
            {
                if (await goes(entry))
                    gone.Add(entry);
            }

            await timeline.Delete(gone);
            if (page.Continuation is null)
                return false;

            // The continuation leads on from entries that are gone now, so the next call begins anew.
            if (gone.Count > 0)
                return true;

            old = old with { Continuation = page.Continuation };
        }
    }
}
