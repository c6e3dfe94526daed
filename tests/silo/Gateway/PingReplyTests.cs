using Mihari.Cameras;
using Mihari.Tests.Silo.Hosts;
using Mihari.Troubles;

namespace Mihari.Tests.Silo.Gateway;

/// <summary>Who hears the answer to a ping: the camera what the device says of itself, and who asked that it was said.</summary>
[Collection(GatewayCollection.Name)]
public sealed class PingReplyTests(GatewayHost host)
{
    [Fact]
    public async Task Reply_ToAPing_IsAHelloForTheCamera_AndOnlyThenAnAnswer()
    {
        var device = await host.Register();
        var command = PingCommands.New();
        var isHeard = false;
        host.Calls.Before(device.Name, nameof(IPingLink.Pong), () =>
        {
            isHeard = host.Calls.Of(device.Name, nameof(ICameraLink.Greet)).Count == 1;
            return Task.CompletedTask;
        });

        var clock = host.Time.GetUtcNow().ToString("O");
        var (code, _) = await Mosquitto.Publish(
            host, device, "reply",
            $$"""{"command":"{{command}}","ok":true,"result":{"protocol":1,"clock":"{{clock}}","model":"C-1","firmware":"9.1","boot":"b","sensors":[],"sd":{"state":"error"} } }""");

        Assert.Equal(0, code);
        Assert.Equal(command, (await host.Calls.Next(device.Name, nameof(IPingLink.Pong))).Argument<string>());
        var greeting = (await host.Calls.Next(device.Name, nameof(ICameraLink.Greet))).Argument<DeviceGreeting>();
        Assert.Equal(("9.1", SdCardState.Error, true), (greeting.Firmware, greeting.Sd!.State, isHeard));
        Assert.Empty(host.Calls.Of(device.Name, nameof(ICameraLink.Answer)));
    }

    [Fact]
    public async Task Reply_ToAPing_ThatIsNoHello_IsMalformed_AndNoAnswer()
    {
        var device = await host.Register();

        var (code, _) = await Mosquitto.Publish(host, device, "reply", $$"""{"command":"{{PingCommands.New()}}","ok":true,"result":{"protocol":2} }""");

        Assert.Equal(0, code);
        await host.Calls.Next(device.Name, nameof(ICameraLink.CountProtocolError));
        Assert.Empty(host.Calls.Of(device.Name, nameof(IPingLink.Pong)));
    }
}
