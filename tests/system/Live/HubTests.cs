using Mihari.Tests.System.Devices;

namespace Mihari.Tests.System.Live;

/// <summary>The live list for programs: the whole, then what changes, in order; after a restart the whole again.</summary>
[Trait("Category", "Slow")]
public sealed class HubTests
{
    private const string Building = "demo-yoga";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Hub_OverARestartOfTheServer_TellsTheWholeAndThenChangesInOrder()
    {
        await using var server = await MihariServer.Start();
        using var client = await PortalClient.SignIn(server);
        var (device, key) = (await server.Devices())[0];
        await using var camera = new VirtualCamera(device, key, server.GatewayPort);

        string before;
        await using (var feed = await BuildingFeed.Open(client, Building))
        {
            await feed.Camera(device, told => told.Presence == "neverSeen", Patience, what: "the camera before its first connection");
            await camera.Connect();
            await feed.Camera(device, told => told.Presence == "online", Patience, what: "online");
            await FireAndSee(camera, feed, TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(10));
            InOrder(feed.Updates.All);
            before = feed.Updates.All[0].Incarnation;

            await server.Kill();
            await feed.Ended.WaitAsync(Patience);
        }

        await server.StartAgain();
        await using var again = await BuildingFeed.Open(client, Building);
        var first = await again.Updates.Find(_ => true, Patience, what: "the snapshot");
        Assert.True(first.IsSnapshot);
        Assert.NotEqual(before, first.Incarnation);
        Assert.NotNull(first.Cameras.Single(told => told.Camera == device).Clip);
        await camera.Connect();
        await again.Camera(device, told => told.Presence == "online", Patience, what: "online again");
        await FireAndSee(camera, again, TimeProvider.System.GetUtcNow());
        InOrder(again.Updates.All);
    }

    [Fact]
    public async Task Hub_WithoutASession_IsRefused()
    {
        await using var server = await MihariServer.Start();
        using var stranger = new HttpClient();

        using var answer = await stranger.PostAsync(new Uri(server.Address, "hubs/dashboard/negotiate?negotiateVersion=1"), null);

        Assert.Equal(global::System.Net.HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    /// <summary>A motion makes the camera record, and its picture comes with the clip's id.</summary>
    private static async Task FireAndSee(VirtualCamera camera, BuildingFeed feed, DateTimeOffset at)
    {
        var (asked, told) = (camera.Asked.Count, feed.Cameras.Count);
        Assert.True(await camera.Fire(new VirtualEvent(Guid.NewGuid().ToString("N"), at)));
        var capture = await camera.Asked.Find(_ => true, Patience, asked, "a capture command");
        await feed.Camera(camera.Device, one => one.Clip == capture.Clip, Patience, told, "the picture of the clip");
    }

    private static void InOrder(IReadOnlyList<UpdateTold> updates)
    {
        Assert.True(updates[0].IsSnapshot);
        Assert.All(updates.Skip(1), update => Assert.False(update.IsSnapshot));
        Assert.Single(updates.Select(update => update.Incarnation).Distinct());
        Assert.All(updates.Zip(updates.Skip(1)), pair => Assert.True(pair.First.Sequence < pair.Second.Sequence));
    }
}
