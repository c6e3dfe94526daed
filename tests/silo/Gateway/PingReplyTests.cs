using System.Text.Json;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Rooms;
using Mihari.Sensors;
using Mihari.Tests.Silo.Hosts;
using Mihari.Troubles;

namespace Mihari.Tests.Silo.Gateway;

/// <summary>What a device answers to a ping: its camera hears what it says of itself while that is waited for, and never anything else.</summary>
[Collection(GatewayCollection.Name)]
public sealed class PingReplyTests(GatewayHost host)
{
    [Fact]
    public async Task Reply_ToAPing_IsAHelloForTheCamera_WithoutItsClock()
    {
        var (device, refresh) = await Place();
        await using var socket = await RawDevice.Connect(host, device);
        var command = await Asked(socket, device, refresh);

        await socket.Publish($"v1/{device.Name}/reply", Hello(command, host.Time.GetUtcNow().AddSeconds(-40)), 7);
        Assert.Equal(7, await socket.ReadPubAck());

        var greeting = (await host.Calls.Next(device.Name, nameof(ICameraLink.Greet))).Argument<DeviceGreeting>();
        Assert.Equal(("9.1", SdCardState.Error, TimeSpan.Zero), (greeting.Firmware, greeting.Sd!.State, greeting.ClockSkew));
        Assert.True((await host.Calls.Next(device.Name, nameof(IPingLink.Pong))).Argument<bool>(1));
        Assert.Equal(DeviceAnswer.Answered, await Answer(refresh));
    }

    [Fact]
    public async Task Reply_ThatTheDeviceCannotSay_IsNoHello()
    {
        var (device, refresh) = await Place();
        await using var socket = await RawDevice.Connect(host, device);
        var command = await Asked(socket, device, refresh);

        await socket.Publish($"v1/{device.Name}/reply", $$"""{"command":"{{command}}","ok":false,"error":{"code":"busy","message":"no"} }""", 7);
        Assert.Equal(7, await socket.ReadPubAck());

        Assert.False((await host.Calls.Next(device.Name, nameof(IPingLink.Pong))).Argument<bool>(1));
        Assert.Empty(host.Calls.Of(device.Name, nameof(ICameraLink.Greet)));
    }

    [Fact]
    public async Task Reply_ThatNobodyWaitsFor_IsAcknowledgedAndChangesNothing()
    {
        var device = await host.Register();

        var (code, _) = await Mosquitto.Publish(host, device, "reply", Hello(PingCommands.New(), host.Time.GetUtcNow().AddMinutes(-1)));

        Assert.Equal(0, code);
        Assert.Empty(host.Calls.Of(device.Name, nameof(ICameraLink.Greet)));
        Assert.Empty(host.Calls.Of(device.Name, nameof(IPingLink.Pong)));
    }

    [Fact]
    public async Task Reply_ThatIsNoHello_IsMalformed_AndNoAnswer()
    {
        var (device, refresh) = await Place();
        await using var socket = await RawDevice.Connect(host, device);
        var command = await Asked(socket, device, refresh);

        await socket.Publish($"v1/{device.Name}/reply", $$"""{"command":"{{command}}","ok":true,"result":{"protocol":2} }""", 7);
        Assert.Equal(7, await socket.ReadPubAck());

        await host.Calls.Next(device.Name, nameof(ICameraLink.CountProtocolError));
        Assert.Empty(host.Calls.Of(device.Name, nameof(IPingLink.Pong)));
    }

    private static string Hello(string command, DateTimeOffset clock) =>
        $$"""{"command":"{{command}}","ok":true,"result":{"protocol":1,"clock":"{{clock:O}}","model":"C-1","firmware":"9.1","boot":"b","sensors":[],"sd":{"state":"error"} } }""";

    /// <summary>A device in a room, which can be asked therefore.</summary>
    private async Task<(TestDevice Device, ITroubleRefresh Refresh)> Place()
    {
        var device = await host.Register();
        var (building, room) = (Guid.NewGuid().ToString("N"), new RoomId(Guid.NewGuid().ToString("N")));
        await host.Grains.GetGrain<IBuildingSetup>(building).Create(
            GatewayHost.Support, new CustomerId("customer"), "用賀マンション", new NewRoom(room, "エントランス", device.Contract, device.Id));
        await host.Grains.GetGrain<IRoomGrain>(room.Value).AddDevices(
            GatewayHost.Support, [new NewDevice(device.Id, "正面カメラ", [new NewSensor("motion", SensorKind.Motion, "モーション")])]);
        return (device, host.Grains.GetGrain<ITroubleRefresh>(building));
    }

    /// <summary>What became of the question, once something has: the acknowledgement does not wait for that.</summary>
    private static async Task<DeviceAnswer> Answer(ITroubleRefresh refresh)
    {
        using var patience = new CancellationTokenSource(GrainCalls.Patience);
        while (true)
        {
            if (Assert.Single((await refresh.Get(GatewayHost.Support))!.Devices).Answer is var answer and not DeviceAnswer.Awaited)
                return answer;
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Listens to commands, has the device asked, and returns the id of the command.</summary>
    private async Task<string> Asked(RawDevice socket, TestDevice device, ITroubleRefresh refresh)
    {
        await socket.Subscribe($"v1/{device.Name}/command");
        await socket.Read(5); // SUBACK
        await host.Calls.Next(device.Name, nameof(ICameraLink.Listen));
        await refresh.Begin(GatewayHost.Support);
        var body = await socket.ReadPublish();
        using var command = JsonDocument.Parse(body.AsMemory(body.AsSpan().IndexOf((byte)'{')));
        Assert.Equal("ping", command.RootElement.GetProperty("name").GetString());
        return command.RootElement.GetProperty("id").GetString()!;
    }
}
