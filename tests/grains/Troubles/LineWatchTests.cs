using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Grains.Notifications;
using Mihari.Grains.Troubles;
using Mihari.Identifiers;
using Mihari.Tests.Grains.Cluster;
using Mihari.Troubles;

namespace Mihari.Tests.Grains.Troubles;

/// <summary>建物の回線断, on the cluster: cameras that go together are one trouble of their building.</summary>
[Collection(ClusterCollection.Name)]
public sealed class LineWatchTests(ClusterFixture cluster)
{
    private static readonly TimeSpan HoldDown = TimeSpan.FromSeconds(61);

    [Fact]
    public async Task TenCamerasThatGoTogether_AreOneNotice_AndOneMoreWhenTheyAreBack()
    {
        var property = await Connected(10);
        await Lose(property, 0..10);

        var raised = await cluster.Told.Next(property.Building.Value);
        Assert.Equal((NoticeKind.TroubleRaised, null, "用賀マンション"), (raised.Kind, raised.Device, raised.Name));
        Assert.Equal((TroubleKind.BuildingLine, 10), (raised.Trouble!.Kind, raised.Trouble.Cameras));
        var shown = await Shown(property, line => line is not null);
        Assert.Equal(new LineTrouble(raised.Trouble.Away!.Value, 10), shown);
        Assert.Equal(TroubleKind.BuildingLine, Assert.Single((await History(property)).Troubles).Kind);
        Assert.Equal(shown, (await property.Portfolio()).Items[0].Line);

        for (var camera = 0; camera < 10; camera++)
            await property.Connect(camera);

        var ended = await NextAsTimePasses(property.Building.Value);
        Assert.Equal((NoticeKind.TroubleEnded, raised.Trouble), (ended.Kind, ended.Trouble));
        await Shown(property, line => line is null);
        await Settle(property);
        Assert.Empty(cluster.Told.Rest(property.Room.Value));
        Assert.Empty(cluster.Told.Rest(property.Building.Value));

        // It is listed once for the building, and for each room as what its own cameras had.
        var past = Assert.Single((await History(property)).Troubles);
        Assert.Equal((TroubleKind.BuildingLine, null, "用賀マンション", ended.At), (past.Kind, past.Device, past.Name, past.Ended));
        Assert.Equal(10, (await History(property, property.Room)).Troubles.Count(t => t.Kind == TroubleKind.NetworkDisconnected));
    }

    [Fact]
    public async Task OneOfTen_IsToldOfItself()
    {
        var property = await Connected(10);
        await Lose(property, 0..1);

        var raised = await cluster.Told.Next(property.Room.Value);
        await property.Connect(0);
        var ended = await cluster.Told.Next(property.Room.Value);

        Assert.Equal((NoticeKind.TroubleRaised, property.Cameras[0]), (raised.Kind, raised.Device));
        Assert.Equal((NoticeKind.TroubleEnded, property.Cameras[0]), (ended.Kind, ended.Device));
        Assert.Empty(cluster.Told.Rest(property.Building.Value));
        Assert.Null((await property.BuildingGrain.GetDashboard(property.Viewer)).Line);
    }

    [Fact]
    public async Task CameraThatStaysAway_IsToldOfItself_TenMinutesAfterTheOthersAreBack()
    {
        var property = await Connected(4);
        await Lose(property, 0..4);
        await cluster.Told.Next(property.Building.Value);
        for (var camera = 1; camera < 4; camera++)
            await property.Connect(camera);
        await Settle(property);
        Assert.Empty(cluster.Told.Rest(property.Room.Value));

        cluster.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(NoticeKind.TroubleEnded, (await NextAsTimePasses(property.Building.Value)).Kind);
        var own = await cluster.Told.Next(property.Room.Value);
        Assert.Equal((NoticeKind.TroubleRaised, property.Cameras[0]), (own.Kind, own.Device));
        await property.Connect(0);
        Assert.Equal(NoticeKind.TroubleEnded, (await cluster.Told.Next(property.Room.Value)).Kind);
    }

