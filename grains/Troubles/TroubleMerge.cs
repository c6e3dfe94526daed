using System.Collections.Immutable;
using Mihari.Grains.Timeline;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Timeline;
using Mihari.Troubles;

namespace Mihari.Grains.Troubles;

/// <summary>Whose troubles are read.</summary>
/// <param name="Owner">In the timeline: a device's id, or the building's.</param>
/// <param name="From">What was before is somebody else's; null: nothing was.</param>
/// <param name="To">What is later is, and what went on then counts as over; null: nothing is.</param>
/// <param name="Device">The device; null: the building itself.</param>
/// <param name="Name">Its name.</param>
/// <param name="Room">Its room.</param>
/// <param name="RoomName">The room's name.</param>
internal sealed record TroubleSource(string Owner, DateTimeOffset? From, DateTimeOffset? To, DeviceId? Device, string Name, RoomId? Room, string RoomName);

/// <summary>
/// The troubles of many devices in one list, newest first. A continuation names the last one that was told, so that nothing is
/// told twice or left out, whatever is raised or comes and goes between two pages.
/// </summary>
/// <param name="timeline">Where they are.</param>
/// <param name="sources">Whose.</param>
/// <param name="explained">What is not listed.</param>
/// <param name="from">Nor what was over by then; null: all of it is.</param>
/// <param name="to">Nor what was raised then or later; null: all of it is.</param>
internal sealed class TroubleMerge(
    ITimeline timeline, IReadOnlyList<TroubleSource> sources, IReadOnlyList<ExplainedTroubles> explained, DateTimeOffset? from = null, DateTimeOffset? to = null)
{
    /// <summary>A building of a thousand devices must not ask for all of them at the same moment.</summary>
    private const int AtOnce = 16;

    /// <summary>Most devices have few: who has more is asked again.</summary>
    private const int FewAtLeast = 4;

    /// <summary>What began long before a time, and is not over in it, is among all that was raised before.</summary>
    private const int ManyBefore = 200;

    /// <exception cref="InvalidInputException">The continuation is none of this list's.</exception>
    public async Task<TroublePage> Read(int limit, string? continuation)
    {
        var after = TimelinePosition.Parse(continuation);
        var share = Math.Clamp(2 * limit / Math.Max(sources.Count, 1), Math.Min(FewAtLeast, limit + 1), limit + 1);
        var span = (From: from ?? DateTimeOffset.MinValue, To: to ?? DateTimeOffset.MaxValue);
        var readers = sources.Select(source => new Reader(timeline, source, after, from is null ? share : ManyBefore, span)).ToList();
        foreach (var some in readers.Chunk(AtOnce))
            await Task.WhenAll(some.Select(reader => reader.Fill()));

        var heads = new PriorityQueue<Reader, TimelinePosition>(readers.Where(r => r.Head is not null).Select(r => (r, r.Head!.Value)));
        var page = ImmutableArray.CreateBuilder<PastTrouble>();
        var last = default(TimelinePosition);
        while (page.Count < limit && heads.TryDequeue(out var reader, out last))
        {
            var trouble = reader.Take();
            if (trouble.Device is not { } device || !explained.Any(line => line.Contains(device, trouble.Kind, trouble.Since)))
                page.Add(trouble);

            await reader.Fill();
            if (reader.Head is { } next)
                heads.Enqueue(reader, next);
        }

        return new TroublePage(page.ToImmutable(), heads.Count > 0 ? last.ToString() : null);
    }

    /// <summary>One source, page by page.</summary>
    private sealed class Reader(ITimeline timeline, TroubleSource source, TimelinePosition? after, int share, (DateTimeOffset From, DateTimeOffset To) span)
    {
        private readonly Queue<TimelineEntry> _read = [];
        private string? _more;
        private bool _isAtItsEnd;

        public TimelinePosition? Head => _read.TryPeek(out var next) ? TimelinePosition.Of(next) : null;

        public PastTrouble Take()
        {
            var body = TimelineEntries.ReadTrouble(_read.Dequeue());
            var ended = Ended(body);
            return new PastTrouble(body.Kind, source.Device, source.Name, source.Room, source.RoomName, body.Since, ended, body.Away < source.From ? source.From : body.Away);
        }

        /// <summary>Makes sure that the next one is at hand, if there is one.</summary>
        public async Task Fill()
        {
            while (_read.Count == 0 && !_isAtItsEnd)
            {
                var query = new TimelineQuery(source.Owner, TimelineKind.Trouble, source.From ?? DateTimeOffset.MinValue, End(), NewestFirst: true, share, _more);
                var page = await timeline.Read(query);
                foreach (var entry in page.Entries.Where(entry => (after is not { } told || told.CompareTo(TimelinePosition.Of(entry)) < 0) && Reaches(entry)))
                    _read.Enqueue(entry);

                _more = page.Continuation;
                _isAtItsEnd = _more is null;
            }
        }

        private bool Reaches(TimelineEntry entry) => span.From == DateTimeOffset.MinValue || !(Ended(TimelineEntries.ReadTrouble(entry)) <= span.From);

        private DateTimeOffset? Ended(TroubleBody body) => body.Ended <= source.To ? body.Ended : source.To ?? body.Ended;

        private DateTimeOffset End() => new[] { after?.End, source.To, span.To }.Min()!.Value;
    }
}
