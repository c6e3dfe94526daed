using MQTTnet.Protocol;
using Mihari.Cameras;
using Mihari.Sensors;
using Mihari.Silo.Gateway;
using Mihari.Tests.Silo.Hosts;

namespace Mihari.Tests.Silo.Gateway;

[Collection(GatewayCollection.Name)]
public sealed class AccessTests(GatewayHost host)
{
    private const int ClosingEvent = 2004;
    private const string Status = """{"video":{"state":"ok"}}""";

    [Theory]
    [InlineData("v1/0250FFFFFFFF/status")]
    [InlineData("v1/{id}")]
    [InlineData("$SYS/broker")]
    public async Task Publish_TopicThatIsNotItsOwn_ClosesTheConnection(string topic)
    {
        var device = await host.Register();

        var (code, _) = await Mosquitto.Publish(host, device, topic.Replace("{id}", device.Name, StringComparison.Ordinal), Status);

        Assert.NotEqual(0, code);
        Assert.Contains("ForeignTopic", Assert.Single(host.Log.About(device, ClosingEvent)).Text, StringComparison.Ordinal);
        Assert.Empty(host.Calls.Of(device.Name, nameof(ICameraLink.ReportStatus)));
    }

    [Theory]
    [InlineData("v1/{id}/battery")]
    [InlineData("v1/{id}/status/deeper")]
    public async Task Publish_ChannelOfANewerProtocol_IsAcknowledgedAndCounted(string topic)
    {
        var device = await host.Register();

        var (code, _) = await Mosquitto.Publish(host, device, topic.Replace("{id}", device.Name, StringComparison.Ordinal), Status);

        Assert.Equal(0, code);
        Assert.Empty(host.Calls.Of(device.Name, nameof(ICameraLink.ReportStatus)));
        await host.Calls.Next(device.Name, nameof(ICameraLink.CountProtocolError));
        Assert.Single(host.Calls.Of(device.Name, nameof(ICameraLink.CountProtocolError)));
    }

    [Theory]
    [InlineData("v1/+/command")]
    [InlineData("#")]
    [InlineData("v1/0250FFFFFFFF/command")]
    [InlineData("$share/all/v1/{id}/command")]
    public async Task Subscribe_AnythingButItsCommands_ClosesTheConnection(string topic)
    {
        var device = await host.Register();
        await using var socket = await RawDevice.Connect(host, device);

        await socket.Subscribe(topic.Replace("{id}", device.Name, StringComparison.Ordinal));

        await socket.Closed();
        Assert.Contains("ForeignSubscription", Assert.Single(host.Log.About(device, ClosingEvent)).Text, StringComparison.Ordinal);
        Assert.Empty(host.Calls.Of(device.Name, nameof(ICameraLink.Listen)));
    }

    /// <summary>A device that is told of another connection with its name would be back at once.</summary>
    [Fact]
    public async Task Expel_OfADeviceWhoseKeyIsNotGoodAnyMore_IsNotToldAsATakeOver()
    {
        var device = await host.Register();
        await using var socket = await RawDevice.Connect(host, device);
        await socket.Subscribe($"v1/{device.Name}/command");
        var listening = await host.Calls.Next(device.Name, nameof(ICameraLink.Listen));

        host.Connections.Expel(device.Id, listening.Argument<long>());

        await socket.Closed();
        Assert.Contains("Expelled", Assert.Single(host.Log.About(device, ClosingEvent)).Text, StringComparison.Ordinal);
        Assert.Equal(MqttDisconnectReasonCode.NotAuthorized, CloseReason.Expelled.ToMqtt());
    }

    [Fact]
    public async Task Publish_QualityOfServiceTwo_ClosesTheConnection()
    {
        var device = await host.Register();
        await using var socket = await RawDevice.Connect(host, device);

        await socket.Publish($"v1/{device.Name}/status", Status, 1, quality: 2);

        await socket.Closed();
        Assert.Contains("QualityOfService", Assert.Single(host.Log.About(device, ClosingEvent)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_QualityOfServiceZeroOrRetained_IsHandledAllTheSame()
    {
        var device = await host.Register();

        var (code, _) = await Mosquitto.Publish(host, device, "event", """{"id":"zero","sensor":"motion","kind":"motion","at":"2026-11-22T03:04:05.120Z"}""", "-q", "0", "-r");

        Assert.Equal(0, code);
        var fired = await host.Calls.Next($"{device.Name}/motion", nameof(ISensorLink.Record));
        Assert.Equal("zero", fired.Argument<SensorEvent>().Id);
    }

    [Fact]
    public async Task Publish_Oversize_ClosesTheConnectionBeforeThePayloadIsSent()
    {
        var device = await host.Register();
        await using var socket = await RawDevice.Connect(host, device);

        // The header of a message of 200 MB, and nothing after it.
        byte[] header = [0x32, .. RawDevice.Length(200_000_000)];
        await socket.Stream.WriteAsync(header);

        await socket.Closed();
        Assert.Contains("TooLarge", Assert.Single(host.Log.About(device, ClosingEvent)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Publish_SixtyFourKibibytes_IsTheLimit(int over, bool isTaken)
    {
        var device = await host.Register();
        var topic = $"v1/{device.Name}/status";
        await using var socket = await RawDevice.Connect(host, device);

        await socket.Publish(topic, Status.PadRight((64 * 1024) - topic.Length + over), 7);

        Assert.Equal(isTaken ? 7 : null, await socket.ReadPubAck());
    }

    [Fact]
    public async Task Publish_OversizeFromMosquitto_IsNotAcknowledged()
    {
        var device = await host.Register();
        var file = Path.Combine(host.Folder, "large");
        await File.WriteAllBytesAsync(file, new byte[70_000]);
        await using var client = Mosquitto.Start("mosquitto_pub", host, device, ["-t", $"v1/{device.Name}/status", "-f", file, "-q", "1", "-d"]);

        await client.Line(line => line.Contains("sending PUBLISH", StringComparison.Ordinal));
        await host.Calls.Next(device.Name, nameof(ICameraLink.Disconnect));

        Assert.DoesNotContain(client.Seen, line => line.Contains("received PUBACK", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(new byte[] { 0x32, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F })]
    [InlineData(new byte[] { 0xF0, 0x00 })]
    [InlineData(new byte[] { 0x32, 0x02, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x10, 0x02, 0x00, 0x00 })]
    public async Task Send_NotMqtt_ClosesTheConnectionAndReportsItsEnd(byte[] bytes)
    {
        var device = await host.Register();
        await using var socket = await RawDevice.Connect(host, device);

        await socket.Stream.WriteAsync(bytes);

        await socket.Closed();
        await host.Calls.Next(device.Name, nameof(ICameraLink.Disconnect));
    }

    [Fact]
    public async Task Open_NotMqttBeforeConnect_IsClosed()
    {
        await using var socket = await RawDevice.Open(host);

        await socket.Stream.WriteAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());

        await socket.Closed();
    }
}
