using System.Collections.Immutable;
using Mihari.Audit;
using Mihari.Timeline;

namespace Mihari.Grains.Audit;

/// <summary>
/// One for each camera, so that its streams, stills and clips note a sitting once wherever they run. In memory: after a silo is lost
/// whoever goes on watching is noted once more, at a moment at which they did watch.
/// </summary>
[CollectionAgeLimit(Minutes = 65)] // Longer than the longest of what it remembers.
internal sealed class ViewingsGrain(ITimeline timeline) : Grain, IViewings
{
    private ImmutableDictionary<ViewingKey, Viewing> _noted = ImmutableDictionary<ViewingKey, Viewing>.Empty;

    public async Task Note(AuditEntry entry, string part)
    {
        var key = ViewingRules.KeyOf(entry, part);
        if (ViewingRules.Due(_noted, key, entry) is not { } due)
            return;

        // Remembered first: where it can't be said whether an append came through, the same entry is written again, once.
        _noted = ViewingRules.With(_noted, key, new Viewing(due, IsStored: false));
        await timeline.Append([.. AuditLines.Of(due)]);
        _noted = ViewingRules.With(_noted, key, new Viewing(due, IsStored: true));
    }
}
