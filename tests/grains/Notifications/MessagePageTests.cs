using System.Text.Json;
using Mihari.Cameras;
using Mihari.Notifications;
using Mihari.Tests.Grains.Cluster;

namespace Mihari.Tests.Grains.Notifications;

/// <summary>Where messages lead to: cameras have a page, hubs stand in デバイス一覧 of their room.</summary>
[Collection(ClusterCollection.Name)]
public sealed class MessagePageTests(ClusterFixture cluster)
{
    [Theory]
    [InlineData(DeviceKind.Camera)]
    [InlineData(DeviceKind.Hub)]
    public async Task DetectionAndTrouble_LeadToAPageThatThereIs(DeviceKind kind)
    {
        var property = await Property.Create(cluster);
        var address = await new Recipients(cluster, property).Confirmed(NotificationType.All);
        var url = $"https://crm.example/{Guid.NewGuid():N}";
        await cluster.Client.GetGrain<IWebhooks>(property.Customer.Value).Add(property.Administrator, "CRM", url);
        var page = kind == DeviceKind.Hub ? $"/rooms/{property.Room}" : $"/buildings/{property.Building}/cameras/{property.Cameras[0]}";
        var epoch = await property.Connect();
        await property.Link().Greet(new DeviceGreeting(epoch, kind, "MH-10", "1.0.0", "boot", TimeSpan.Zero, [], null, VideoState.Ok));

        await property.Motion().Record(property.MotionNow());
        Assert.EndsWith(page, await Called(url), StringComparison.Ordinal);
        Assert.Contains(page + Environment.NewLine, (await cluster.Mailbox.Next(address)).Text, StringComparison.Ordinal);

        await property.Link().Disconnect(epoch);
        cluster.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.EndsWith(page, await Called(url), StringComparison.Ordinal);
        Assert.Contains(page + Environment.NewLine, (await cluster.Mailbox.Next(address)).Text, StringComparison.Ordinal);
    }

    private async Task<string?> Called(string url) => JsonDocument.Parse((await cluster.Mailbox.NextCall(url)).Body).RootElement.GetProperty("page").GetString();
}
