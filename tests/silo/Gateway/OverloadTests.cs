using Mihari.Tests.Silo.Hosts;

namespace Mihari.Tests.Silo.Gateway;

public sealed class OverloadTests : IAsyncLifetime
{
    private readonly GatewayHost _host = new GatewayHost().With("Gateway:MaxConnections", "3");

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Open_MoreSocketsThanAllowed_ClosesTheNewOnesAndTakesThemAgainLater()
    {
        var device = await _host.Register();
        await using var first = await RawDevice.Connect(_host, device);
        await using var second = await RawDevice.Open(_host);
        var third = await RawDevice.Open(_host);

        try
        {
            await using var fourth = await RawDevice.Open(_host);
            await fourth.Closed();
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or InvalidOperationException)
        {
            // The server closed it before it was even here.
        }

        // Its end is seen by the server a moment later than here, so it is tried until it goes.
        await third.DisposeAsync();
        var other = await _host.Register();
        (int Code, string Output) answer;
        do
        {
            answer = await Mosquitto.Publish(_host, other, "status", "{}");
            _host.Time.Advance(TimeSpan.FromSeconds(1));
        }
        while (answer.Code != 0);
        Assert.Contains(_host.Log.All, line => line.Id == 2018 && line.Text.Contains("MaxConnections", StringComparison.Ordinal));
    }
}
