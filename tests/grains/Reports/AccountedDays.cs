using Mihari.Grains.Cameras;
using Mihari.Grains.Reports;
using Mihari.Grains.Timeline;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Reports;
using Mihari.Tests.Grains.Cluster;
using Mihari.Timeline;
using Orleans.Runtime;

namespace Mihari.Tests.Grains.Reports;

/// <summary>Days of a building on the cluster: how they come about, and what is kept of them.</summary>
public abstract class AccountedDays(ClusterFixture cluster)
{
    private protected ClusterFixture Cluster => cluster;

    private protected DateTimeOffset Now => cluster.Clock.GetUtcNow();

    /// <summary>A camera that connects for the first time as a UTC day begins, early enough in a month that what follows lies in it.</summary>
    private protected async Task<(Property Property, DateTimeOffset Day)> Begin(DateTimeOffset? began = null)
    {
        var property = await Property.Create(cluster);
        if (began is null)
        {
            do
                GoTo(DayRules.StartOf(Now).AddDays(1));
            while (Now.Day is < 2 or > 15);
        }

        await property.Connect();
        return (property, began ?? Now);
    }

    private protected void GoTo(DateTimeOffset moment) => cluster.Clock.Advance(moment - Now);

    private protected async Task Away(Property property, TimeSpan after, TimeSpan length)
    {
        cluster.Clock.Advance(after);
        await property.Link().Disconnect(await Epoch(property));
        cluster.Clock.Advance(length);
        await property.Connect();
    }

    private protected async Task<long> Epoch(Property property) =>
        (await cluster.ReadState<CameraState>("camera", ((IAddressable)property.Camera()).GetGrainId())).Epoch;

    private protected Task Record(Property property, DateTimeOffset day, int from, int to) => Task.WhenAll(Enumerable.Range(from, to - from).Chunk(1_000).Select(minutes => cluster.Timeline.Append(
    [
        .. minutes.Select(minute => TimelineEntries.Segment(
            property.Cameras[0], new SegmentRecorded(day.AddMinutes(minute), TimeSpan.Zero, TimeSpan.FromMinutes(1), 9, new string('a', 64), []))),
    ])));

    private protected Task Visit(BuildingId building) => Days(building).Visit();

    private protected IReportUpkeep Days(BuildingId building) => cluster.Client.GetGrain<IReportUpkeep>(building.Value);

    private protected IBuildingMonths Months(BuildingId building) => cluster.Client.GetGrain<IBuildingMonths>(building.Value);

    private protected Task<MonthReport> Read(Property property, DateTimeOffset day) => Months(property.Building).Read(property.Viewer, Month(day));

    private protected Task<List<TimelineEntry>> Entries(BuildingId building, DateTimeOffset day) => DayEntries.Read(cluster.Timeline, building, day, day.AddDays(1));

    private protected async Task<List<CameraDay>> Rows(BuildingId building, DateTimeOffset day) => (await Entries(building, day)).ConvertAll(DayEntries.Read);

    private protected static ReportMonth Month(DateTimeOffset moment) => MonthRules.MonthOf(moment, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"));

    private protected static int Sum(CameraDay day, Counted what) => day.Body.Hours.Where(hour => !hour.IsEmpty).Sum(hour => hour[(int)what]);
}
