using System.Collections.Immutable;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Tests.Web.Components;
using Mihari.Troubles;
using Mihari.Web.Fleet;
using Xunit;

namespace Mihari.Tests.Web.Fleet;

/// <summary>What becomes of a fleet as its buildings tell of changes.</summary>
public sealed class FleetIndexTests
{
    private static readonly BuildingId First = new("b1");
    private static readonly BuildingId Second = new("b2");

    [Fact]
    public void Delta_OfOneCamera_LeavesTheOthersTheSameInstances()
    {
        var index = TestFleet.Index(TestFleet.Building("b1", "A", Cards.Make(1), Cards.Make(2)));
        var before = index.Publish();

        index.Take(First, Cards.Delta(Cards.Make(2).Next(s => s with { Presence = Presence.Offline })), Cards.Now);
        var after = index.Publish();

        Assert.Same(before.Rows[0], after.Rows[0]);
        Assert.Equal((FleetStates.Online, FleetStates.Offline), (before.Rows[1].States, after.Rows[1].States));
        Assert.Same(before.Ranks, after.Ranks);
        Assert.True(after.Version > before.Version);
    }

    [Fact]
    public void Delta_ThatIsOlder_IsIgnored()
    {
        var camera = Cards.Make(1);
        var index = TestFleet.Index(TestFleet.Building("b1", "A", camera.Next(s => s with { Name = "新しい名" })));

        index.Take(First, Cards.Delta(camera), Cards.Now);

        Assert.Equal("新しい名", Assert.Single(index.Publish().Rows).Card.Name);
    }

    [Fact]
    public void Delta_ThatShowsNothingElse_IsNoChange_AndWhatIsOlderIsStillIgnored()
    {
        var camera = Cards.Make(1, s => s with { Troubles = Cards.Troubles(TroubleKind.SdCardError) });
        var index = TestFleet.Index(TestFleet.Building("b1", "A", camera));
        var before = index.Publish();

        var next = camera.Next(s => s with { Troubles = Cards.Troubles(TroubleKind.SdCardError), Sd = s.Sd! with { UsedBytes = s.Sd!.UsedBytes + 1 } });
        index.Take(First, Cards.Delta(next), Cards.Now);
        index.Take(TestFleet.Building("b1", "A", next), Cards.Now);
        index.Take("さくら管理", [TestFleet.Summary("b1", "A") with { Online = 1 }]);

        Assert.Equal(0, index.Pending);
        Assert.Same(before.Rows[0], index.Publish().Rows[0]);

        index.Take(First, Cards.Delta(camera with { Status = camera.Status with { Name = "古い名" } }), Cards.Now);
        Assert.Equal((0, "カメラ1"), (index.Pending, Assert.Single(index.Publish().Rows).Card.Name));

        index.Take(First, Cards.Delta(next.Next(s => s with { Troubles = [] })), Cards.Now);
        Assert.Equal((1, FleetStates.Online), (index.Pending, index.Publish().Rows[0].States));
    }

    [Fact]
    public void Delta_OfABuildingThatIsNotKnownYet_Waits()
    {
        var index = new FleetIndex(TestFleet.Customer);
        index.Take("c", [TestFleet.Summary("b1", "A")]);

        index.Take(First, Cards.Delta(Cards.Make(1)), Cards.Now);

        var fleet = index.Publish();
        Assert.Empty(fleet.Rows);
        Assert.Equal((First, false), (Assert.Single(fleet.Unread), fleet.IsComplete));
    }

    [Fact]
    public void Camera_ThatMoves_IsOnceWhicheverBuildingTellsFirst()
    {
        var index = TestFleet.Index(TestFleet.Building("b1", "A", Cards.Make(1)), TestFleet.Building("b2", "B"));

        index.Take(Second, Cards.Delta(Cards.Make(1).Next(s => s)), Cards.Now);
        index.Take(First, new ProjectionDelta<CameraCard>(new ProjectionPosition("i", 3), [], [Cards.Id(1).Value]), Cards.Now);

        Assert.Equal(Second, Assert.Single(index.Publish().Rows).Building);
    }

    [Fact]
    public void Snapshot_OfABuilding_TakesAwayWhatIsNotInIt()
    {
        var index = TestFleet.Index(TestFleet.Building("b1", "A", Cards.Make(1), Cards.Make(2), Cards.Make(3)), TestFleet.Building("b2", "B", Cards.Make(4)));

        index.Take(TestFleet.Building("b1", "C", Cards.Make(2)), Cards.Now);

        Assert.Equal([("カメラ2", "C"), ("カメラ4", "B")], index.Publish().Rows.Select(row => (row.Card.Name, row.BuildingName)).Order());
    }

