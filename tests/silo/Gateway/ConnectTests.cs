using Mihari.Cameras;
using Mihari.Tests.Silo.Hosts;

namespace Mihari.Tests.Silo.Gateway;

[Collection(GatewayCollection.Name)]
public sealed class ConnectTests(GatewayHost host)
{
    private const string Status = """{"video":{"state":"ok"}}""";

    [Theory]
    [InlineData("mqttv311")]
    [InlineData("mqttv5")]
    public async Task Connect_RightKey_IsAcceptedAndItsEndReported(string version)
    {
        var device = await host.Register();

        var (code, output) = await Mosquitto.Publish(host, device, "status", Status, "-V", version);

        Assert.Equal((0, ""), (code, output));
        var connect = await host.Calls.Next(device.Name, nameof(ICameraLink.Connect));
        Assert.Equal(32, connect.Argument<ConnectRequest>().KeyHash.Length);
        var status = await host.Calls.Next(device.Name, nameof(ICameraLink.ReportStatus));
        Assert.Equal(VideoState.Ok, status.Argument<DeviceStatus>().Video);
        var end = await host.Calls.Next(device.Name, nameof(ICameraLink.Disconnect));
        Assert.Equal(status.Argument<DeviceStatus>().Epoch, end.Argument<long>());
    }
}
