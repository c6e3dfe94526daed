using Mihari.Grains.Reports;
using Mihari.Tests.Grains.Cluster;
using Orleans.Runtime;

namespace Mihari.Tests.Grains.Reports;

/// <summary>A visit of a building in which something goes wrong: the next one makes up for it.</summary>
[Collection(ClusterCollection.Name)]
public sealed class VisitTests(ClusterFixture cluster) : AccountedDays(cluster)
{
    private const int Unanswered = 2861;

    [Fact]
    public async Task CameraThatCannotAnswer_IsSaid_IsOpen_AndIsCountedTheNextTime()
    {
        var (property, day) = await Begin();
        await Visit(property.Building);
        GoTo(day.AddHours(25));
        await Record(property, day, 0, 25 * 60);
        var said = Cluster.Logged.Count(Unanswered);
        Cluster.Faults.FailNext(property.Cameras[0].Value, "GetFacts", times: 2);

        await Visit(property.Building);
        Assert.Equal((24 * 3_600, 0), (Sum(Assert.Single(await Rows(property.Building, day)), Counted.Open), Sum((await Rows(property.Building, day))[0], Counted.Recorded)));
        Assert.Equal(said + 1, Cluster.Logged.Count(Unanswered));

        await Visit(property.Building);
        Assert.Equal((0, 24 * 3_600), (Sum(Assert.Single(await Rows(property.Building, day)), Counted.Open), Sum((await Rows(property.Building, day))[0], Counted.Recorded)));
    }

    [Fact]
    public async Task CameraThatCouldNotAnswer_WhenItsFirstDayWasClosed_IsCountedTheNextTime()
    {
        var (property, day) = await Begin();
        GoTo(day.AddHours(25));
        await Record(property, day, 0, 25 * 60);
        Cluster.Faults.FailNext(property.Cameras[0].Value, "GetFacts");
        await Visit(property.Building);
        Assert.Empty(await Rows(property.Building, day));

        await Visit(property.Building);

        Assert.Equal(24 * 3_600, Sum(Assert.Single(await Rows(property.Building, day)), Counted.Recorded));
        var state = await Cluster.ReadState<BuildingDaysState>("buildingDays", ((IAddressable)Days(property.Building)).GetGrainId());
        Assert.Empty(state.Unsettled);
    }

    [Fact]
    public async Task CameraThatCameAndLeftBetweenTwoVisits_IsCounted_AlsoWhereItCouldNotAnswerAtTheSecond()
    {
        var property = await Property.Create(Cluster, cameras: 2, placed: 1);
        var (_, day) = await Begin();
        await Visit(property.Building);
        GoTo(day.AddHours(1));
        await property.RoomGrain.AddDevices(property.Administrator, [Property.NewCamera(property.Cameras[1])]);
        await property.Connect(1);
        GoTo(day.AddHours(6));
        await property.Devices.DeleteDevice(property.Administrator, property.Cameras[1], null, "カメラ" + property.Cameras[1]);
        GoTo(day.AddHours(25));
        Cluster.Faults.FailNext(property.Cameras[1].Value, "GetFacts");
        await Visit(property.Building);
        Assert.DoesNotContain(await Rows(property.Building, day), row => row.Device == property.Cameras[1]);

        await Visit(property.Building);

        var row = Assert.Single(await Rows(property.Building, day), row => row.Device == property.Cameras[1]);
        Assert.Equal((5 * 3_600, day.AddHours(1), day.AddHours(6)), (Sum(row, Counted.Due), row.Body.From, row.Body.To));
    }

    [Fact]
    public async Task Visit_DuringWhichTheClockGoesAhead_ClosesWhatWasOverWhenItBegan()
    {
        var (property, day) = await Begin();
        GoTo(day.AddHours(25));
        await Record(property, day, 0, 25 * 60);
        Cluster.Faults.BeforeNext(property.Cameras[0].Value, "GetFacts", () => Cluster.Clock.Advance(TimeSpan.FromHours(30)));

        await Visit(property.Building);

        Assert.Equal(24 * 3_600, Sum(Assert.Single(await Rows(property.Building, day)), Counted.Recorded));
        Assert.Empty(await Rows(property.Building, day.AddDays(1)));
        await Visit(property.Building);
        Assert.Equal(24 * 3_600, Sum(Assert.Single(await Rows(property.Building, day.AddDays(1))), Counted.Due));
    }
}
