using Microsoft.AspNetCore.Connections;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;
using MQTTnet.Server.Internal.Adapter;

namespace Mihari.Silo.Gateway;

/// <summary>
/// Where a socket of Kestrel becomes a connection of MQTTnet. Whatever happens in between, an epoch that was issued
/// for the socket is reported as ended when the socket is.
/// </summary>
internal sealed class DeviceConnectionHandler(
    ConnectionTable connections,
    EpochReporter reporter,
    GatewayInstruments instruments,
    TimeProvider time,
    ILogger<DeviceConnectionHandler> logger) : ConnectionHandler, IMqttServerAdapter
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _sockets;
    private bool _isStopping;

    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    /// <summary>Runs when a device's SUBACK was written.</summary>
    public Action<DeviceConnection>? OnListening { get; set; }

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        if (ClientHandler is not { } handler || !Enter())
            return;

        using var channel = new DeviceChannel(connection, time, OnClosing) { OnListening = OnListening };
        try
        {
            await handler(channel);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            GatewayLog.HandlerFailed(logger, e);
        }
        finally
        {
            channel.SayGoodbye();
            if (channel.Device is { } device)
                End(device);
            Leave();
        }
    }

    /// <summary>Lets no socket in any more; completes when the last one that was in has ended, and its epoch with it.</summary>
    public Task Empty()
    {
        lock (_gate)
        {
            _isStopping = true;
            if (_sockets == 0)
                _idle.TrySetResult();
        }

        return _idle.Task;
    }

    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger) => Task.CompletedTask;

    public Task StopAsync() => Task.CompletedTask;

    public void Dispose()
    {
    }

    private bool Enter()
    {
        lock (_gate)
        {
            if (_isStopping)
                return false;
            _sockets++;
            return true;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_sockets == 0 && _isStopping)
                _idle.TrySetResult();
        }
    }

    private void End(DeviceConnection device)
    {
        GatewayLog.Disconnected(logger, device.Device, device.Epoch);
        connections.Leave(device);
        reporter.Ended(device.Device, device.Epoch, device.Channel.ClosedFor is CloseReason.NotDurable or CloseReason.ShuttingDown);
        device.MarkEnded();
    }

    private void OnClosing(DeviceChannel channel, CloseReason reason)
    {
        instruments.Closed(reason);
        if (channel.Device is { } device)
            GatewayLog.Closing(logger, device.Device, device.Epoch, reason);
        else
            GatewayLog.ClosingStranger(logger, channel.RemoteEndPoint, reason);
    }
}
