using System.Net;
using Mihari.Tests.Silo.Hosts;
using Orleans.Runtime;

namespace Mihari.Tests.Silo.Reports;

/// <summary>Who is visited when, so that buildings account for their cameras.</summary>
public sealed class ReportSweepTests
{
    private const int TickFailed = 2160;
    private const int Incomplete = 2161;

    [Fact]
    public async Task EachHour_EveryBuildingIsVisitedOnce_ANewOneToo()
    {
        await using var server = new SweptServer();
        await server.Begin();
        Assert.Equal(["b1", "b2", "b3"], await server.Visits(3));

        server.Buildings.Enqueue("b4");
        await server.GoOn();
        Assert.Equal(["b1", "b2", "b3", "b4"], await server.Visits(4));
        await server.GoOn();

        Assert.Equal(["b1", "b2", "b3", "b4"], await server.Visits(4));
        Assert.Empty(server.MoreVisits());
        Assert.DoesNotContain(server.Log.All, line => line.Id == Incomplete);
    }

    [Fact]
    public async Task BuildingThatFails_IsSaid_KeepsNoOtherWaiting_AndIsVisitedAgain()
    {
        await using var server = new SweptServer();
        server.Visit = building => building == "b2" ? Task.FromException(new InvalidOperationException("says the test")) : Task.CompletedTask;
        await server.Begin();
        Assert.Equal(["b1", "b2", "b3"], await server.Visits(3));

        await server.GoOn();

        Assert.Equal(["b1", "b2", "b3"], await server.Visits(3));
        Assert.Contains("1 buildings", server.Log.All.First(line => line.Id == Incomplete).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerThatStopsAmidItsVisits_FinishesTheOneThatItIsAt_AndTheNextOneBeginsAnew()
    {
        await using var server = new SweptServer();
        var second = new TaskCompletionSource();
        server.Visit = building => building == "b2" ? second.Task : Task.CompletedTask;
        await server.Begin();
        Assert.Equal(["b1", "b2"], await server.Visits(2));

        var stop = server.Stop();
        Assert.False(stop.IsCompleted);
        second.SetResult();
        await stop.WaitAsync(GrainCalls.Patience);
        Assert.Empty(server.MoreVisits());

        await using var next = new SweptServer(server.Clock);
        await next.Begin();
        Assert.Equal(["b1", "b2", "b3"], await next.Visits(3));
    }

    [Fact]
    public async Task ClockThatGoesAheadDuringAVisit_MakesNoVisitTwice_AndNoneLess()
    {
        await using var server = new SweptServer();
        var hasJumped = false;
        server.Visit = building =>
        {
            if (building == "b1" && !hasJumped)
            {
                hasJumped = true;
                server.Clock.Advance(TimeSpan.FromHours(5));
            }

            return Task.CompletedTask;
        };
        await server.Begin();
        Assert.Equal(["b1", "b2", "b3"], await server.Visits(3));
        await server.Clock.Wait(TimeSpan.FromHours(1));
        Assert.Empty(server.MoreVisits());

        server.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(["b1", "b2", "b3"], await server.Visits(3));
        await server.Clock.Wait(TimeSpan.FromHours(1));
        Assert.Empty(server.MoreVisits());
    }

    [Fact]
    public async Task ThatTheServerIsUp_IsSaidEachMinute_AlsoWhileABuildingIsVisited_AndAgainWhereItFailed()
    {
        await using var server = new SweptServer();
        var visit = new TaskCompletionSource();
        server.Visit = _ => visit.Task;
        await server.Begin();
        await server.Visits(1);
        await server.NextTick();
        await server.NextTick();

        server.Tick = () => Task.FromException(new IOException("the disk is full, says the test"));
        await Minute(server);
        server.Tick = () => Task.CompletedTask;
        await Minute(server);
        await server.Clock.Wait(TimeSpan.FromMinutes(1));

        Assert.Single(server.Log.All, line => line.Id == TickFailed);
        visit.SetResult();
    }

    [Fact]
    public async Task ServerThatIsNotTheOldest_VisitsNobody_AndSaysNothing()
    {
        await using var server = new SweptServer(other: SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11_112), 1));
        await server.Begin();
        await server.Clock.Wait(TimeSpan.FromHours(1));

        Assert.Empty(server.MoreVisits());
        Assert.Equal(0, server.Ticks);
    }

    /// <summary>A minute passes, with the tick at its end.</summary>
    private static async Task Minute(SweptServer server)
    {
        await server.Clock.Wait(TimeSpan.FromMinutes(1));
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await server.NextTick();
    }
}
