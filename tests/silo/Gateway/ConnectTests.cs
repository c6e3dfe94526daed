using System.Diagnostics;
using Mihari.Cameras;
using Mihari.Identifiers;
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

    [Theory]
    [InlineData("mqttv311", 5)]
    [InlineData("mqttv5", 0x87)]
    public async Task Connect_WrongKey_IsNotAuthorised(string version, int answer)
    {
        var device = await host.Register() with { Key = "wrong" };

        var (code, _) = await Mosquitto.Publish(host, device, "status", Status, "-V", version);

        Assert.Equal(answer, code);
        Assert.Empty(host.Calls.Of(device.Name, nameof(ICameraLink.Disconnect)));
    }

    [Fact]
    public async Task Connect_UnknownDevice_IsAnsweredLikeAWrongKeyAndNotFaster()
    {
        var known = await host.Register() with { Key = "wrong" };
        var unknown = known with { Id = DeviceId.Parse("0299FFFFFF01"), Address = "127.2.0.1" };

        var started = Stopwatch.GetTimestamp();
        var (code, output) = await Mosquitto.Publish(host, unknown, "status", Status);
        var took = Stopwatch.GetElapsedTime(started);
        var (wrongCode, wrongOutput) = await Mosquitto.Publish(host, known, "status", Status);

        Assert.True((code, wrongCode) == (5, 5) && output == wrongOutput, $"{code} and {wrongCode}, {took}\n{output}\n--\n{wrongOutput}");

        // The 250 ms of a refusal, by timers that may be some milliseconds early.
        Assert.InRange(took.TotalMilliseconds, 200, 15_000);
    }

    [Theory]
    [InlineData("-u", "0250000000FF")]
    [InlineData("-i", "0250000000FF")]
    [InlineData("-i", "camera")]
    public async Task Connect_ClientIdIsNotTheUserName_IsRefusedWithoutAskingTheGrain(string option, string value)
    {
        var device = await host.Register();

        var (code, _) = await Mosquitto.Publish(host, device, "status", Status, option, value);

        Assert.Equal(5, code);
        Assert.Empty(host.Calls.Of(device.Name, nameof(ICameraLink.Connect)));
    }

    [Fact]
    public async Task Connect_LowerCaseId_IsRefused()
    {
        var device = await host.Register() with { Id = DeviceId.Parse("02AABBCCDDEE") };

        var (code, _) = await Mosquitto.Publish(host, device, "status", Status, "-i", "02aabbccddee", "-u", "02aabbccddee");

        Assert.Equal(5, code);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(4, 5)]
    [InlineData(121, 5)]
    [InlineData(5, 0)]
    [InlineData(120, 0)]
    public async Task Connect_KeepAlive_IsAcceptedFromFiveTo120Seconds(ushort keepAlive, byte answer)
    {
        var device = await host.Register();
        await using var socket = await RawDevice.Open(host);

        await socket.SendConnect(device, keepAlive);

        Assert.Equal(answer, (await socket.ReadConnAck()).Code);
    }

    [Fact]
    public async Task Connect_PersistentSession_IsTreatedAsClean()
    {
        var device = await host.Register();
        for (var time = 0; time < 2; time++)
        {
            await using var socket = await RawDevice.Open(host);
            await socket.SendConnect(device, 20, clean: false);

            Assert.Equal((false, (byte)0), await socket.ReadConnAck());
            host.Time.Advance(TimeSpan.FromSeconds(2));
        }
    }

    [Fact]
    public async Task Connect_WithAWill_IsAcceptedAndTheWillNeverHeard()
    {
        var device = await host.Register();
        await using var client = await Mosquitto.Listen(host, device, "--will-topic", $"v1/{device.Name}/status", "--will-payload", Status);

        client.Kill();

        await host.Calls.Next(device.Name, nameof(ICameraLink.Disconnect));
        Assert.Empty(host.Calls.Of(device.Name, nameof(ICameraLink.ReportStatus)));
    }

    [Fact]
    public async Task Connect_TwiceInASecond_IsRefusedTheSecondTime()
    {
        var device = await host.Register();
        await using var first = await RawDevice.Open(host, device.Address);
        await using var second = await RawDevice.Open(host, device.Address);

        await first.SendConnect(device, 20);
        Assert.Equal(0, (await first.ReadConnAck()).Code);
        await second.SendConnect(device, 20);
        Assert.Equal(3, (await second.ReadConnAck()).Code);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, (await Mosquitto.Publish(host, device, "status", Status)).Code);
    }

    [Fact]
    public async Task Connect_GrainFails_IsUnavailableAndAnEpochThatMayBeThereIsEnded()
    {
        var device = await host.Register();
        host.Calls.Before(device.Name, nameof(ICameraLink.Connect), () => throw new IOException("storage is down"));

        var (code, _) = await Mosquitto.Publish(host, device, "status", Status);
        host.Calls.Heal(device.Name, nameof(ICameraLink.Connect));

        Assert.Equal(3, code);
        var end = await host.Calls.Next(device.Name, nameof(ICameraLink.LetGoUnheld));
        Assert.Equal(0, end.Argument<long>(1));
        Assert.True(end.Argument<long>(2) > 0);
        Assert.Empty(host.Calls.Of(device.Name, nameof(ICameraLink.Connect)));
    }
}
