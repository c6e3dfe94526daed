using System.Collections.Concurrent;
using Mihari.Timeline;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>The timeline of the cluster, which fails the next append for an owner where a test says so.</summary>
public sealed class AuditFaults
{
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);

    /// <summary>The next append with an entry of this owner is refused, and nothing of it is written.</summary>
    public void FailNext(string owner) => _failures.AddOrUpdate(owner, 1, (_, n) => n + 1);

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

        public Task<TimelinePage> Read(TimelineQuery query, CancellationToken cancel = default) => inner.Read(query, cancel);

        public Task<IReadOnlyList<DateOnly>> Days(string owner, TimelineKind kind, DateOnly from, DateOnly to, TimeSpan offset, CancellationToken cancel = default) =>
            inner.Days(owner, kind, from, to, offset, cancel);
    }
}
