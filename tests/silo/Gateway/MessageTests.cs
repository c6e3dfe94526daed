using System.Diagnostics;
using System.Globalization;
using Mihari.Cameras;
using Mihari.Recordings;
using Mihari.Sensors;
using Mihari.Tests.Silo.Hosts;

namespace Mihari.Tests.Silo.Gateway;

[Collection(GatewayCollection.Name)]
public sealed class MessageTests(GatewayHost host)
{
    private const int MalformedEvent = 2009;

    [Fact]
    public async Task Hello_WithSensors_GreetsMeasuresTheSkewAndSynchronisesContacts()
    {
        var device = await host.Register();
        var clock = host.Time.GetUtcNow() - TimeSpan.FromSeconds(90);

        var (code, _) = await Mosquitto.Publish(host, device, "hello", Hello(clock));

        Assert.Equal(0, code);
        var greeting = (await host.Calls.Next(device.Name, nameof(ICameraLink.Greet))).Argument<DeviceGreeting>();
        Assert.Equal(("C-100", "1.4.2", DeviceKind.Camera), (greeting.Model, greeting.Firmware, greeting.Kind));
        Assert.InRange(greeting.ClockSkew.TotalSeconds, 90, 95);
        Assert.Equal(new SdCard(SdCardState.Ok, 128_000_000_000, 90_000_000_000, DateTimeOffset.Parse("2026-11-12T03:04:00Z", CultureInfo.InvariantCulture), 93), greeting.Sd);
        Assert.Equal([new DeviceSensor("motion", SensorKind.Motion), new DeviceSensor("door-1", SensorKind.Contact)], greeting.Sensors.ToArray());
        var contact = await host.Calls.Next($"{device.Name}/door-1", nameof(ISensorLink.Synchronise));
        Assert.False(contact.Argument<bool>());
        Assert.Empty(host.Calls.Of($"{device.Name}/motion", nameof(ISensorLink.Synchronise)));
    }

    [Fact]
    public async Task Event_AfterHello_CarriesTheSkewOfItsConnection()
    {
        var device = await host.Register();
        await using var socket = await RawDevice.Connect(host, device);
        var clock = host.Time.GetUtcNow() - TimeSpan.FromHours(9);

        await socket.Publish($"v1/{device.Name}/hello", Hello(clock), 1);
        Assert.Equal(1, await socket.ReadPubAck());
        await socket.Publish($"v1/{device.Name}/event", Motion("e-1", clock), 2);
        Assert.Equal(2, await socket.ReadPubAck());

        var fired = (await host.Calls.Next($"{device.Name}/motion", nameof(ISensorLink.Record))).Argument<SensorEvent>();
        Assert.InRange(fired.ClockSkew.TotalHours, 9, 9.01);
    }

    [Fact]
    public async Task Event_SentTwice_ReachesTheGrainTwiceWithOneId()
    {
        var device = await host.Register();
        var payload = Motion("01JDSAME", host.Time.GetUtcNow());
        await using var socket = await RawDevice.Connect(host, device);

        await socket.Publish($"v1/{device.Name}/event", payload, 1);
        Assert.Equal(1, await socket.ReadPubAck());
        await socket.Publish($"v1/{device.Name}/event", payload, 1);
        Assert.Equal(1, await socket.ReadPubAck());

        Assert.Equal(["01JDSAME", "01JDSAME"], host.Calls.Of($"{device.Name}/motion", nameof(ISensorLink.Record)).Select(call => call.Argument<SensorEvent>().Id));
    }

    [Fact]
    public async Task Segment_WellFormed_IsRecorded()
    {
        var device = await host.Register();

        var (code, _) = await Mosquitto.Publish(host, device, "segment", $$"""{"start":"2026-11-22T03:04:00.000Z","durationMs":60000,"bytes":8912345,"sha256":"{{new string('a', 64)}}","motion":[[5120,21400],[48000,60000]]}""");

        Assert.Equal(0, code);
        var segment = (await host.Calls.Next(device.Name, nameof(ICameraLink.RecordSegment))).Argument<SegmentRecorded>(1);
        Assert.Equal((TimeSpan.FromMinutes(1), 8_912_345L, 2), (segment.Duration, segment.Bytes, segment.Motion.Length));
    }

    [Fact]
    public async Task Reply_WithAnError_IsAnswered()
    {
        var device = await host.Register();

        var (code, _) = await Mosquitto.Publish(host, device, "reply", """{"command":"01JD","ok":false,"error":{"code":"sdUnavailable","message":"no card in the slot"}}""");

        Assert.Equal(0, code);
        var answer = (await host.Calls.Next(device.Name, nameof(ICameraLink.Answer))).Argument<CommandAnswer>();
        Assert.Equal(("01JD", false, "sdUnavailable", "no card in the slot"), (answer.Command, answer.Ok, answer.ErrorCode, answer.ErrorMessage));
    }