    [Fact]
    public void Snapshot_ThatCannotBeTaken_LeavesAllAsItWas()
    {
        var index = TestFleet.Index(TestFleet.Building("b1", "A", Cards.Make(1)));
        var broken = Cards.Make(3) with { Status = null! };

        Assert.Throws<NullReferenceException>(() => index.Take(TestFleet.Building("b1", "C", Cards.Make(2), broken), Cards.Now));
        Assert.Throws<NullReferenceException>(() => index.Take(First, Cards.Delta(Cards.Make(2), broken), Cards.Now));

        Assert.Equal([("カメラ1", "A")], index.Publish().Rows.Select(row => (row.Card.Name, row.BuildingName)));
    }

    [Fact]
    public void Hubs_AreNoCameras()
    {
        var index = TestFleet.Index(TestFleet.Building("b1", "A", Cards.Make(1), Cards.Hub(2)));
        Assert.Equal("カメラ1", Assert.Single(index.Publish().Rows).Card.Name);

        index.Take(First, Cards.Delta(Cards.Make(1).Next(s => s with { Kind = DeviceKind.Hub })), Cards.Now);

        Assert.Empty(index.Publish().Rows);
    }

    [Fact]
    public void Portfolio_WithoutABuilding_TakesItsCamerasAway()
    {
        var index = TestFleet.Index(TestFleet.Building("b1", "A", Cards.Make(1)), TestFleet.Building("b2", "B", Cards.Make(2)));

        index.Take("c", [TestFleet.Summary("b2", "B")]);

        Assert.Equal(Second, Assert.Single(index.Publish().Rows).Building);
    }

    [Fact]
    public void Building_ThatCannotBeRead_IsNamedAndNotWaitedFor()
    {
        var index = new FleetIndex(TestFleet.Customer);
        index.Take("c", [TestFleet.Summary("b1", "A"), TestFleet.Summary("b2", "B")]);
        index.Take(TestFleet.Building("b1", "A", Cards.Make(1)), Cards.Now);

        index.Fail(Second);
        index.Fail(First); // What is known of it stays.

        var fleet = index.Publish();
        Assert.Equal((Second, true), (Assert.Single(fleet.Unread), fleet.IsComplete));
        Assert.Single(fleet.Rows);
    }

    [Fact]
    public void Recording_EndsByItself()
    {
        var index = TestFleet.Index(TestFleet.Building("b1", "A", Cards.Make(1, s => s with { RecordingUntil = Cards.Now.AddSeconds(20) }), Cards.Make(2)));
        Assert.Equal(Cards.Now.AddSeconds(20), index.NextChange);

        index.Expire(Cards.Now.AddSeconds(19));
        Assert.Equal(FleetStates.Online | FleetStates.Recording, index.Publish().Rows[0].States);
        index.Expire(Cards.Now.AddSeconds(20));

        Assert.Equal(FleetStates.Online, index.Publish().Rows[0].States);
        Assert.Null(index.NextChange);
    }

    [Fact]
    public void Rename_IsFoundByItsNewNameAndInItsNewPlace()
    {
        using var language = new Language("ja");
        var index = TestFleet.Index(TestFleet.Building("b1", "A", Cards.Make(1), Cards.Make(2)));
        Assert.Equal(["カメラ1", "カメラ2"], index.Publish().Names(FleetFilter.Everything));

        index.Take(First, Cards.Delta(Cards.Make(1).Next(s => s with { Name = "カメラ3" })), Cards.Now);

        var fleet = index.Publish();
        Assert.Equal(["カメラ2", "カメラ3"], fleet.Names(FleetFilter.Everything));
        Assert.Equal(["カメラ3"], fleet.Names(new FleetFilter { Text = "ｶﾒﾗ3" }));
        Assert.Empty(fleet.Names(new FleetFilter { Text = "カメラ1" }));
    }

    [Fact]
    public void Batches_TenThousandOfflineAndBack_AreAllTold()
    {
        const int Buildings = 100, Each = 100;
        var cards = Enumerable.Range(0, Buildings).Select(b => Enumerable.Range(0, Each).Select(c => Cards.Make((b * Each) + c + 1)).ToImmutableArray()).ToArray();
        var index = TestFleet.Index([.. cards.Select((of, b) => TestFleet.Building($"b{b}", $"建物{b}", of))]);
        Assert.Equal(Buildings * Each, index.Publish().Query(FleetFilter.Everything).States.Online);

        for (var b = 0; b < Buildings; b++)
            index.Take(new BuildingId($"b{b}"), Cards.Delta([.. cards[b].Select(card => card.Next(s => s with { Presence = Presence.Offline }))]), Cards.Now);

        Assert.True(index.Pending >= Buildings * Each);
        var result = index.Publish().Query(new FleetFilter { States = FleetStates.Offline });
        Assert.Equal(Buildings * Each, result.Rows.Length);
        Assert.All(result.Buildings, building => Assert.Equal(Each, building.Counts.Offline));
        Assert.Equal(0, index.Pending);
    }
}
