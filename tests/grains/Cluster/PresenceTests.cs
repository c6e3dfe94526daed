using Mihari.Cameras;
using Mihari.Recordings;
using Mihari.Troubles;
using Orleans.Runtime;

namespace Mihari.Tests.Grains.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class PresenceTests(ClusterFixture cluster)
{
    [Fact]
    public async Task LateDisconnectOfAnOlderConnection_ChangesNothing()
    {
        var property = await Property.Create(cluster);
        var older = await property.Connect();
        var newer = await property.Connect();

        await property.Link().Disconnect(older);

        Assert.Equal(older + 1, newer);
        Assert.Equal(Presence.Online, (await property.Camera().Get(property.Viewer)).Status.Presence);
    }

    [Fact]
    public async Task WrongKey_IsRefusedLikeAnUnknownDevice()
    {
        var property = await Property.Create(cluster);

        var wrong = await property.Link().Connect(new ConnectRequest(cluster.Gateway, Property.HashOf(Property.NewDevice()), 1));
        var unknown = await cluster.Client.GetGrain<ICameraLink>(Property.NewDevice().Value)
            .Connect(new ConnectRequest(cluster.Gateway, Property.HashOf(property.Cameras[0]), 1));

        Assert.Equal(ConnectResult.Refused, wrong);
        Assert.Equal(ConnectResult.Refused, unknown);
    }

    [Fact]
    public async Task Offline_BecomesATroubleAfterTheHoldDown_AndEndsWhenBack()
    {
        var property = await Property.Create(cluster);
        var epoch = await property.Connect();
        using var dashboard = await DashboardWatch.Start(cluster, property);

        await property.Link().Disconnect(epoch);
        await dashboard.Until(c => c.Status is { Presence: Presence.Offline, Troubles.Length: 0 });
        cluster.Clock.Advance(TimeSpan.FromSeconds(61));
        var troubled = await dashboard.Until(c => c.Status.Troubles.Length > 0);
        await property.Connect();
        var back = await dashboard.Until(c => c.Status.Presence == Presence.Online);

        Assert.Equal(TroubleKind.NetworkDisconnected, Assert.Single(troubled.Status.Troubles).Kind);
        Assert.Empty(back.Status.Troubles);
    }

    [Fact]
    public async Task HubThatGoesAndComesBack_IsAmongItsBuildingsDevicesAndTroubles_ButNoCameraOfIt()
    {
        var property = await Property.Create(cluster, cameras: 2);
        await property.Connect(0);
        using var dashboard = await DashboardWatch.Start(cluster, property);
        var epoch = await ConnectHub(1);
        await dashboard.Until(c => c.Camera == property.Cameras[1] && c.Status is { Kind: DeviceKind.Hub, Presence: Presence.Online });

        await property.Link(1).Disconnect(epoch);
        cluster.Clock.Advance(TimeSpan.FromSeconds(61));
        var troubled = await dashboard.Until(c => c.Status.Troubles.Length > 0);
        var room = Assert.Single((await property.Setup.GetRooms(property.Viewer)).Rooms);
        var reports = cluster.Client.GetGrain<Mihari.Grains.Buildings.IBuildingReports>(property.Building.Value);
        var summary = await reports.GetSummary();
        var away = await reports.GetAway();
        await ConnectHub(1);
        await dashboard.Until(c => c.Camera == property.Cameras[1] && c.Status is { Presence: Presence.Online, Troubles.Length: 0 });

        Assert.Equal((property.Cameras[1], TroubleKind.NetworkDisconnected), (troubled.Camera, Assert.Single(troubled.Status.Troubles).Kind));
        Assert.Equal((1, 1), (room.Cameras, room.Troubled));
        Assert.Equal((1, 1, 1), (summary!.Cameras, summary.Online, summary.Troubled));
        Assert.Equal((1, 0), (away.All, away.Away.Length)); // What is explained by the building's line is counted in cameras.
        Assert.Equal(0, (await reports.GetSummary())!.Troubled);

        async Task<long> ConnectHub(int index)
        {
            var epoch = await property.Connect(index);
            await property.Link(index).Greet(new DeviceGreeting(epoch, DeviceKind.Hub, "MH-10", "1.0.0", "boot", TimeSpan.Zero, [], null, VideoState.Ok));
            return epoch;
        }
    }

