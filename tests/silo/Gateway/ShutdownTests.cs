using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Tests.Silo.Hosts;

namespace Mihari.Tests.Silo.Gateway;

public sealed class ShutdownTests : IAsyncLifetime
{
    private readonly GatewayHost _host = new GatewayHost().With("Gateway:ShedPerSecond", "20").With("Presence:ReconnectWindow", "00:00:05");

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Stop_WithDevices_ShedsThemAtTheRateAndReportsEveryEnd()
    {
        var devices = new List<TestDevice>();
        var sockets = new List<RawDevice>();
        for (var number = 0; number < 10; number++)
        {
            devices.Add(await _host.Register());
            sockets.Add(await RawDevice.Connect(_host, devices[^1]));
        }

        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        await _host.Stop();

        // One at once, then one each 50 ms.
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds, 0.45, 60);
        foreach (var (device, socket) in devices.Zip(sockets))
        {
            await socket.Closed();
            Assert.Single(_host.Calls.Of(device.Name, nameof(ICameraLink.LetGo)));
            await socket.DisposeAsync();
        }

        Assert.DoesNotContain(_host.Log.All, line => line.Id == 2014);
    }

    [Fact]
    public async Task Start_CameraWasOnlineWhenTheProcessDied_BecomesSuspect()
    {
        var device = await _host.Register();
        await using var socket = await RawDevice.Connect(_host, device);

        // What a killed process leaves behind: the stored state says online, and nobody reported the end.
        _host.Calls.Before(device.Name, nameof(ICameraLink.LetGo), () => throw new IOException("killed"));
        await _host.StopAtOnce();
        await _host.Restart();

        await _host.Calls.Next(device.Name, nameof(ICameraUpkeep.CheckPresence));
        var status = await _host.Grains.GetGrain<ICameraUpkeep>(device.Name).GetStatus();
        Assert.Equal(Cameras.Presence.Suspect, status.Presence);
    }
}
