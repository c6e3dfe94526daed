using System.Collections.Concurrent;
using Mihari.Grains.Cameras;
using Mihari.Grains.Reports;
using Mihari.Identifiers;
using Mihari.Tests.Grains.Cluster;
using Mihari.Timeline;

namespace Mihari.Tests.Grains.Reports;

/// <summary>What it takes to count many days at once.</summary>
[Collection(ClusterCollection.Name)]
public sealed class DayCountTests(ClusterFixture cluster)
{
    [Fact]
    public async Task ManyDaysOfACamera_TakeOneReadingOfItsTroublesAndAbsences_AndOneOfItsMinutesEach()
    {
        var property = await Property.Create(cluster);
        await property.Connect();
        var from = DayRules.StartOf(cluster.Clock.GetUtcNow());
        cluster.Clock.Advance(TimeSpan.FromDays(4));
        var device = property.Cameras[0];
        var facts = new Dictionary<DeviceId, CameraFacts> { [device] = await cluster.Client.GetGrain<ICameraSetup>(device.Value).GetFacts() };
        var timeline = new Asked(cluster.Timeline);
        var count = new DayCount(timeline, [new CameraStay(device, "カメラ", "エントランス", from, null)], facts, from, cluster.Clock.GetUtcNow());

        for (var day = 0; day < 4; day++)
            Assert.Equal(device, Assert.Single(await count.Of(from.AddDays(day), static _ => true)).Device);

        Assert.Equal(
            [(device.Value, TimelineKind.Segment, 5), (device.Value, TimelineKind.Trouble, 1), (device.Value, TimelineKind.Outage, 1), (IServiceWatch.Key, TimelineKind.Outage, 1)],
            timeline.Queries.GroupBy(query => (query.Owner, query.Kind)).OrderByDescending(asked => asked.Count()).ThenBy(asked => asked.Key.Owner == IServiceWatch.Key)
                .ThenBy(asked => asked.Key.Kind).Select(asked => (asked.Key.Owner, asked.Key.Kind, asked.Count())));
    }

    private sealed class Asked(ITimeline inner) : ITimeline
    {
        public ConcurrentQueue<TimelineQuery> Queries { get; } = [];

        public Task Append(IReadOnlyList<TimelineEntry> entries, CancellationToken cancel = default) => inner.Append(entries, cancel);

        public Task Delete(IReadOnlyList<TimelineEntry> entries, CancellationToken cancel = default) => inner.Delete(entries, cancel);

        public Task<bool> Contains(string owner, TimelineKind kind, DateTimeOffset at, string id, CancellationToken cancel = default) => inner.Contains(owner, kind, at, id, cancel);

        public Task<IReadOnlyList<DateOnly>> Days(string owner, TimelineKind kind, DateOnly from, DateOnly to, TimeSpan offset, CancellationToken cancel = default) =>
            inner.Days(owner, kind, from, to, offset, cancel);

        public Task<TimelinePage> Read(TimelineQuery query, CancellationToken cancel = default)
        {
            Queries.Enqueue(query);
            return inner.Read(query, cancel);
        }
    }
}
