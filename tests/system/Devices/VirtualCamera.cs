using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Mihari.Tests.System.Devices;

/// <summary>An event of a virtual camera; it is sent again under the same id until it is acknowledged.</summary>
internal sealed record VirtualEvent(string Id, DateTimeOffset At);

/// <summary>A capture command as it came.</summary>
internal sealed record CaptureAsked(string Command, string Clip, DateTimeOffset From, DateTimeOffset To, string UploadUrl, string ThumbnailUrl);

/// <summary>What a virtual camera does with capture commands.</summary>
internal enum CaptureManner
{
    /// <summary>Uploads picture and clip, then replies.</summary>
    Upload,

    /// <summary>Does nothing at all, as one that dies over it.</summary>
    Ignore,

    /// <summary>Replies that its upload failed.</summary>
    Fail,
}

/// <summary>A camera that speaks the device protocol by its text, without the product's code: events, captures, uploads, pings, replies.</summary>
internal sealed class VirtualCamera : IAsyncDisposable
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(30);

    private readonly string _key;
    private readonly int _port;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly ConcurrentDictionary<string, JsonObject> _replies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _work = new(StringComparer.Ordinal);
    private IMqttClient? _client;
    private string _boot = "";

    public VirtualCamera(string device, string key, int port) => (Device, _key, _port) = (device, key, port);

    public string Device { get; }

    public CaptureManner Manner { get; set; }

    /// <summary>How its card is, by its next hello or answer to a ping.</summary>
    public string Sd { get; set; } = "ok";

    public EventLog<CaptureAsked> Asked { get; } = new("capture commands");

    /// <summary>The ids of the pings that it has answered.</summary>
    public EventLog<string> Pinged { get; } = new("pings");

    /// <summary>The path of each object that the server has answered 201 for, or 409.</summary>
    public EventLog<(string Path, HttpStatusCode Status)> Uploaded { get; } = new("uploads");

    /// <summary>Clips whose failure the server has acknowledged.</summary>
    public ConcurrentDictionary<string, bool> Failed { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers that no device should get.</summary>
    public ConcurrentQueue<string> Surprises { get; } = new();

    public bool IsConnected => _client?.IsConnected == true;

    /// <summary>What the server said to the last attempt to connect.</summary>
    public MqttClientConnectResultCode? Told { get; private set; }

    public async Task Connect(TimeSpan? keepAlive = null)
    {
        _client?.Dispose();
        _client = new MqttClientFactory().CreateMqttClient();
        _boot = Guid.NewGuid().ToString("N");
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", _port).WithProtocolVersion(MqttProtocolVersion.V311).WithCleanSession()
            .WithClientId(Device).WithCredentials(Device, _key)
            .WithKeepAlivePeriod(keepAlive ?? TimeSpan.FromSeconds(20)).WithTimeout(ConnectPatience).Build();
        _client.ApplicationMessageReceivedAsync += Received;
        Told = (await _client.ConnectAsync(options)).ResultCode;
        await _client.SubscribeAsync($"v1/{Device}/command", MqttQualityOfServiceLevel.AtLeastOnce);
        await Publish("hello", Hello());
    }

    /// <summary>Leaves, as one that is switched off in order.</summary>
    public Task Leave() => _client!.DisconnectAsync();

    /// <summary>A change of its card, told as it happens.</summary>
    public Task Report(string sd)
    {
        Sd = sd;
        return Publish("status", new JsonObject { ["sd"] = new JsonObject { ["state"] = sd } });
    }

    /// <summary>Announces that it has recorded up to now, for two minutes at most.</summary>
    public Task Record(TimeSpan length)
    {
        var start = TimeProvider.System.GetUtcNow() - length;
        return Publish("segment", new JsonObject
        {
            ["start"] = Text(start),
            ["durationMs"] = (int)length.TotalMilliseconds,
            ["bytes"] = 1_000_000,
            ["sha256"] = new string('a', 64),
            ["motion"] = new JsonArray(),
        });
    }

    /// <summary>True when the event was acknowledged; false where the connection broke before.</summary>
    public async Task<bool> Fire(VirtualEvent fired)
    {
        try
        {
            await Publish("event", new JsonObject { ["id"] = fired.Id, ["sensor"] = "motion", ["kind"] = "motion", ["at"] = Text(fired.At), ["confidence"] = 0.9 });
            return true;
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            return false; // Whatever it was: there is no acknowledgement.
        }
    }

    /// <summary>Waits until nothing is being uploaded any more.</summary>
    public async Task Rest(TimeSpan patience)
    {
        await Task.WhenAll(_work.Values).WaitAsync(patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is { IsConnected: true })
            await _client.DisconnectAsync();

        _client?.Dispose();
        _http.Dispose();
    }

    private Task Received(MqttApplicationMessageReceivedEventArgs message)
    {
        var command = JsonNode.Parse(message.ApplicationMessage.Payload.ToArray())!;
        if ((string)command["name"]! is var name and not "capture")
        {
            _ = Task.Run(() => Answer((string)command["id"]!, name));
            return Task.CompletedTask;
        }

        var args = command["args"]!;
        var asked = new CaptureAsked((string)command["id"]!, (string)args["clip"]!, Time(args["from"]), Time(args["to"]), (string)args["uploadUrl"]!, (string)args["thumbnailUrl"]!);
        Asked.Add(asked);

        // Beside the receiving, which must go on; the same command is worked on once at a time.
        _ = _work.AddOrUpdate(asked.Command, _ => Task.Run(() => Answer(asked)), (_, running) => running.IsCompleted ? Task.Run(() => Answer(asked)) : running);
        return Task.CompletedTask;
    }

    /// <summary>How it is, where that is asked; it has no video to show.</summary>
    private async Task Answer(string command, string name)
    {
        try
        {
            await Publish("reply", name == "ping"
                ? new JsonObject { ["command"] = command, ["ok"] = true, ["result"] = Hello() }
                : new JsonObject { ["command"] = command, ["ok"] = false, ["error"] = new JsonObject { ["code"] = "unknownCommand", ["message"] = name } });
            if (name == "ping")
                Pinged.Add(command);
        }
        catch (Exception)
        {
            // The connection broke over it; nobody waits for the answer any more.
        }
    }

    private async Task Answer(CaptureAsked asked)
    {
        if (Manner == CaptureManner.Ignore)
            return;

        try
        {
            if (!_replies.TryGetValue(asked.Command, out var reply))
            {
                reply = Manner == CaptureManner.Fail
                    ? new JsonObject { ["command"] = asked.Command, ["ok"] = false, ["error"] = new JsonObject { ["code"] = "uploadFailed", ["message"] = "told to fail" } }
                    : new JsonObject { ["command"] = asked.Command, ["ok"] = true, ["result"] = new JsonObject() };
                if (Manner == CaptureManner.Upload)
                {
                    await Put(asked.ThumbnailUrl, VirtualMedia.Thumbnail(asked.Clip), "image/jpeg");
                    await Put(asked.UploadUrl, VirtualMedia.Video(asked.Clip), "video/mp4");
                }

                _replies[asked.Command] = reply;
            }

            await Publish("reply", (JsonObject)reply.DeepClone());
            if (!(bool)reply["ok"]!)
                Failed.TryAdd(asked.Clip, true);
        }
        catch (Exception)
        {
            // The server died over it; it asks again when it is back.
        }
    }

    private async Task Put(string url, byte[] bytes, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        request.Content.Headers.TryAddWithoutValidation("Digest", "sha-256=" + Convert.ToBase64String(SHA256.HashData(bytes)));
        using var response = await _http.SendAsync(request);
        if (response.StatusCode is not (HttpStatusCode.Created or HttpStatusCode.Conflict))
        {
            Surprises.Enqueue($"{(int)response.StatusCode} for {new Uri(url).AbsolutePath}");
            throw new HttpRequestException("refused");
        }

        Uploaded.Add((new Uri(url).AbsolutePath, response.StatusCode));
    }

    private JsonObject Hello() => new()
    {
        ["protocol"] = 1,
        ["kind"] = "camera",
        ["model"] = "V-1",
        ["firmware"] = "1.0",
        ["boot"] = _boot,
        ["clock"] = Text(TimeProvider.System.GetUtcNow()),
        ["sensors"] = new JsonArray(new JsonObject { ["id"] = "motion", ["kind"] = "motion" }),
        ["sd"] = new JsonObject { ["state"] = Sd, ["capacityBytes"] = 1_000_000_000, ["usedBytes"] = 1_000_000 },
    };

    private async Task Publish(string channel, JsonObject body)
    {
        var client = _client ?? throw new InvalidOperationException("not connected");
        var result = await client.PublishAsync(new MqttApplicationMessageBuilder()
            .WithTopic($"v1/{Device}/{channel}").WithPayload(JsonSerializer.SerializeToUtf8Bytes(body))
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());
        if (!result.IsSuccess)
            throw new InvalidOperationException($"not acknowledged: {result.ReasonCode}");
    }

    private static DateTimeOffset Time(JsonNode? node) => DateTimeOffset.Parse((string)node!, global::System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", global::System.Globalization.CultureInfo.InvariantCulture);
}
