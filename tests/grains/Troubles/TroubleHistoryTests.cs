using System.Globalization;
using System.Text;
using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Grains.Timeline;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Tests.Grains.Cluster;
using Mihari.Timeline;
using Mihari.Troubles;

namespace Mihari.Tests.Grains.Troubles;

/// <summary>トラブル履歴 on the cluster: what was raised and when it was over, of a building, a room or a device.</summary>
[Collection(ClusterCollection.Name)]
public sealed class TroubleHistoryTests(ClusterFixture cluster)
{
    /// <summary>Of cards and pictures.</summary>
    private static readonly TimeSpan HoldDown = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Read_TroubleThatCameAndWent_HasItsSpan_AndOneThatGoesOnHasNoEnd()
    {
        var property = await Property.Create(cluster);
        var epoch = await property.Connect();
        using var dashboard = await DashboardWatch.Start(cluster, property);
        await property.Link().ReportStatus(new DeviceStatus(epoch, new SdCard(SdCardState.Missing, null, null, null, null), null));
        cluster.Clock.Advance(HoldDown);
        var raised = (await dashboard.Until(c => c.Status.Troubles.Length > 0)).Status.Troubles[0].Since;
        cluster.Clock.Advance(TimeSpan.FromMinutes(3));
        var ended = cluster.Clock.GetUtcNow();
        await property.Link().ReportStatus(new DeviceStatus(epoch, new SdCard(SdCardState.Ok, null, null, null, null), VideoState.Lost));
        cluster.Clock.Advance(HoldDown);
        var lost = (await dashboard.Until(c => c.Status.Troubles is [{ Kind: TroubleKind.VideoLost }])).Status.Troubles[0].Since;

        var page = await Read(property);

        Assert.Null(page.Continuation);
        Assert.Equal(
            [
                new PastTrouble(TroubleKind.VideoLost, property.Cameras[0], "カメラ" + property.Cameras[0], property.Room, "エントランス", lost, null),
                new PastTrouble(TroubleKind.SdCardError, property.Cameras[0], "カメラ" + property.Cameras[0], property.Room, "エントランス", raised, ended),
            ],
            page.Troubles.AsEnumerable());
    }

    [Fact]
    public async Task Read_OfADeviceThatWasAway_BeginsWhenItWasLost()
    {
        var property = await Property.Create(cluster);
        var epoch = await property.Connect();
        using var dashboard = await DashboardWatch.Start(cluster, property);
        cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        var lost = cluster.Clock.GetUtcNow();
        await property.Link().Disconnect(epoch);
        cluster.Clock.Advance(TimeSpan.FromSeconds(61));
        var raised = (await dashboard.Until(c => c.Status.Troubles.Length > 0)).Status.Troubles[0].Since;
        var standing = Assert.Single((await Read(property)).Troubles);
        cluster.Clock.Advance(TimeSpan.FromSeconds(9));
        var back = cluster.Clock.GetUtcNow();
        await property.Connect();
        await dashboard.Until(c => c.Status.Troubles.Length == 0);

        var over = Assert.Single((await Read(property)).Troubles);

        Assert.Equal((raised, lost, lost, null), (standing.Since, standing.Away, standing.Began, standing.Ended));
        Assert.Equal((raised, lost, lost, back), (over.Since, over.Away, over.Began, over.Ended));
    }

