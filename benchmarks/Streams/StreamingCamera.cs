using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using Mihari.Identifiers;
using Mihari.Protocol;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Mihari.Benchmarks.Streams;

/// <summary>A camera at the device gateway, which streams when it is asked to.</summary>
internal sealed class StreamingCamera : IAsyncDisposable
{
    private readonly DeviceId _id;
    private readonly FragmentSource _source;
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly CancellationTokenSource _over = new();
    private Task _sending = Task.CompletedTask;

    private StreamingCamera(DeviceId id, FragmentSource source)
    {
        (_id, _source) = (id, source);
        _client.ApplicationMessageReceivedAsync += Received;
    }

    public static async Task<StreamingCamera> Connect(DeviceId id, string key, int gateway, FragmentSource source)
    {
        var camera = new StreamingCamera(id, source);
        await camera._client.ConnectAsync(new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", gateway).WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(id.Value).WithCredentials(id.Value, key).WithKeepAlivePeriod(TimeSpan.FromSeconds(18)).Build());
        var hello = new Hello { Protocol = 1, Model = "load", Firmware = "1", Boot = "1", Clock = TimeProvider.System.GetUtcNow(), Sensors = [] };
        await camera.Send(Channel.Hello, Wire.Write(hello, WireJson.Default.Hello));
        await camera._client.SubscribeAsync(Topics.Command(id.Value), MqttQualityOfServiceLevel.AtLeastOnce);
        return camera;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _sending;
        await _client.TryDisconnectAsync();
        _client.Dispose();
        _over.Dispose();
    }

    private async Task Received(MqttApplicationMessageReceivedEventArgs message)
    {
        var command = JsonSerializer.Deserialize(message.ApplicationMessage.Payload.ToArray(), WireJson.Default.Command)!;
        if (command.Name == CommandNames.Stream)
            _sending = Stream(command.Args!.Value.Deserialize(WireJson.Default.StreamArgs)!);

        await Send(Channel.Reply, Wire.Write(new Reply { Command = command.Id, Ok = true }, WireJson.Default.Reply));
    }

    /// <summary>The server closes the socket when nobody watches any more.</summary>
    private async Task Stream(StreamArgs asked)
    {
        try
        {
            using var socket = new ClientWebSocket();
            await socket.ConnectAsync(new Uri(asked.Url), _over.Token);
            await _source.Send(socket, _over.Token);
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
        catch (WebSocketException e)
        {
            Console.Error.WriteLine($"{_id} could not stream: {e.Message}");
        }
    }

    private Task Send(Channel channel, byte[] payload) => _client.PublishAsync(new MqttApplicationMessageBuilder()
        .WithTopic(Topics.Publish(_id.Value, channel)).WithPayload(payload)
        .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());
}
