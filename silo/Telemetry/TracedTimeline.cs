using Mihari.Timeline;

namespace Mihari.Silo.Telemetry;

/// <summary>A timeline whose writes and pages are spans. Grain state has such of Orleans' own.</summary>
internal sealed class TracedTimeline(ITimeline inner) : ITimeline
{
    public Task Append(IReadOnlyList<TimelineEntry> entries, CancellationToken cancel = default) => StorageTraces.Run(
        "timeline append",
        span => span.SetTag("mihari.kind", entries.Count > 0 ? entries[0].Kind.ToString() : null).SetTag("mihari.entries", entries.Count),
        async () =>
        {
            await inner.Append(entries, cancel);
            return true;
        });

    public Task Delete(IReadOnlyList<TimelineEntry> entries, CancellationToken cancel = default) => StorageTraces.Run(
        "timeline delete",
        span => span.SetTag("mihari.entries", entries.Count),
        async () =>
        {
            await inner.Delete(entries, cancel);
            return true;
        });

    public Task<bool> Contains(string owner, TimelineKind kind, DateTimeOffset at, string id, CancellationToken cancel = default) =>
        StorageTraces.Run("timeline find", span => span.SetTag("mihari.kind", kind.ToString()), () => inner.Contains(owner, kind, at, id, cancel));

    public Task<TimelinePage> Read(TimelineQuery query, CancellationToken cancel = default) =>
        StorageTraces.Run("timeline read", span => span.SetTag("mihari.kind", query.Kind.ToString()), () => inner.Read(query, cancel));

    public Task<IReadOnlyList<DateOnly>> Days(string owner, TimelineKind kind, DateOnly from, DateOnly to, TimeSpan offset, CancellationToken cancel = default) =>
        StorageTraces.Run("timeline days", span => span.SetTag("mihari.kind", kind.ToString()), () => inner.Days(owner, kind, from, to, offset, cancel));
}
