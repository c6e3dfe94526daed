using System.Text;
using Mihari.Tests.Silo.Hosts;

namespace Mihari.Tests.Silo.Gateway;

/// <summary>A gateway behind a balancer that speaks the PROXY protocol.</summary>
public sealed class BalancerTests : IAsyncLifetime
{
    private readonly GatewayHost _host = new GatewayHost().With("Gateway:ProxyProtocol", "true");

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Failures_OfOneAddressBehindTheBalancer_AreNotTheOthers()
    {
        for (var time = 0; time < 5; time++)
            Assert.NotEqual(0, await Answer(await _host.Register() with { Key = "wrong" }, "198.51.100.1"));

        var right = await _host.Register();
        Assert.NotEqual(0, await Answer(right, "198.51.100.1"));
        Assert.Equal(0, await Answer(right, "198.51.100.2"));
    }

    [Fact]
    public async Task Device_ThatComesPastTheBalancer_IsClosed()
    {
        var device = await _host.Register();
        await using var socket = await RawDevice.Open(_host);

        await socket.SendConnect(device, 20);

        await socket.Closed();
        Assert.Empty(_host.Calls.Of(device.Name, nameof(Mihari.Cameras.ICameraLink.Connect)));
    }

    /// <summary>The code of the CONNACK.</summary>
    private async Task<int> Answer(TestDevice device, string address)
    {
        await using var socket = await RawDevice.Open(_host);
        await socket.Stream.WriteAsync(Encoding.ASCII.GetBytes($"PROXY TCP4 {address} 203.0.113.9 51234 1883\r\n"));
        await socket.SendConnect(device, 20);
        return (await socket.ReadConnAck()).Code;
    }
}
