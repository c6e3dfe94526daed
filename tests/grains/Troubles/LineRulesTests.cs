using System.Collections.Immutable;
using System.Globalization;
using Mihari.Grains.Buildings;
using Mihari.Grains.Cameras;
using Mihari.Grains.Notifications;
using Mihari.Grains.Troubles;
using Mihari.Identifiers;
using Mihari.Troubles;

namespace Mihari.Tests.Grains.Troubles;

/// <summary>A building's line and its cameras, by the second.</summary>
public sealed class LineRulesTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private static readonly BuildingId Id = new("b1");
    private static readonly CameraPlace Place = new(new CustomerId("c1"), Id, new RoomId("r1"));

    /// <summary>How many cameras there are, when some of them were lost, which of them reports (its number), and how many were lost with the line.</summary>
    [Theory]
    [InlineData("all of ten at once", 10, "0 0 0 0 0 0 0 0 0 0", 1, 10)]
    [InlineData("one of ten", 10, "0", 1, 0)]
    [InlineData("half of ten", 10, "0 0 0 0 0", 1, 0)]
    [InlineData("more than half of ten", 10, "0 0 0 0 0 0", 1, 6)]
    [InlineData("two of two", 2, "0 0", 1, 0)]
    [InlineData("three of three", 3, "0 0 0", 1, 3)]
    [InlineData("within a minute", 4, "0 30 60", 1, 3)]
    [InlineData("not within a minute", 4, "0 30 61", 1, 0)]
    [InlineData("not within a minute, by the middle one", 4, "0 30 61", 2, 0)]
    [InlineData("by the last of them", 4, "0 30 60", 3, 3)]
    [InlineData("one that was away before", 5, "-3600 0 1 2", 2, 3)]
    [InlineData("the one that was away before", 5, "-3600 0 1 2", 1, 0)]
    [InlineData("the minute with the most", 7, "0 40 70 80 90", 2, 4)]
    [InlineData("one after the other", 9, "0 50 100 150 200 250 300 350 400", 5, 0)]
    public void Raised_IsTheLines_WhereMostWereLostTogether(string what, int all, string lost, int reports, int expected)
    {
        var building = Building(all, lost);

        var next = LineRules.Raised(new LineWatchState(), Id, Lost(reports, building.Away[reports - 1].Since), building, At(200));

        Assert.True((next?.Line?.Lost.Length ?? 0) == expected, $"{what}: {next?.Line?.Lost.Length}");
        if (next is not null)
        {
            var notice = Assert.Single(next.Pending);
            Assert.Equal((NoticeKind.TroubleRaised, null, "用賀", At(200)), (notice.Kind, notice.Device, notice.Name, notice.At));
            Assert.Equal(new TroubleNotice(TroubleKind.BuildingLine, At(200), next.Line!.Away, expected), notice.Trouble);
            Assert.Equal(new LineTrouble(next.Line.Away, expected), LineRules.Shown(next));
        }
    }

    [Fact]
    public void Raised_OfOneThatIsBackAlready_IsItsOwn()
    {
        var building = Building(4, "0 0 0");

        Assert.Null(LineRules.Raised(new LineWatchState(), Id, Lost(4, At(0)), building, At(60)));
    }

    [Theory]
    [InlineData("the hub reports first", true)]
    [InlineData("a camera does", false)]
    public void Raised_OfAHubThatWentWithTheCameras_IsTheLines_AndIsNoCamera(string what, bool isFirst)
    {
        var (building, hub) = (Building(4, "0 0 0"), NoticeRules.Disconnected(Camera(9), "hub", Place, isHub: true, At(65), At(5)));
        var watch = new LineWatchState();
        foreach (var notice in isFirst ? new[] { hub } : [Lost(1, At(0)), hub])
            watch = LineRules.Raised(watch, Id, notice, building, At(65))!;

        Assert.True(LineRules.IsExplained(watch, hub), what);
        Assert.True(LineRules.IsExplained(watch, Lost(1, At(0))), what);
        Assert.Equal((3, 3), (LineRules.Shown(watch)!.Cameras, Assert.Single(watch.Pending).Trouble!.Cameras));

        // It stays away when all cameras are back for ten minutes, and is told of then.
        AwayCamera[] away = [new AwayCamera(Camera(9), Place.Room, "hub", At(5), At(65))];
        watch = LineRules.Looked(watch, Id, building with { Away = [.. away] }, At(100));
        watch = LineRules.Looked(watch, Id, building with { Away = [.. away] }, At(700));
        Assert.Equal(hub, watch.Pending[^1]);
        Assert.False(LineRules.IsExplained(watch, hub));
    }

    [Fact]
    public void Raised_OfAHubThatWentBeforeTheCameras_IsTheLines()
    {
        var hub = NoticeRules.Disconnected(Camera(9), "hub", Place, isHub: true, At(60), At(0));

        var watch = LineRules.Raised(new LineWatchState(), Id, hub, Building(4, "10 20 30"), At(60))!;

        Assert.True(LineRules.IsExplained(watch, hub with { Trouble = hub.Trouble! with { Since = watch.Line!.Away } }));
        Assert.Equal(3, LineRules.Shown(watch)!.Cameras);
    }

    [Fact]
    public void Looked_WhenAllCamerasAreBackAndHubsAreNot_EndsAfterTenMinutes()
    {
        var watch = Down(out _);
        foreach (var number in new[] { 7, 8, 9 })
            watch = LineRules.Raised(watch, Id, NoticeRules.Disconnected(Camera(number), "hub", Place, isHub: true, At(60), At(0)), Building(4, "0 0 0"), At(60))!;
        AwayCameras hubs = Building(4, "0") with { Away = [.. new[] { 7, 8, 9 }.Select(n => new AwayCamera(Camera(n), Place.Room, "hub", At(0), At(60)))] };

        watch = LineRules.Looked(watch, Id, hubs, At(100));
        Assert.NotNull(watch.Line);
        watch = LineRules.Looked(watch, Id, hubs, At(700));

        Assert.Null(watch.Line);
        Assert.Equal(3, watch.Pending.Count(n => n.Name == "hub"));
    }

    [Fact]
    public void Raised_OfAHubAlone_IsItsOwn() =>
        Assert.Null(LineRules.Raised(new LineWatchState(), Id, NoticeRules.Disconnected(Camera(9), "hub", Place, isHub: true, At(60), At(0)), Building(4, "0 0"), At(60)));

    [Theory]
    [InlineData(60, 4)]
    [InlineData(61, 3)]
    [InlineData(-60, 4)]
    [InlineData(-61, 3)]
    public void Raised_WhileTheLineIsDown_JoinsItWhereItWasLostWithIt(int second, int expected)
    {
        var down = Down(out _);
        var late = new AwayCamera(Camera(4), Place.Room, "4", At(second), At(second + 60));
        var building = Building(4, "0 0 0");
        building = building with { Away = building.Away.Add(late) };

        var next = LineRules.Raised(down, Id, Lost(4, late.Since), building, At(130)) ?? down;

        Assert.Equal(expected, next.Line!.Lost.Length);
        Assert.Single(next.Pending);
    }

    /// <summary>Looks at some seconds, with those that are away then; when the line is told to be over, and who is told of singly.</summary>
    [Theory]
    [InlineData("nobody is back", "100:1 2 3", "-", "")]
    [InlineData("all are back", "100:", "100", "")]
    [InlineData("one of three", "100:1 2, 1000:1 2", "-", "")]
    [InlineData("two of three", "100:1, 699:1", "-", "")]
    [InlineData("two of three for ten minutes", "100:1, 700:1", "700", "1")]
    [InlineData("the third too", "100:1, 400:", "400", "")]
    [InlineData("gone again between", "100:1, 400:1 2, 500:1, 700:1, 1099:1", "-", "")]
    [InlineData("gone again between, then ten minutes", "100:1, 400:1 2, 500:1, 1100:1", "1100", "1")]
    [InlineData("another that is away is not of it", "100:4", "100", "")]
    [InlineData("not all rooms are read", "100:?", "-", "")]
    [InlineData("one whose hold-down is not over tells of itself", "100:1, 700:1!", "700", "")]
    public void Looked_EndsItWhenTheyAreBack_AndTellsOfThoseThatStayAway(string what, string looks, string over, string own)
    {
        var watch = Down(out var raised);
        var ended = "-";
        foreach (var look in looks.Split(", ").Select(l => l.Split(':')))
        {
            var now = At(int.Parse(look[0], CultureInfo.InvariantCulture));
            var away = look[1].Trim('?').Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => new AwayCamera(
                Camera(n[0] - '0'), new RoomId("r" + n[0]), "カメラ" + n[0], At(0), n.EndsWith('!') ? null : At(60)));
            watch = LineRules.Looked(watch, Id, new AwayCameras("用賀", 4, look[1] != "?", [.. away]), now);
            ended = watch.Line is null && ended == "-" ? look[0] : ended;
        }

        Assert.True(over == ended, $"{what}: {ended}");
        Assert.Equal(over == "-" ? 1 : 2 + own.Length, watch.Pending.Length);
        if (over == "-")
            return;

        var end = watch.Pending[1];
        Assert.Equal((NoticeKind.TroubleEnded, raised.Place, raised.Trouble), (end.Kind, end.Place, end.Trouble));
        Assert.NotEqual(raised.Id, end.Id);
        Assert.Equal(own, string.Concat(watch.Pending.Skip(2).Select(n => n.Name[^1..])));
        foreach (var single in watch.Pending.Skip(2))
        {
            // It is the very notice that the camera made itself.
            Assert.Equal(Lost(1, At(0)) with { Name = "カメラ1", Place = Place }, single);
            Assert.False(LineRules.IsExplained(watch, single));
        }
    }

    [Theory]
    [InlineData("raised with it", 1, 60, true)]
    [InlineData("raised in the moment that it ended", 1, 100, true)]
    [InlineData("raised after it", 1, 101, false)]
    [InlineData("raised before it", 1, -1, false)]
    [InlineData("another", 4, 60, false)]
    public void IsExplained_WhileItIsDownAndAfter_WhatWasRaisedMeanwhile(string what, int camera, int raised, bool expected)
    {
        var over = LineRules.Looked(Down(out _), Id, new AwayCameras("用賀", 4, true, []), At(100));
        var notice = Lost(camera, At(raised)) with { Trouble = new TroubleNotice(TroubleKind.NetworkDisconnected, At(raised)) };

        Assert.True(expected == LineRules.IsExplained(over, notice), what);
        Assert.True(expected == LineRules.IsExplained(over, notice with { Kind = NoticeKind.TroubleEnded }), what);
        Assert.True(LineRules.IsExplained(Down(out _), notice) == (camera == 1 && raised >= 0), what);
        Assert.True(expected == LineRules.Explained(over).Any(line => line.Contains(Camera(camera), TroubleKind.NetworkDisconnected, At(raised))), what);
    }

    [Fact]
    public void Without_ForgetsWhatWasTaken_AndPastLinesAfterMoreThanAWeek()
    {
        var over = LineRules.Looked(Down(out var raised), Id, new AwayCameras("用賀", 4, true, []), At(100));

        Assert.Same(over, LineRules.Without(over, new HashSet<string>(), At(100)));
        Assert.Equal(NoticeKind.TroubleEnded, Assert.Single(LineRules.Without(over, new HashSet<string> { raised.Id }, At(100)).Pending).Kind);
        Assert.Single(LineRules.Without(over, new HashSet<string>(), At(100).AddDays(8).AddTicks(-1)).Past);
        Assert.Empty(LineRules.Without(over, new HashSet<string>(), At(100).AddDays(8)).Past);
    }

    /// <summary>A line that took three of four cameras.</summary>
    private static LineWatchState Down(out Notice raised)
    {
        var down = LineRules.Raised(new LineWatchState(), Id, Lost(1, At(0)), Building(4, "0 0 0"), At(60))!;
        raised = down.Pending[0];
        return down;
    }

    private static AwayCameras Building(int all, string lost) => new(
        "用賀", all, true,
        [.. lost.Split(' ').Select((s, n) => new AwayCamera(Camera(n + 1), Place.Room, $"{n + 1}", At(int.Parse(s, CultureInfo.InvariantCulture)), null))]);

    /// <summary>As a camera makes it when its hold-down is over.</summary>
    private static Notice Lost(int camera, DateTimeOffset away) =>
        NoticeRules.Disconnected(Camera(camera), $"{camera}", Place, isHub: false, away.AddSeconds(60), away);

    private static DeviceId Camera(int number) => DeviceId.Parse($"0200000000{number:X2}");

    private static DateTimeOffset At(int second) => T0.AddSeconds(second);
}