    [Fact]
    public async Task DeviceThatComesAndGoes_IsUnstableOnce_AndStableAgainAfterAQuietWindow()
    {
        var property = await Property.Create(cluster);
        var epoch = await property.Connect();
        using var dashboard = await DashboardWatch.Start(cluster, property);
        for (var change = 0; change < 4; change++)
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(5));
            if (change % 2 == 0)
                await property.Link().Disconnect(epoch);
            else
                epoch = await property.Connect();
        }

        Assert.Empty((await property.Camera().Get(property.Viewer)).Status.Troubles);
        await property.Link().Disconnect(epoch);
        var unstable = await dashboard.Until(c => c.Status.Troubles.Length > 0);
        await cluster.Deactivate(property.Camera()); // What counts is stored.
        cluster.Clock.Advance(TimeSpan.FromMinutes(2));
        await property.Connect();
        var back = await dashboard.Until(c => c.Status.Presence == Presence.Online);
        cluster.Clock.Advance(TimeSpan.FromMinutes(10));
        var quiet = await dashboard.Until(c => c.Status.Troubles.Length == 0);

        Assert.Equal(TroubleKind.Unstable, Assert.Single(unstable.Status.Troubles).Kind);
        Assert.Equal<ActiveTrouble>(unstable.Status.Troubles, back.Status.Troubles);
        Assert.Equal(Presence.Online, quiet.Status.Presence);
    }

    [Fact]
    public async Task GatewayThatNoLongerLives_MakesSuspect_ThenOffline()
    {
        var property = await Property.Create(cluster);
        using var dashboard = await DashboardWatch.Start(cluster, property);
        var here = SiloAddress.FromParsableString(cluster.Gateway);
        var gone = SiloAddress.New(here.Endpoint, here.Generation - 1).ToParsableString();
        await property.Link().Connect(new ConnectRequest(gone, Property.HashOf(property.Cameras[0]), 1));

        await dashboard.Until(c => c.Status.Presence == Presence.Suspect);
        var upkeep = cluster.Client.GetGrain<Mihari.Grains.Cameras.ICameraUpkeep>(property.Cameras[0].Value);
        await upkeep.CheckPresence(); // As the sweep does.
        cluster.Clock.Advance(TimeSpan.FromSeconds(46));
        await upkeep.CheckPresence();

        await dashboard.Until(c => c.Status.Presence == Presence.Offline);
    }

    [Fact]
    public async Task ConnectionThatTheServerLetGo_IsSuspect_AndOnlineAgainWithTheNextOne()
    {
        var property = await Property.Create(cluster);
        var epoch = await property.Connect();
        using var dashboard = await DashboardWatch.Start(cluster, property);

        await property.Link().LetGo(epoch);
        var let = await dashboard.Until(c => c.Status.Presence != Presence.Online);
        await property.Connect();
        await property.Link().LetGo(epoch);
        var back = await dashboard.Until(c => c.Status.Presence != Presence.Suspect);

        Assert.Equal(Presence.Suspect, let.Status.Presence);
        Assert.Equal(Presence.Online, back.Status.Presence);
    }

    [Fact]
    public async Task MessageOverTheNewestConnection_EndsASuspicion()
    {
        var property = await Property.Create(cluster);
        var epoch = await property.Connect();
        using var dashboard = await DashboardWatch.Start(cluster, property);
        await property.Link().LetGo(epoch);
        await dashboard.Until(c => c.Status.Presence == Presence.Suspect);

        await property.Link().ReportStatus(new DeviceStatus(epoch, null, VideoState.Ok));

        await dashboard.Until(c => c.Status.Presence == Presence.Online);
    }

    [Fact]
    public async Task EpochThatNoGatewayHolds_IsLetGo_AndOneThatIsHeldStays()
    {
        var property = await Property.Create(cluster);
        var epoch = await property.Connect();
        using var dashboard = await DashboardWatch.Start(cluster, property);

        await property.Link().LetGoUnheld(cluster.Gateway, epoch, long.MaxValue);
        await property.Link().LetGoUnheld("S127.0.0.1:1:1", 0, long.MaxValue);
        var held = (await property.Camera().Get(property.Viewer)).Status.Presence;
        await property.Link().LetGoUnheld(cluster.Gateway, epoch - 1, long.MaxValue);
        await dashboard.Until(c => c.Status.Presence == Presence.Suspect);

        Assert.Equal(Presence.Online, held);
    }

    [Fact]
    public async Task AttemptThatIsNewerThanThoseGivenUp_StaysOnline()
    {
        var property = await Property.Create(cluster);
        var result = await property.Link().Connect(new ConnectRequest(cluster.Gateway, Property.HashOf(property.Cameras[0]), 8));

        await property.Link().LetGoUnheld(cluster.Gateway, 0, 7);
        var newer = (await property.Camera().Get(property.Viewer)).Status.Presence;
        await property.Link().LetGoUnheld(cluster.Gateway, 0, 8);
        var given = (await property.Camera().Get(property.Viewer)).Status.Presence;

        Assert.Equal((true, Presence.Online, Presence.Suspect), (result.Accepted, newer, given));
    }

    [Fact]
    public async Task SuspectWhoseGatewayHoldsItsConnection_IsOnlineAtTheEndOfTheWindow_NotOffline()
    {
        var property = await Property.Create(cluster);
        var epoch = await property.Connect();
        using var dashboard = await DashboardWatch.Start(cluster, property);
        await property.Link().LetGo(epoch);
        await dashboard.Until(c => c.Status.Presence == Presence.Suspect);

        cluster.Clock.Advance(TimeSpan.FromSeconds(46));

        await dashboard.Until(c => c.Status.Presence != Presence.Suspect);
        Assert.Equal(Presence.Online, (await property.Camera().Get(property.Viewer)).Status.Presence);
    }

    [Fact]
    public async Task MessageOverAnOlderConnection_IsRefused_SoThatItComesAgainOverTheNewest()
    {
        var property = await Property.Create(cluster);
        var older = await property.Connect();
        await property.Connect();

        var status = () => property.Link().ReportStatus(new DeviceStatus(older, null, VideoState.Lost));
        var segment = () => property.Link().RecordSegment(older, new SegmentRecorded(cluster.Clock.GetUtcNow(), TimeSpan.Zero, TimeSpan.FromMinutes(1), 1, new string('a', 64), []));

        await Assert.ThrowsAsync<SupersededException>(status);
        await Assert.ThrowsAsync<SupersededException>(segment);
        Assert.Equal(VideoState.Ok, (await property.Camera().Get(property.Viewer)).Status.Video);
    }

    [Fact]
    public async Task SdCardMissing_IsATroubleAfterItsHoldDown()
    {
        var property = await Property.Create(cluster);
        var epoch = await property.Connect();
        using var dashboard = await DashboardWatch.Start(cluster, property);

        await property.Link().ReportStatus(new DeviceStatus(epoch, new SdCard(SdCardState.Missing, null, null, null, null), null));
        Assert.Empty((await dashboard.Until(c => c.Status.Sd?.State == SdCardState.Missing)).Status.Troubles);
        cluster.Clock.Advance(TimeSpan.FromSeconds(10));

        var card = await dashboard.Until(c => c.Status.Troubles.Length > 0);
        Assert.Equal(TroubleKind.SdCardError, card.Status.Troubles[0].Kind);
    }
}
