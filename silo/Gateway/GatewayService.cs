using Microsoft.Extensions.Options;
using MQTTnet.Server;

namespace Mihari.Silo.Gateway;

/// <summary>Runs MQTTnet over the gateway's endpoints, and lets the devices go gently when the host stops.</summary>
internal sealed class GatewayService(
    DeviceConnectionHandler handler,
    DeviceAuthentication authentication,
    MessageHandler messages,
    ConnectionTable connections,
    EpochReporter reporter,
    GatewayEndpoints endpoints,
    MqttLogBridge mqttLog,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<GatewayService> logger) : IHostedLifecycleService
{
    private MqttServer? _server;

    /// <summary>Whether devices may connect.</summary>
    public bool IsServing => _server is { IsStarted: true } && !authentication.IsStopping && endpoints.Plain is not null;

    /// <summary>Before Kestrel opens its ports, which it does last of all.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var server = new MqttServer(
            new MqttServerOptions
            {
                DefaultCommunicationTimeout = options.Value.ConnectTimeout,
                EnablePersistentSessions = false,
                MaxPendingMessagesPerClient = options.Value.MaxPendingCommands,
                PendingMessagesOverflowStrategy = MqttPendingMessagesOverflowStrategy.DropNewMessage,
            },
            [handler],
            mqttLog);
        server.ValidatingConnectionAsync += authentication.Validate;
        server.InterceptingPublishAsync += messages.Publish;
        server.InterceptingSubscriptionAsync += messages.Subscribe;
        server.InterceptingUnsubscriptionAsync += messages.Unsubscribe;
        server.ClientAcknowledgedPublishPacketAsync += MessageHandler.Acknowledged;
        handler.OnListening = connection => _ = messages.Listen(connection);

        reporter.Start();
        await server.StartAsync();
        _server = server;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (endpoints.Plain is { } plain)
            GatewayLog.ListeningPlain(logger, plain);
        if (endpoints.Tls is { } tls)
            GatewayLog.ListeningTls(logger, tls);
        return Task.CompletedTask;
    }

    /// <summary>Before anything else stops: every device is closed and its epoch ended while the grains still answer.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        authentication.IsStopping = true;
        var empty = handler.Empty();
        var open = connections.All();
        if (open.Count > 0)
            GatewayLog.Shedding(logger, open.Count, options.Value.ShedPerSecond);

        var rate = new TokenBucket(options.Value.ShedPerSecond, Math.Max(1, options.Value.ShedPerSecond / 20), time);
        foreach (var connection in open)
        {
            await Task.Delay(rate.Take(), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            connection.Channel.Close(CloseReason.ShuttingDown);
        }

        // The server ends sockets that have not come as far as a connection.
        if (_server is not null)
            await _server.StopAsync(new MqttServerStopOptions()).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await empty.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await reporter.Stop(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        _server?.Dispose();
        return Task.CompletedTask;
    }
}