    [Fact]
    public async Task Read_OfADeviceThatWasAwayBeforeItCame_BeginsWhenItCame()
    {
        var property = await Property.Create(cluster);
        await property.Devices.DeleteDevice(property.Administrator, property.Cameras[0], null, "カメラ" + property.Cameras[0]);
        cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        var came = DateTimeOffset.FromUnixTimeMilliseconds(cluster.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        await property.RoomGrain.AddDevices(property.Administrator, [Property.NewCamera(property.Cameras[0])]);
        await Past(property.Cameras[0], TroubleKind.NetworkDisconnected, came.AddSeconds(30), away: came.AddSeconds(-30));

        Assert.Equal(came, Assert.Single((await Read(property)).Troubles).Began);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(200)]
    public async Task Read_PageByPage_TellsEachOnce_NewestFirst(int limit)
    {
        var property = await Property.Create(cluster, cameras: 3);
        var at = cluster.Clock.GetUtcNow();

        // One with many, one with some at the same moments, one with none.
        for (var n = 0; n < 20; n++)
            await Past(property.Cameras[0], TroubleKind.NetworkDisconnected, at.AddMinutes(-n));
        for (var n = 0; n < 6; n++)
        {
            await Past(property.Cameras[1], TroubleKind.NetworkDisconnected, at.AddMinutes(-3 * n));
            await Past(property.Cameras[1], TroubleKind.SdCardError, at.AddMinutes(-3 * n));
        }

        var told = new List<PastTrouble>();
        string? more = null;
        do
        {
            var page = await Read(property, limit: limit, continuation: more);
            Assert.InRange(page.Troubles.Length, 1, limit);
            told.AddRange(page.Troubles);
            Assert.InRange(told.Count, 1, 32);
            more = page.Continuation;

            // What is raised meanwhile is not told, and puts nothing out of its place.
            await Past(property.Cameras[2], TroubleKind.VideoLost, at.AddHours(1 + told.Count));
        }
        while (more is not null);

        Assert.Equal(32, told.Count);
        Assert.Equal(32, told.Distinct().Count());
        Assert.Equal(told.OrderByDescending(t => t.Since).Select(t => t.Since), told.Select(t => t.Since));
    }

    [Fact]
    public async Task Read_OfARoomOrADevice_HasOnlyThatOnes()
    {
        var property = await Property.Create(cluster, cameras: 2);
        var other = await property.Ship();
        await property.Setup.AddRoom(property.Administrator, other.Room("駐車場") with { Room = new RoomId("r" + property.Room) });
        var parking = new RoomId("r" + property.Room);
        await cluster.Client.GetGrain<IRoomGrain>(parking.Value).AddDevices(property.Administrator, [Property.NewCamera(other.Device)]);
        var at = cluster.Clock.GetUtcNow();
        await Past(property.Cameras[0], TroubleKind.SdCardError, at);
        await Past(property.Cameras[1], TroubleKind.SdCardError, at.AddMinutes(1));
        await Past(other.Device, TroubleKind.SdCardError, at.AddMinutes(2));
        await Past(property.Building.Value, TroubleKind.BuildingLine, at.AddMinutes(3));

        Assert.Equal([null, other.Device, property.Cameras[1], property.Cameras[0]], Devices(await Read(property)));
        Assert.Equal([other.Device], Devices(await Read(property, room: parking)));
        Assert.Equal([property.Cameras[1], property.Cameras[0]], Devices(await Read(property, room: property.Room)));
        Assert.Equal([property.Cameras[0]], Devices(await Read(property, device: property.Cameras[0])));
        Assert.Equal([property.Cameras[0]], Devices(await Read(property, room: property.Room, device: property.Cameras[0])));
        await Assert.ThrowsAsync<UnknownIdException>(() => Read(property, room: parking, device: property.Cameras[0]));
    }

    [Fact]
    public async Task Read_OfSomebodyElses_AnswersAsIfThereWereNone()
    {
        var (mine, theirs) = (await Property.Create(cluster), await Property.Create(cluster));
        await Past(theirs.Cameras[0], TroubleKind.SdCardError, cluster.Clock.GetUtcNow());

        foreach (var building in new[] { theirs.Building.Value, Property.NewId() })
            await Assert.ThrowsAsync<UnknownIdException>(() => cluster.Client.GetGrain<ITroubleHistory>(building).Read(mine.Viewer, new TroubleQuery(null, null, 10, null)));

        foreach (var room in new[] { theirs.Room, new RoomId(Property.NewId()) })
            Assert.Equal("room", (await Assert.ThrowsAsync<UnknownIdException>(() => Read(mine, room: room))).What);

        foreach (var device in new[] { theirs.Cameras[0], Property.NewDevice() })
            Assert.Equal("device", (await Assert.ThrowsAsync<UnknownIdException>(() => Read(mine, device: device))).What);
    }

    [Fact]
    public async Task Read_OfASpan_HasWhatWasInIt_AlsoWhatBeganLongBeforeOrGoesOn()
    {
        var property = await Property.Create(cluster, cameras: 2);
        var (from, to) = (cluster.Clock.GetUtcNow().AddDays(-40), cluster.Clock.GetUtcNow().AddDays(-10));
        for (var n = 0; n < 250; n++)
            await Past(property.Cameras[0], TroubleKind.VideoLost, from.AddDays(-1).AddMinutes(-2 * n));
        foreach (var at in new[] { from.AddMinutes(-1), from.AddSeconds(-59), to.AddMilliseconds(-1), to })
            await Past(property.Cameras[0], TroubleKind.SdCardError, at);
        var lasting = from.AddDays(-300);
        await cluster.Timeline.Append(
        [
            TimelineEntries.Changes(property.Cameras[1], null, new CameraState { Troubles = [new ActiveTrouble(TroubleKind.SdCardError, lasting)] }, lasting)[0],
        ]);

        var query = new TroubleQuery(null, null, 2, null, from, to);
        var history = cluster.Client.GetGrain<ITroubleHistory>(property.Building.Value);
        var first = await history.Read(property.Viewer, query);
        var second = await history.Read(property.Viewer, query with { Continuation = first.Continuation });

        Assert.Equal([to.AddMilliseconds(-1), from.AddSeconds(-59), lasting], first.Troubles.Concat(second.Troubles).Select(trouble => trouble.Since));
        Assert.Null(second.Continuation);
        Assert.Equal("to", (await Assert.ThrowsAsync<InvalidInputException>(() => history.Read(property.Viewer, query with { To = from }))).Field);
    }

    [Fact]
    public async Task Read_OfASpanLongAgo_ListsWhatTheLineWasOnce_HoweverManyTroublesTheBuildingHadSince()
    {
        var property = await Property.Create(cluster, cameras: 2);
        var (from, to) = (cluster.Clock.GetUtcNow().AddDays(-70), cluster.Clock.GetUtcNow().AddDays(-40));
        await Past(property.Cameras[0], TroubleKind.NetworkDisconnected, from.AddHours(5));
        await Past(property.Cameras[1], TroubleKind.NetworkDisconnected, from.AddHours(7));
        await Line(property, since: from.AddHours(-10), away: from.AddHours(-11), ended: from.AddHours(6));
        for (var n = 0; n < 201; n++)
            await Past(property.Building.Value, TroubleKind.BuildingLine, to.AddMinutes(2 * n));

        var page = await cluster.Client.GetGrain<ITroubleHistory>(property.Building.Value).Read(property.Viewer, new TroubleQuery(null, null, 50, null, from, to));

        Assert.Equal([(property.Cameras[1], TroubleKind.NetworkDisconnected), (null, TroubleKind.BuildingLine)], page.Troubles.Select(t => (t.Device, t.Kind)));
        Assert.DoesNotContain(property.Cameras[0], await Everything(property));
    }

    [Fact]
    public async Task Read_OfASpan_AfterWhoseEndTheLineWasFound_ListsNeitherItsDevicesNorTheLineItself()
    {
        var property = await Property.Create(cluster, cameras: 3);
        var to = cluster.Clock.GetUtcNow().AddDays(-10);
        await Past(property.Cameras[0], TroubleKind.VideoLost, to.AddMinutes(-5));
        foreach (var camera in property.Cameras)
            await Past(camera, TroubleKind.NetworkDisconnected, to.AddSeconds(-10));
        await Line(property, since: to.AddMinutes(11).AddSeconds(-10), away: to.AddSeconds(-70), ended: to.AddMinutes(30));

        var history = cluster.Client.GetGrain<ITroubleHistory>(property.Building.Value);
        var ended = await history.Read(property.Viewer, new TroubleQuery(null, null, 50, null, to.AddDays(-30), to));
        var next = await history.Read(property.Viewer, new TroubleQuery(null, null, 50, null, to, to.AddDays(9)));

        Assert.Equal([(property.Cameras[0], TroubleKind.VideoLost)], ended.Troubles.Select(t => (t.Device!.Value, t.Kind)));
        Assert.Equal([(null, TroubleKind.BuildingLine)], next.Troubles.Select(t => (t.Device, t.Kind)));
    }

    [Fact]
    public async Task Read_PageByPage_LooksForTheLinesOnceAMinute()
    {
        var property = await Property.Create(cluster);
        for (var n = 0; n < 3; n++)
            await Past(property.Cameras[0], TroubleKind.VideoLost, cluster.Clock.GetUtcNow().AddMinutes(-n));
        var (reads, more) = (new List<int>(), (string?)null);
        for (var n = 0; n < 3; n++)
            more = await Page(more);

        cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        await Page(null);

        // What the building had is read for each page, and for the first its lines besides.
        Assert.Equal([2, 1, 1, 2], reads);

        async Task<string?> Page(string? continuation)
        {
            var before = cluster.AuditFaults.Reads(property.Building.Value, TimelineKind.Trouble);
            var page = await Read(property, limit: 1, continuation: continuation);
            reads.Add(cluster.AuditFaults.Reads(property.Building.Value, TimelineKind.Trouble) - before);
            return page.Continuation;
        }
    }

    [Theory]
    [InlineData(0, null, "limit")]
    [InlineData(201, null, "limit")]
    [InlineData(10, "x", "continuation")]
    [InlineData(10, "1~a", "continuation")]
    [InlineData(10, "-1~a~b", "continuation")]
    [InlineData(10, "99999999999999999~a~b", "continuation")]
    public async Task Read_OfWhatCannotBe_NamesTheField(int limit, string? continuation, string field)
    {
        var property = await Property.Create(cluster);

        Assert.Equal(field, (await Assert.ThrowsAsync<InvalidInputException>(() => Read(property, limit: limit, continuation: continuation))).Field);
    }

    private Task<TroublePage> Read(Property property, RoomId? room = null, DeviceId? device = null, int limit = 50, string? continuation = null) =>
        cluster.Client.GetGrain<ITroubleHistory>(property.Building.Value).Read(property.Viewer, new TroubleQuery(room, device, limit, continuation));

    private async Task<List<DeviceId?>> Everything(Property property)
    {
        var all = new List<DeviceId?>();
        string? more = null;
        do
        {
            var page = await Read(property, continuation: more);
            all.AddRange(Devices(page));
            more = page.Continuation;
        }
        while (more is not null);

        return all;
    }

    private static IEnumerable<DeviceId?> Devices(TroublePage page) => page.Troubles.Select(t => t.Device);

    /// <summary>As the watch over a line writes it at its end.</summary>
    private Task Line(Property property, DateTimeOffset since, DateTimeOffset away, DateTimeOffset ended) => cluster.Timeline.Append([new TimelineEntry(
        property.Building.Value, TimelineKind.Trouble, since, "line", 1,
        Encoding.UTF8.GetBytes(
            $$$"""
            {"kind":{{{(int)TroubleKind.BuildingLine}}},"since":"{{{since:O}}}","ended":"{{{ended:O}}}",
            "explained":{"kind":{{{(int)TroubleKind.NetworkDisconnected}}},"from":"{{{away:O}}}","devices":["{{{string.Join("\",\"", property.Cameras)}}}"]}}
            """))]);

    private Task Past(DeviceId device, TroubleKind kind, DateTimeOffset since, DateTimeOffset? away = null) => Past(device.Value, kind, since, away);

    /// <summary>As a device's grain writes it.</summary>
    private Task Past(string owner, TroubleKind kind, DateTimeOffset since, DateTimeOffset? away = null) => cluster.Timeline.Append([new TimelineEntry(
        owner, TimelineKind.Trouble, since, string.Create(CultureInfo.InvariantCulture, $"{kind}-{since.ToUnixTimeMilliseconds()}"), 1,
        Encoding.UTF8.GetBytes($$"""{"kind":{{(int)kind}},"since":"{{since:O}}","ended":"{{since.AddMinutes(1):O}}"{{(away is { } lost ? $",\"away\":\"{lost:O}\"" : "")}}}"""))]);
}
