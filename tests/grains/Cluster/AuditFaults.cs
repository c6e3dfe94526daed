using System.Collections.Concurrent;
using Mihari.Timeline;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>The timeline of the cluster, which fails the next append for an owner where a test says so, and counts what is read.</summary>
public sealed class AuditFaults
{
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Owner, TimelineKind Kind), int> _reads = new();

    /// <summary>The next append with an entry of this owner is refused, and nothing of it is written.</summary>
    public void FailNext(string owner) => _failures.AddOrUpdate(owner, 1, (_, n) => n + 1);

    /// <summary>How many pages were asked for.</summary>
    public int Reads(string owner, TimelineKind kind) => _reads.GetValueOrDefault((owner, kind));

    internal ITimeline Wrap(ITimeline inner) => new Faulty(this, inner);

    private bool Fails(IEnumerable<TimelineEntry> entries)
    {
        foreach (var owner in entries.Select(e => e.Owner).Distinct(StringComparer.Ordinal))
        {
            if (_failures.TryGetValue(owner, out var left) && left > 0)
            {
                _failures[owner] = left - 1;
                return true;
            }
        }

        return false;
    }

    private sealed class Faulty(AuditFaults faults, ITimeline inner) : ITimeline
    {
        public Task Append(IReadOnlyList<TimelineEntry> entries, CancellationToken cancel = default) =>
            faults.Fails(entries) ? Task.FromException(new IOException("the disk is full, says the test")) : inner.Append(entries, cancel);

        public Task Delete(IReadOnlyList<TimelineEntry> entries, CancellationToken cancel = default) => inner.Delete(entries, cancel);

        public Task<bool> Contains(string owner, TimelineKind kind, DateTimeOffset at, string id, CancellationToken cancel = default) =>
            inner.Contains(owner, kind, at, id, cancel);

        public Task<TimelinePage> Read(TimelineQuery query, CancellationToken cancel = default)
        {
            faults._reads.AddOrUpdate((query.Owner, query.Kind), 1, static (_, count) => count + 1);
            return inner.Read(query, cancel);
        }

        public Task<IReadOnlyList<DateOnly>> Days(string owner, TimelineKind kind, DateOnly from, DateOnly to, TimeSpan offset, CancellationToken cancel = default) =>
            inner.Days(owner, kind, from, to, offset, cancel);
    }
}
