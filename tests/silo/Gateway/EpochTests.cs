using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Cameras;
using Mihari.Silo.Gateway;
using Mihari.Tests.Silo.Hosts;

namespace Mihari.Tests.Silo.Gateway;

[Collection(GatewayCollection.Name)]
public sealed class EpochTests(GatewayHost host)
{
    [Fact]
    public async Task Connect_SecondConnection_TakesOverAndTheFirstEndsWithItsOwnEpoch()
    {
        var device = await host.Register();
        await using var first = await Mosquitto.Listen(host, device, "--disable-clean-session");
        host.Time.Advance(TimeSpan.FromSeconds(2));

        await using var second = await Mosquitto.Listen(host, device);

        var end = await host.Calls.Next(device.Name, nameof(ICameraLink.Disconnect));
        Assert.Equal(1, end.Argument<long>());
        await host.Calls.Next(device.Name, nameof(ICameraLink.Listen), call => call.Argument<long>() == 2);
        Assert.Equal([1L, 2L], host.Calls.Of(device.Name, nameof(ICameraLink.Listen)).Select(call => call.Argument<long>()));
        Assert.True(host.Connections.TrySend(device.Id, 2, "{}"u8.ToArray()));
        Assert.False(host.Connections.TrySend(device.Id, 1, "{}"u8.ToArray()));
        var status = await Presence(device);
        Assert.Equal(Cameras.Presence.Online, status);
    }

    [Fact]
    public async Task Disconnect_GrainDoesNotAnswer_IsReportedUntilItDoes()
    {
        var device = await host.Register();
        var tries = 0;
        var thrice = new TaskCompletionSource();
        host.Calls.Before(device.Name, nameof(ICameraLink.Disconnect), () =>
        {
            if (Interlocked.Increment(ref tries) == 3)
                thrice.TrySetResult();
            throw new IOException("storage is down");
        });
        await using (await Mosquitto.Listen(host, device))
        {
            // Killed at the end of this block, without a DISCONNECT.
        }

        await thrice.Task.WaitAsync(GrainCalls.Patience);
        host.Calls.Heal(device.Name, nameof(ICameraLink.Disconnect));

        var end = await host.Calls.Next(device.Name, nameof(ICameraLink.Disconnect));
        Assert.Equal(1, end.Argument<long>());
        Assert.Equal(Cameras.Presence.Offline, await Presence(device));
    }

    [Fact]
    public async Task Connect_SocketDiesBeforeItsAnswer_WhatItOpenedIsLetGo()
    {
        var device = await host.Register();
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        host.Calls.Before(device.Name, nameof(ICameraLink.Connect), () =>
        {
            asked.TrySetResult();
            return answer.Task;
        });
        await using (var socket = await RawDevice.Open(host))
        {
            await socket.SendConnect(device, 20);
            await asked.Task.WaitAsync(GrainCalls.Patience);
        }

        answer.SetResult();

        var end = await host.Calls.Next(device.Name, nameof(ICameraLink.LetGoUnheld));
        Assert.Equal(0, end.Argument<long>(1));
        Assert.Single(host.Calls.Of(device.Name, nameof(ICameraLink.Connect)));
    }

    [Fact]
    public async Task GivenUp_AnOlderAttemptLast_TellsOfTheNewest()
    {
        var device = await host.Register();
        var reporter = host.Services.GetRequiredService<EpochReporter>();
        var failed = new TaskCompletionSource();
        host.Calls.Before(device.Name, nameof(ICameraLink.LetGoUnheld), () =>
        {
            failed.TrySetResult();
            throw new IOException("storage is down");
        });

        reporter.GivenUp(device.Id, 8, Task.CompletedTask);
        await failed.Task.WaitAsync(GrainCalls.Patience);
        reporter.GivenUp(device.Id, 7, Task.CompletedTask);
        host.Calls.Heal(device.Name, nameof(ICameraLink.LetGoUnheld));

        var told = await host.Calls.Next(device.Name, nameof(ICameraLink.LetGoUnheld));
        Assert.Equal(8, told.Argument<long>(2));
    }

    [Fact]
    public async Task KeepAlive_SilentDevice_IsNoticedWithinOneAndAHalfTimesAndASecond()
    {
        var device = await host.Register();
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        await using var socket = await RawDevice.Connect(host, device, keepAlive: 5);

        await socket.Closed();
        await host.Calls.Next(device.Name, nameof(ICameraLink.Disconnect));

        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds, 7.4, 12);
    }

    [Fact]
    public async Task Send_Command_ArrivesOnceAndIsRefusedWhenTooManyAreUnacknowledged()
    {
        var device = await host.Register();
        await using (var client = await Mosquitto.Listen(host, device, "-F", "%t %q %p"))
        {
            await host.Calls.Next(device.Name, nameof(ICameraLink.Listen));
            Assert.True(host.Connections.TrySend(device.Id, 1, Encoding.UTF8.GetBytes("""{"id":"c-1"}""")));
            var line = await client.Line(text => text.Contains("c-1", StringComparison.Ordinal));
            Assert.Equal($$"""v1/{{device.Name}}/command 1 {"id":"c-1"}""", line);
        }

        // A device that reads and never acknowledges.
        host.Time.Advance(TimeSpan.FromSeconds(2));
        await using var socket = await RawDevice.Connect(host, device);
        Assert.False(host.Connections.TrySend(device.Id, 2, "{}"u8.ToArray()));
        await socket.Subscribe($"v1/{device.Name}/command");
        await host.Calls.Next(device.Name, nameof(ICameraLink.Listen), call => call.Argument<long>() == 2);
        var taken = 0;
        while (host.Connections.TrySend(device.Id, 2, "{}"u8.ToArray()))
            taken++;
        Assert.Equal(64, taken);
    }

    [Fact]
    public async Task Close_OfAnEpoch_ClosesThatConnectionOnly()
    {
        var device = await host.Register();
        await using var socket = await RawDevice.Connect(host, device);

        host.Connections.Close(device.Id, 7);
        Assert.Empty(host.Calls.Of(device.Name, nameof(ICameraLink.Disconnect)));
        host.Connections.Close(device.Id, 1);

        await socket.Closed();
        await host.Calls.Next(device.Name, nameof(ICameraLink.Disconnect));
    }

    private async Task<Cameras.Presence> Presence(TestDevice device) =>
        (await host.Grains.GetGrain<Grains.Cameras.ICameraUpkeep>(device.Name).GetStatus()).Presence;
}
