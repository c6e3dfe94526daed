using System.Buffers;
using System.Text;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Protocol;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Sensors;
using Mihari.Streams;
using Mihari.Troubles;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Mihari.Silo.Gateway;

/// <summary>
/// What a device sends. A message is acknowledged when its grain has made it durable; one that could not be made durable
/// closes the connection without an acknowledgement, and the device sends it again (device protocol, PUBACK is a promise).
/// </summary>
internal sealed class MessageHandler(
    IGrainFactory grains,
    GrainPatience patience,
    GatewayInstruments instruments,
    TimeProvider time,
    ILogger<MessageHandler> logger)
{
    private readonly WindowLimit<DeviceId> _malformedLogged = new(1, TimeSpan.FromMinutes(1), 10_000, time);
    private readonly WindowLimit<string> _failuresLogged = new(10, TimeSpan.FromMinutes(1), 16, time);

    /// <summary>MQTTnet's hook for a PUBLISH; it acknowledges when this completes. The next packet of the device isn't read before.</summary>
    public async Task Publish(InterceptingPublishEventArgs publish)
    {
        publish.ProcessPublish = false;
        if (publish.SessionItems[nameof(DeviceConnection)] is not DeviceConnection connection)
        {
            publish.CloseConnection = true;
            return;
        }

        // The retain flag is ignored: there is nobody to retain a message for.
        var message = publish.ApplicationMessage;
        var device = connection.Device.Value;
        if (!Topics.IsOwn(message.Topic, device))
            connection.Channel.Close(CloseReason.ForeignTopic);
        else if (Encoding.UTF8.GetByteCount(message.Topic) + message.Payload.Length > Limits.MaxMessageBytes)
            connection.Channel.Close(CloseReason.TooLarge);
        else if (!Topics.TryParse(message.Topic, device, out var channel)) // of a newer protocol, which may add names
            Malformed(connection, null, "a channel that version 1 does not have");
        else
            await Handle(connection, channel, message.Payload, publish.CancellationToken);

        publish.CloseConnection = connection.Channel.IsClosing;
    }

    /// <summary>MQTTnet's hook for a SUBSCRIBE, whose topic the channel has judged: the device's commands.</summary>
    public Task Subscribe(InterceptingSubscriptionEventArgs subscribe)
    {
        subscribe.ProcessSubscription = false;
        if (subscribe.SessionItems[nameof(DeviceConnection)] is DeviceConnection connection && !connection.Channel.IsClosing)
        {
            var atLeastOnce = subscribe.TopicFilter.QualityOfServiceLevel != MqttQualityOfServiceLevel.AtMostOnce;
            subscribe.Response.ReasonCode = atLeastOnce ? MqttSubscribeReasonCode.GrantedQoS1 : MqttSubscribeReasonCode.GrantedQoS0;
            connection.Subscribe(subscribe.Session, atLeastOnce ? MqttQualityOfServiceLevel.AtLeastOnce : MqttQualityOfServiceLevel.AtMostOnce);
        }
        else
        {
            subscribe.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
            subscribe.CloseConnection = true;
        }

        return Task.CompletedTask;
    }

    /// <summary>MQTTnet's hook for each topic of an UNSUBSCRIBE.</summary>
    public Task Unsubscribe(InterceptingUnsubscriptionEventArgs unsubscribe)
    {
        unsubscribe.ProcessUnsubscription = false;
        if (unsubscribe.SessionItems[nameof(DeviceConnection)] is DeviceConnection connection
            && string.Equals(unsubscribe.Topic, Topics.Command(connection.Device.Value), StringComparison.Ordinal))
        {
            connection.Unsubscribe();
        }

        return Task.CompletedTask;
    }

    /// <summary>MQTTnet's hook for a PUBACK.</summary>
    public static Task Acknowledged(ClientAcknowledgedPublishPacketEventArgs acknowledged)
    {
        (acknowledged.SessionItems[nameof(DeviceConnection)] as DeviceConnection)?.Acknowledged();
        return Task.CompletedTask;
    }

    /// <summary>The device's SUBACK was written: its grain sends the commands that are open.</summary>
    public async Task Listen(DeviceConnection connection)
    {
        try
        {
            await patience.Call(static it => it.Link.Listen(it.Epoch), (Link: Link(connection), connection.Epoch), connection.Channel.Closing);
        }
        catch (OperationCanceledException) when (connection.Channel.IsClosing)
        {
            // The next connection asks again.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            GatewayLog.ListenFailed(logger, connection.Device, e);
            connection.Channel.Close(CloseReason.NotDurable);
        }
    }

    private async Task Handle(DeviceConnection connection, Channel channel, ReadOnlySequence<byte> payload, CancellationToken over)
    {
        using var span = GatewayTraces.Publish(channel, connection.Device);
        var started = time.GetTimestamp();
        var outcome = "durable";
        try
        {
            var message = payload.IsSingleSegment ? payload.First : payload.ToArray();
            await patience.Call(static it => it.Handler.Dispatch(it.Connection, it.Channel, it.Message), (Handler: this, Connection: connection, Channel: channel, Message: message), connection.Over(over));
        }
        catch (Exception e) when (e is MalformedException or RefusalException)
        {
            outcome = "malformed";
            Malformed(connection, channel, e.Message);
        }
        catch (SupersededException)
        {
            outcome = "superseded";
            connection.Channel.Close(CloseReason.Superseded);
        }
        catch (OperationCanceledException)
        {
            outcome = "abandoned";
            connection.Channel.Close(CloseReason.NotDurable);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            outcome = "failed";
            if (_failuresLogged.TryAdd("all"))
                GatewayLog.NotDurable(logger, channel, connection.Device, e);
            connection.Channel.Close(CloseReason.NotDurable);
        }

        GatewayTraces.End(span, outcome);
        instruments.Handled(channel, outcome, time.GetElapsedTime(started));
    }

    private Task Dispatch(DeviceConnection connection, Channel channel, ReadOnlyMemory<byte> payload)
    {
        var received = connection.Channel.ReceivedAt;
        switch (channel)
        {
            case Channel.Hello:
                return Greet(connection, MessageRules.Hello(payload.Span, connection.Epoch, received), received);
            case Channel.Status:
                return Link(connection).ReportStatus(MessageRules.Status(payload.Span, connection.Epoch));
            case Channel.Event:
                var (sensor, fired) = MessageRules.Event(payload.Span, connection.Skew, received);
                return Fired(connection, Sensor(connection, sensor), fired);
            case Channel.Segment:
                return Recorded(connection, MessageRules.Segment(payload.Span, connection.Skew, received));
            case Channel.Reply:
                return Answer(connection, MessageRules.Reply(payload.Span), received);
            default:
                throw new InvalidOperationException($"no such channel: {channel}");
        }
    }

    /// <summary>The answers to a stream's commands are for the stream, as long as it is one of this device; that to a ping is a hello.</summary>
    private Task Answer(DeviceConnection connection, CommandAnswer answer, DateTimeOffset received) =>
        StreamId.TryOfCommand(answer.Command, out var stream) && stream.Camera == connection.Device ? grains.GetGrain<IStreamLink>(stream.Value).Answer(answer)
        : PingCommands.Has(answer.Command) ? Pinged(connection, answer, received)
        : Link(connection).Answer(answer);

    /// <summary>
    /// Only while it is waited for: an answer may come again after a reconnection, and says then how the device was. Nor is its clock taken: it may
    /// have waited on the way. It changes nothing that can't be asked for again, so it keeps no connection from going on.
    /// </summary>
    private async Task Pinged(DeviceConnection connection, CommandAnswer answer, DateTimeOffset received)
    {
        var asked = grains.GetGrain<IPingLink>(connection.Device.Value);
        try
        {
            if (!await asked.Awaits(answer.Command, connection.Epoch))
                return;

            if (answer.Ok)
            {
                var skew = connection.Skew.Now;
                var greeting = MessageRules.Hello(answer.Result.AsSpan(), connection.Epoch, received);
                await Tell(connection, greeting with { Device = greeting.Device with { ClockSkew = skew } }, received);
            }

            await asked.Pong(answer.Command, answer.Ok);
        }
        catch (Exception e) when (e is not (MalformedException or RefusalException or SupersededException or OperationCanceledException or OutOfMemoryException))
        {
            GatewayLog.PingLost(logger, connection.Device, e);
        }
    }

    private async Task Greet(DeviceConnection connection, Greeting greeting, DateTimeOffset received)
    {
        connection.Greeted(greeting.Device.ClockSkew);
        await Tell(connection, greeting, received);
    }

    private async Task Tell(DeviceConnection connection, Greeting greeting, DateTimeOffset received)
    {
        await Link(connection).Greet(greeting.Device);
        await Task.WhenAll(greeting.Contacts.Select(contact => Sensor(connection, contact.Sensor).Synchronise(contact.Open, received)));
    }

    private async Task Fired(DeviceConnection connection, ISensorLink sensor, SensorEvent fired)
    {
        await Measured(connection, fired.ClockSkew);
        await sensor.Record(fired);
    }

    private async Task Recorded(DeviceConnection connection, SegmentRecorded segment)
    {
        await Measured(connection, segment.ClockSkew);
        await Link(connection).RecordSegment(connection.Epoch, segment);
    }

    /// <summary>Where a message shows that the device set its clock, its grain knows before it acts on the message.</summary>
    private Task Measured(DeviceConnection connection, TimeSpan skew) => connection.Skew.Now == skew ? Task.CompletedTask : Measure(connection, skew);

    private async Task Measure(DeviceConnection connection, TimeSpan skew)
    {
        await Link(connection).MeasureSkew(connection.Epoch, skew);
        connection.Measured(skew);
    }

    private void Malformed(DeviceConnection connection, Channel? channel, string problem)
    {
        Link(connection).CountProtocolError().Ignore();
        if (_malformedLogged.TryAdd(connection.Device))
            GatewayLog.Malformed(logger, connection.Device, channel, problem);
    }

    private ICameraLink Link(DeviceConnection connection) => grains.GetGrain<ICameraLink>(connection.Device.Value);

    private ISensorLink Sensor(DeviceConnection connection, string name) =>
        grains.GetGrain<ISensorLink>(new SensorId(connection.Device, name).ToString());
}
