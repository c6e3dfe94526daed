using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Mihari.Agent.Configuration;
using Mihari.Protocol;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Mihari.Agent.Link;

/// <summary>What a link asks of the camera that it speaks for.</summary>
internal interface ILinkOwner
{
    Hello Hello();

    /// <summary>Takes a command; must not block.</summary>
    void OnCommand(byte[] payload);

    /// <summary>Whether a segment's manifest is still worth sending.</summary>
    bool IsOnCard(DateTimeOffset start);
}

/// <summary>
/// The MQTT session of one camera: connects, says hello, sends what waits in the outbox one message after the other,
/// each acknowledged before the next. Comes back with full-jitter back-off for as long as the agent runs.
/// </summary>
internal sealed partial class DeviceLink(
    CameraOptions camera, AgentOptions agent, Outbox outbox, ILinkOwner owner, TimeProvider time, ILogger logger)
{
    /// <summary>A refused key is tried again slowly: five failures a minute lock the device out.</summary>
    public static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(15);

    /// <summary>Another session with this id took over: two of them must not fight.</summary>
    public static readonly TimeSpan AfterTakeOver = TimeSpan.FromSeconds(5);

    private const string Closed = "the connection was closed";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Longer than the server takes to say that it could not keep a message; after that it is one that hangs.</summary>
    private static readonly TimeSpan AcknowledgeTimeout = TimeSpan.FromSeconds(12);

    /// <summary>
    /// How often the server is asked whether it is there while nothing else is said, and how long it may take to answer. A server that
    /// hangs, or is cut off, keeps the socket open: without asking it would be missed only when there is something to tell.
    /// </summary>
    private static readonly TimeSpan ProbePeriod = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(4);

    /// <summary>Manifests of a long gap go out at half of the rate that the server allows, so that events are not held up.</summary>
    private static readonly TimeSpan BetweenSegments = TimeSpan.FromSeconds(2.0 / Limits.MessagesPerSecond);

    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30));
    private readonly MqttClientFactory _factory = new();
    private volatile bool _isPublishing;
    private volatile bool _isUnanswered;

    public async Task Run(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            var (reason, least) = await Session(cancellation);
            if (cancellation.IsCancellationRequested)
                return;

            // A session that held is a success; one that was closed at once is a failure like any other.
            if (time.GetElapsedTime(began) > TimeSpan.FromSeconds(10) && least == default)
                _backoff.Reset();
            var pause = _backoff.Next(least);
            Disconnected(logger, camera.DeviceId, reason, pause.TotalSeconds);
            await Task.Delay(pause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(string Reason, TimeSpan Least)> Session(CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var client = _factory.CreateMqttClient();
        MqttClientDisconnectedEventArgs? disconnect = null;
        _isUnanswered = false;
        client.DisconnectedAsync += e =>
        {
            disconnect = e;
            return ended.CancelAsync();
        };
        client.ApplicationMessageReceivedAsync += e =>
        {
            owner.OnCommand(System.Buffers.BuffersExtensions.ToArray(e.ApplicationMessage.Payload));
            return Task.CompletedTask;
        };
        try
        {
            using var late = new CancellationTokenSource(ConnectTimeout, time);
            using var connecting = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
            var connected = await client.ConnectAsync(Options(), connecting.Token);
            if (connected.ResultCode != MqttClientConnectResultCode.Success)
                return ($"refused: {connected.ResultCode}", Refusal(connected.ResultCode));

            outbox.BeginSession();
            await Publish(client, Channel.Hello, Wire.Write(owner.Hello(), WireJson.Default.Hello), ended.Token);
            await client.SubscribeAsync(Topics.Command(camera.DeviceId), MqttQualityOfServiceLevel.AtLeastOnce, ended.Token);
            Connected(logger, camera.DeviceId, outbox.Count);
            await FirstToEnd(Send(client, ended.Token), Probe(client, ended), ended);
            return ("ended", default);
        }
        catch (Exception e) when (e is MqttCommunicationException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException or AuthenticationException)
        {
            if (_isUnanswered)
                return ("the server does not answer", default);
            var code = disconnect?.ConnectResult?.ResultCode ?? MqttClientConnectResultCode.Success;

            // The one who waits for an acknowledgement is told before the handler is.
            if (disconnect?.Reason == MqttClientDisconnectReason.SessionTakenOver
                || e is MqttClientUnexpectedDisconnectReceivedException { ReasonCode: MqttDisconnectReasonCode.SessionTakenOver })
                return ("another session took over", AfterTakeOver);
            if (code != MqttClientConnectResultCode.Success)
                return ($"refused: {code}", Refusal(code));
            return (Why(disconnect, e), default);
        }
        finally
        {
            outbox.EndSession();
            await Leave(client, cancellation.IsCancellationRequested);
        }
    }

    /// <summary>Whichever ends says how; the other one is ended too.</summary>
    private static async Task FirstToEnd(Task one, Task other, CancellationTokenSource ended)
    {
        var first = await Task.WhenAny(one, other);
        await ended.CancelAsync();
        await Task.WhenAll(one, other).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    private async Task Send(IMqttClient client, CancellationToken cancellation)
    {
        while (true)
        {
            var message = await outbox.Next(cancellation);
            if (message.Channel == Channel.Segment && Wire.TryRead(message.Payload, WireJson.Default.SegmentManifest, out var manifest, out _)
                && !owner.IsOnCard(manifest!.Start))
            {
                // Overwritten before it could be told: nobody can fetch that minute any more.
                outbox.Acknowledge(message);
                continue;
            }

            await Publish(client, message.Channel, message.Payload, cancellation);
            outbox.Acknowledge(message);
            if (message.Channel == Channel.Segment)
                await Task.Delay(BetweenSegments, time, cancellation);
        }
    }

    /// <summary>Ends the session where the server does not answer. A message on its way asks by itself, and may take longer.</summary>
    private async Task Probe(IMqttClient client, CancellationTokenSource ended)
    {
        while (true)
        {
            await Task.Delay(ProbePeriod, time, ended.Token);
            if (_isPublishing)
                continue;

            using var late = new CancellationTokenSource(ProbePatience, time);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ended.Token, late.Token);
            try
            {
                await client.PingAsync(limit.Token);
            }
            catch (Exception e) when (late.IsCancellationRequested && e is MqttCommunicationException or OperationCanceledException)
            {
                _isUnanswered = !ended.IsCancellationRequested;
                await ended.CancelAsync();
                throw;
            }
        }
    }

    private async Task Publish(IMqttClient client, Channel channel, byte[] payload, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(AcknowledgeTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        _isPublishing = true;
        MqttClientPublishResult result;
        try
        {
            result = await client.PublishAsync(
                new MqttApplicationMessage
                {
                    Topic = Topics.Publish(camera.DeviceId, channel),
                    PayloadSegment = payload,
                    QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
                },
                limit.Token);
        }
        finally
        {
            _isPublishing = false;
        }

        if (!result.IsSuccess && result.ReasonCode != MqttClientPublishReasonCode.NoMatchingSubscribers)
            throw new MqttCommunicationException($"the server refused a message: {result.ReasonCode}");
    }

    private MqttClientOptions Options()
    {
        _ = ServerAddress.TryParse(agent.Server, out var server);
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer(server!.Host, server.Port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(camera.DeviceId)
            .WithCredentials(camera.DeviceId, camera.Key)
            .WithCleanStart()
            .WithKeepAlivePeriod(agent.KeepAlive)
            .WithTimeout(ConnectTimeout);
        if (server.Tls)
        {
            options.WithTlsOptions(tls =>
            {
                tls.UseTls().WithTargetHost(server.Host).WithSslProtocols(SslProtocols.Tls12 | SslProtocols.Tls13);
                if (agent.AuthorityFile is { } file)
                {
                    var authorities = new X509Certificate2Collection();
                    authorities.ImportFromPemFile(file);
                    tls.WithTrustChain(authorities);
                }
            });
        }

        return options.Build();
    }

    /// <summary>A server that is killed sends no reason, which the library takes for the one that is said by no number.</summary>
    private static string Why(MqttClientDisconnectedEventArgs? disconnect, Exception thrown)
    {
        var cause = (disconnect?.Exception ?? thrown).GetBaseException();
        if (cause is AuthenticationException)
            return $"the server's certificate is not trusted: {cause.Message}";
        if (cause is MqttClientNotConnectedException or MqttClientDisconnectedException)
            return Closed;

        // So the library calls a socket that was closed while something was on its way.
        if (cause.GetType() == typeof(MqttCommunicationException))
            return Closed;
        if (disconnect is { Exception: null })
            return disconnect.Reason == MqttClientDisconnectReason.NormalDisconnection ? Closed : disconnect.Reason.ToString();
        return cause.Message;
    }

    private static TimeSpan Refusal(MqttClientConnectResultCode code) =>
        code is MqttClientConnectResultCode.NotAuthorized or MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.Banned
            ? AfterRefusal
            : default;

    private async Task Leave(IMqttClient client, bool orderly)
    {
        if (!orderly || !client.IsConnected)
            return;

        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
            await client.DisconnectAsync(new MqttClientDisconnectOptions(), limit.Token);
        }
        catch (Exception e) when (e is MqttCommunicationException or OperationCanceledException or IOException)
        {
            // The socket is closed anyway.
        }
    }

    [LoggerMessage(4302, LogLevel.Information, "{Device}: connected; {Waiting} messages wait to be sent")]
    private static partial void Connected(ILogger logger, string device, int waiting);

    [LoggerMessage(4303, LogLevel.Warning, "{Device}: not connected ({Reason}); next try in {Seconds:0.0} s")]
    private static partial void Disconnected(ILogger logger, string device, string reason, double seconds);
}