    [Fact]
    public async Task CamerasThatComeAndGoTogether_AreOneNotice_AndOneMoreWhenAllAreQuiet()
    {
        var property = await Connected(4);
        await Flap(property, 0..3);

        var raised = await NextAsTimePasses(property.Building.Value);
        Assert.Equal((NoticeKind.TroubleRaised, null, TroubleKind.BuildingLineUnstable, 3), (raised.Kind, raised.Device, raised.Trouble!.Kind, raised.Trouble.Cameras));
        Assert.Equal(TroubleKind.BuildingLineUnstable, (await Shown(property, line => line is not null))!.Kind);
        await Settle(property);
        await cluster.Deactivate(Watch(property)); // What it knows is stored.

        cluster.Clock.Advance(TimeSpan.FromMinutes(11));
        var ended = await NextAsTimePasses(property.Building.Value);
        Assert.Equal((NoticeKind.TroubleEnded, raised.Trouble), (ended.Kind, ended.Trouble));
        await Settle(property);
        Assert.Empty(cluster.Told.Rest(property.Room.Value));
        Assert.Empty(cluster.Told.Rest(property.Building.Value));
        var past = Assert.Single((await History(property)).Troubles);
        Assert.Equal((TroubleKind.BuildingLineUnstable, null, ended.At), (past.Kind, past.Device, past.Ended));
    }

    [Fact]
    public async Task OneThatComesAndGoes_IsToldOfItself_AMinuteLater()
    {
        var property = await Connected(4);
        await Flap(property, 0..1);
        await Settle(property);
        Assert.Empty(cluster.Told.Rest(property.Room.Value));
        await Settle(property);

        var raised = await cluster.Told.Next(property.Room.Value);
        Assert.Equal((NoticeKind.TroubleRaised, property.Cameras[0], TroubleKind.Unstable), (raised.Kind, raised.Device, raised.Trouble!.Kind));
        Assert.Empty(cluster.Told.Rest(property.Building.Value));
    }

    [Fact]
    public async Task WhatIsReportedAgain_IsToldOnce_WhileItIsDownAndAfter()
    {
        var property = await Connected(3);
        await Lose(property, 0..3);
        var raised = await cluster.Told.Next(property.Building.Value);
        var again = NoticeRules.Disconnected(property.Cameras[1], "カメラ" + property.Cameras[1], raised.Place, isHub: false, raised.Trouble!.Since, raised.Trouble.Away!.Value);

        await Watch(property).Report(again);
        await cluster.Deactivate(Watch(property));
        await Watch(property).Report(again);
        for (var camera = 0; camera < 3; camera++)
            await property.Connect(camera);
        await NextAsTimePasses(property.Building.Value);
        await cluster.Deactivate(Watch(property));
        await Watch(property).Report(again);
        await Watch(property).Report(again with { Kind = NoticeKind.TroubleEnded });

        // A new activation hands on again what it doesn't know to be taken: the very same notices.
        Assert.Empty(cluster.Told.Rest(property.Room.Value));
        Assert.All(cluster.Told.Rest(property.Building.Value), notice => Assert.Contains(notice.Kind, new[] { NoticeKind.TroubleRaised, NoticeKind.TroubleEnded }));
    }

    [Fact]
    public async Task CrashAfterTheWrite_HandsItOnAfterTheNextActivation_AndShowsIt()
    {
        var property = await Connected(3);
        var now = cluster.Clock.GetUtcNow();
        var place = new CameraPlace(property.Customer, property.Building, property.Room);
        var notice = new Notice(new string('e', 32), NoticeKind.TroubleRaised, now, place, null, "用賀マンション", new TroubleNotice(TroubleKind.BuildingLine, now, now, 3));
        await cluster.Deactivate(Watch(property));
        await cluster.WriteState("line", Watch(property).GetGrainId(), new LineWatchState { Line = new LineLoss(now, now, place, property.Cameras), Pending = [notice] });
        await cluster.Deactivate(property.BuildingGrain);

        // The building asks the watch as it begins, which begins too.
        Assert.Equal(new LineTrouble(now, 3), (await property.BuildingGrain.GetDashboard(property.Viewer)).Line);
        Assert.Equal(notice, await cluster.Told.Next(property.Building.Value));

        // They are all there: that is seen without a word of theirs.
        Assert.Equal(NoticeKind.TroubleEnded, (await NextAsTimePasses(property.Building.Value)).Kind);
    }

    [Fact]
    public async Task MailsThatCannotBeTaken_AreHandedOnAgain_AndDoNotHoldUpWhatIsShown()
    {
        var property = await Connected(3);
        cluster.Faults.FailNext(property.Building.Value, nameof(IBuildingNotices.Tell));
        await Lose(property, 0..3);

        Assert.Equal(3, (await Shown(property, line => line is not null))!.Cameras);
        Assert.Equal(NoticeKind.TroubleRaised, (await NextAsTimePasses(property.Building.Value)).Kind);
        await Settle(property);
        Assert.Empty(cluster.Told.Rest(property.Building.Value));
    }

