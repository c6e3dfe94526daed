using Mihari.Cameras;
using Mihari.Tests.Silo.Hosts;

namespace Mihari.Tests.Silo.Gateway;

[Collection(GatewayCollection.Name)]
public sealed class FailureLimitTests(GatewayHost host)
{
    private const string Status = """{"video":{"state":"ok"}}""";

    [Fact]
    public async Task Connect_SixthFailureOfAnId_IsRefusedWithoutAskingTheGrain()
    {
        var device = await host.Register();
        for (var time = 0; time < 5; time++)
        {
            // From an address each, so that only the id is counted.
            var wrong = device with { Key = "wrong", Address = $"127.3.0.{time + 1}" };
            Assert.Equal(5, (await Mosquitto.Publish(host, wrong, "status", Status)).Code);
            host.Time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(5, (await Mosquitto.Publish(host, device, "status", Status)).Code);
        Assert.Equal(5, host.Calls.Of(device.Name, nameof(ICameraLink.Connect)).Count);

        host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, (await Mosquitto.Publish(host, device, "status", Status)).Code);
    }

    [Fact]
    public async Task Connect_SixthFailureOfAnAddress_IsRefusedForEveryIdThere()
    {
        const string address = "127.4.0.1";
        for (var time = 0; time < 5; time++)
        {
            var wrong = await host.Register() with { Key = "wrong", Address = address };
            Assert.Equal(5, (await Mosquitto.Publish(host, wrong, "status", Status)).Code);
        }

        var right = await host.Register();
        Assert.Equal(5, (await Mosquitto.Publish(host, right with { Address = address }, "status", Status)).Code);
        Assert.Empty(host.Calls.Of(right.Name, nameof(ICameraLink.Connect)));
        Assert.Equal(0, (await Mosquitto.Publish(host, right, "status", Status)).Code);
    }
}
