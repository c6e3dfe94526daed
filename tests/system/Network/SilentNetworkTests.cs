using System.Globalization;
using Mihari.Tests.System.Live;
using Xunit.Abstractions;

namespace Mihari.Tests.System.Network;

/// <summary>Design, rule 3: a device whose network is gone without a word shows as offline within 30 s at the agent's own keep-alive.</summary>
[Trait("Category", "Slow")]
public sealed class SilentNetworkTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan OfflineWithin = TimeSpan.FromSeconds(30);

    [NamespaceFact]
    public async Task PacketsDropped_AtTheDefaultKeepAlive_ShowsOfflineWithinHalfAMinuteAndOnlineWhenTheyFlowAgain()
    {
        await using var network = await NetworkNamespace.Create();
        await using var server = await MihariServer.Start(("Gateway__Address", network.Server));
        using var client = await PortalClient.SignIn(server);
        var (device, key) = (await server.Devices())[0];
        await using var feed = await BuildingFeed.Open(client, "demo-yoga");
        await using var agent = new EdgeAgent(
            string.Create(CultureInfo.InvariantCulture, $"{network.Server}:{server.GatewayPort}"), [(device, key, "synthetic:seed=1&every=1h")], network.Within);
        await agent.Start();
        await feed.Camera(device, told => told.Presence == "online", Patience, what: "online");

        var seen = feed.Cameras.Count;
        await network.Cut();
        var cut = TimeProvider.System.GetUtcNow();
        var offline = await feed.Camera(device, told => told.Presence == "offline", Patience, seen, "offline");

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"network cut -> offline: {(offline.At - cut).TotalSeconds:0.0} s"));
        Assert.InRange(offline.At - cut, TimeSpan.FromSeconds(5), OfflineWithin);
        Assert.False(agent.Process.HasExited);

        seen = feed.Cameras.Count;
        await network.Mend();
        await feed.Camera(device, told => told.Presence == "online", Patience, seen, "online again");
    }
}