    [Fact]
    public async Task Publish_Malformed_IsAcknowledgedCountedAndLoggedOnceAMinute()
    {
        var device = await host.Register();
        await using var socket = await RawDevice.Connect(host, device);

        for (ushort packet = 1; packet <= 3; packet++)
        {
            await socket.Publish($"v1/{device.Name}/event", "{\"id\":", packet);
            Assert.Equal(packet, await socket.ReadPubAck());
        }

        await socket.Publish($"v1/{device.Name}/event", Motion("after", host.Time.GetUtcNow()), 4);
        Assert.Equal(4, await socket.ReadPubAck());
        await host.Calls.Next(device.Name, nameof(ICameraLink.CountProtocolError), _ => host.Calls.Of(device.Name, nameof(ICameraLink.CountProtocolError)).Count >= 2);
        Assert.Single(host.Log.About(device, MalformedEvent));
    }

    [Fact]
    public async Task Publish_GrainFails_IsNotAcknowledgedAndTheConnectionClosed()
    {
        var device = await host.Register();
        var sensor = $"{device.Name}/motion";
        host.Calls.Before(sensor, nameof(ISensorLink.Record), () => throw new IOException("storage is down"));
        var payload = Motion("kept", host.Time.GetUtcNow());
        await using (var socket = await RawDevice.Connect(host, device))
        {
            await socket.Publish($"v1/{device.Name}/event", payload, 9);
            Assert.Null(await socket.ReadPubAck());
        }

        host.Calls.Heal(sensor, nameof(ISensorLink.Record));
        host.Time.Advance(TimeSpan.FromSeconds(2));
        await using var again = await RawDevice.Connect(host, device);
        await again.Publish($"v1/{device.Name}/event", payload, 9);
        Assert.Equal(9, await again.ReadPubAck());
        Assert.Equal("kept", Assert.Single(host.Calls.Of(sensor, nameof(ISensorLink.Record))).Argument<SensorEvent>().Id);
    }

    [Fact]
    public async Task Publish_GrainTakesItsTime_IsAcknowledgedOnlyThen()
    {
        var device = await host.Register();
        var (arrived, durable) = (new TaskCompletionSource(), new TaskCompletionSource());
        host.Calls.Before($"{device.Name}/motion", nameof(ISensorLink.Record), () =>
        {
            arrived.TrySetResult();
            return durable.Task;
        });
        await using var socket = await RawDevice.Connect(host, device);

        await socket.Publish($"v1/{device.Name}/event", Motion("slow", host.Time.GetUtcNow()), 3);
        await arrived.Task.WaitAsync(GrainCalls.Patience);
        var acknowledged = socket.ReadPubAck();
        Assert.False(acknowledged.IsCompleted);
        durable.SetResult();

        Assert.Equal(3, await acknowledged);
    }

    [Fact]
    public async Task Publish_TwoHundredAtOnce_AllAreAcknowledgedInOrderAtTheRateOfTheProtocol()
    {
        var device = await host.Register();
        var topic = $"v1/{device.Name}/event";
        await using var socket = await RawDevice.Connect(host, device, keepAlive: 5);

        var started = Stopwatch.GetTimestamp();
        for (ushort packet = 1; packet <= 200; packet++)
            await socket.Publish(topic, Motion($"burst-{packet}", host.Time.GetUtcNow()), packet);
        for (var packet = 1; packet <= 200; packet++)
            Assert.Equal(packet, await socket.ReadPubAck());
        var took = Stopwatch.GetElapsedTime(started);

        // A hundred at once, then twenty a second.
        Assert.InRange(took.TotalSeconds, 4.9, 30);
        Assert.Equal(
            Enumerable.Range(1, 200).Select(packet => $"burst-{packet}"),
            host.Calls.Of($"{device.Name}/motion", nameof(ISensorLink.Record)).Select(call => call.Argument<SensorEvent>().Id));
    }

    internal static string Motion(string id, DateTimeOffset at) =>
        $$"""{"id":"{{id}}","sensor":"motion","kind":"motion","at":"{{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","confidence":0.82}""";

    private static string Hello(DateTimeOffset clock) =>
        $$"""
        {"protocol":1,"kind":"camera","model":"C-100","firmware":"1.4.2","boot":"7c0c","clock":"{{clock.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}",
         "sensors":[{"id":"motion","kind":"motion"},{"id":"door-1","kind":"contact","state":"closed"}],
         "sd":{"state":"ok","capacityBytes":128000000000,"usedBytes":90000000000,"oldest":"2026-11-12T03:04:00.000Z","lifePercent":93},"more":true}
        """;
}