    [Fact]
    public async Task CrashBeforeTheWrite_IsMadeUpForByTheCamerasThatReportAgain()
    {
        var property = await Connected(3);
        cluster.Faults.FailNext(property.Building.Value, nameof(ILineWatch.Report));
        await Lose(property, 0..3);

        var raised = await NextAsTimePasses(property.Building.Value);
        Assert.Equal(3, raised.Trouble!.Cameras);
        await Settle(property);
        Assert.Empty(cluster.Told.Rest(property.Room.Value));
    }

    [Fact]
    public async Task WhatWasTaken_IsForgotten()
    {
        var property = await Connected(3);
        await Lose(property, 0..3);
        await cluster.Told.Next(property.Building.Value);
        for (var camera = 0; camera < 3; camera++)
            await property.Connect(camera);
        await NextAsTimePasses(property.Building.Value);

        await Settle(property);
        await cluster.Deactivate(Watch(property));
        var stored = await cluster.ReadState<LineWatchState>("line", Watch(property).GetGrainId());

        Assert.Null(stored.Line);
        Assert.Empty(stored.Pending);
        Assert.Equal(property.Cameras.Select(c => c.Value).Order(), Assert.Single(stored.Past).Explained.Select(c => c.Value).Order());
    }

    private async Task<Property> Connected(int cameras)
    {
        var property = await Property.Create(cluster, cameras);
        for (var camera = 0; camera < cameras; camera++)
            await property.Connect(camera);
        return property;
    }

    /// <summary>They go one after the other within a few seconds, and stay away for longer than the hold-down.</summary>
    private async Task Lose(Property property, Range cameras)
    {
        using var dashboard = await DashboardWatch.Start(cluster, property);
        var (from, count) = cameras.GetOffsetAndLength(property.Cameras.Length);
        for (var camera = from; camera < from + count; camera++)
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            await property.Link(camera).Disconnect(1);
            await dashboard.Until(c => c.Camera == property.Cameras[camera] && c.Status.Presence == Presence.Offline);
        }

        cluster.Clock.Advance(HoldDown);
    }

    /// <summary>They go and come until they are unstable, and are there then.</summary>
    private async Task Flap(Property property, Range cameras)
    {
        using var dashboard = await DashboardWatch.Start(cluster, property);
        var (from, count) = cameras.GetOffsetAndLength(property.Cameras.Length);
        for (var round = 1; round <= 3; round++)
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(5));
            for (var camera = from; camera < from + count; camera++)
            {
                await property.Link(camera).Disconnect(round);
                Assert.Equal(round + 1, await property.Connect(camera));
            }
        }

        for (var camera = from; camera < from + count; camera++)
            await dashboard.Until(c => c.Camera == property.Cameras[camera] && c.Status.Troubles.Any(t => t.Kind == TroubleKind.Unstable));
    }

    private ILineWatch Watch(Property property) => cluster.Client.GetGrain<ILineWatch>(property.Building.Value);

    private Task<TroublePage> History(Property property, RoomId? room = null) =>
        cluster.Client.GetGrain<ITroubleHistory>(property.Building.Value).Read(property.Viewer, new TroubleQuery(room, null, 50, null));

    /// <summary>What the dashboard shows of the line, once it fits.</summary>
    private async Task<LineTrouble?> Shown(Property property, Func<LineTrouble?, bool> fits)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            var line = (await property.BuildingGrain.GetDashboard(property.Viewer)).Line;
            if (fits(line) && (await property.Portfolio()).Items[0].Line == line)
                return line;

            cluster.Clock.Advance(TimeSpan.FromMilliseconds(100));
        }
    }

    /// <summary>The next notice of the building: the watch looks now and then, and tries again what failed.</summary>
    private async Task<Notice> NextAsTimePasses(string key)
    {
        var next = cluster.Told.Next(key);
        while (!next.IsCompleted)
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(next, cluster.Client.GetGrain<ILineWatch>(key).Get());
        }

        return await next;
    }

    /// <summary>Whatever is on its way has come: the watch has looked several times.</summary>
    private async Task Settle(Property property)
    {
        for (var look = 0; look < 40; look++)
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            for (var camera = 0; camera < property.Cameras.Length; camera++)
                await property.Camera(camera).Get(property.Viewer);
            await Watch(property).Get();
        }
    }
}
