using System.Collections.Concurrent;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Mihari.Identifiers;
using Mihari.Streams;
using Mihari.Web.Hosting;

namespace Mihari.Web.Streams;

/// <summary>This web node as a relay: the streams on it, what it is called, and how the others reach it.</summary>
internal sealed partial class RelayNode : BackgroundService, IStreamNode
{
    private readonly ConcurrentDictionary<StreamId, StreamChannel> _channels = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lazy<IStreamNode> _reference;
    private readonly WebOptions _web;
    private readonly WebEndpoint _endpoint;
    private readonly NodeLink _link;
    private int _viewers;

    public RelayNode(
        IGrainFactory grains, IOptions<StreamsOptions> options, IOptions<WebOptions> web, WebEndpoint endpoint, NodeLink link, RelayInstruments instruments,
        TimeProvider time, IHostApplicationLifetime lifetime, ILogger<RelayNode> log)
    {
        (Grains, Options, Instruments, Time, Log) = (grains, options.Value, instruments, time, log);
        (_web, _endpoint, _link) = (web.Value, endpoint, link);
        lifetime.ApplicationStopping.Register(End);
        _reference = new(() => grains.CreateObjectReference<IStreamNode>(this));
    }

    /// <summary>Names this node to streams; another one with each start.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    public IGrainFactory Grains { get; }

    public StreamsOptions Options { get; }

    public RelayInstruments Instruments { get; }

    public TimeProvider Time { get; }

    public ILogger Log { get; }

    /// <summary>Takes what grains say of streams.</summary>
    public IStreamNode Reference => _reference.Value;

    /// <summary>Cancelled when the node stops: whoever watches here goes to another node.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Where the other nodes reach this one.</summary>
    public Uri Address => Options.NodeUrl ?? new UriBuilder(Uri.UriSchemeHttp, Host(), _endpoint.Port).Uri;

    /// <summary>The channel of a stream, with a viewer let in; null where it was ended instead: the node stops, or as many watch here as may.</summary>
    /// <param name="stream">Which.</param>
    /// <param name="from">Of a playback: from when, in the server's time.</param>
    /// <param name="viewer">Who.</param>
    /// <param name="cancel">He has gone.</param>
    public async Task<StreamChannel?> Join(StreamId stream, DateTimeOffset? from, StreamViewer viewer, CancellationToken cancel)
    {
        // Another node is not refused: it would take the camera's stream away from this one, to get it elsewhere.
        if (Interlocked.Increment(ref _viewers) > Options.MaxViewers && viewer.Caller is not null)
        {
            viewer.End(ViewerEnd.TooMany);
            Interlocked.Decrement(ref _viewers);
            return null;
        }

        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                var channel = Open(stream, from);
                if (channel.TryJoin(viewer))
                {
                    Instruments.Viewers(1);
                    return channel;
                }

                await channel.Closed.WaitAsync(cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // Gone.
        }

        viewer.End(ViewerEnd.NodeStops);
        Interlocked.Decrement(ref _viewers);
        return null;
    }

    public void Leave(StreamChannel channel, StreamViewer viewer)
    {
        channel.Leave(viewer);
        Interlocked.Decrement(ref _viewers);
        Instruments.Viewers(-1);
    }

    /// <summary>The channel of a stream.</summary>
    public StreamChannel Open(StreamId stream, DateTimeOffset? from = null)
    {
        while (true)
        {
            if (_channels.TryGetValue(stream, out var known))
                return known;

            var channel = new StreamChannel(stream, from, this);
            if (_channels.TryAdd(stream, channel))
                _ = Keep(channel);
        }
    }

    /// <summary>Gets a stream from the node that the camera sends to.</summary>
    public Task Follow(StreamChannel channel, StreamCarrier carrier, CancellationToken stopping) => _link.Follow(channel, carrier, stopping);

    /// <inheritdoc/>
    public Task OnStreamChanged(StreamId stream, StreamStatus status)
    {
        if (_channels.TryGetValue(stream, out var channel))
            channel.Apply(status);

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        End();
        await base.StopAsync(cancellationToken);
        if (_reference.IsValueCreated)
            Grains.DeleteObjectReference<IStreamNode>(_reference.Value);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _stopping.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var channel in _channels.Values)
                    channel.Tick();
            }
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    /// <summary>All who watch go to another node. When the stop begins, because the server waits for its connections before it stops anything else.</summary>
    private void End()
    {
        if (_stopping.IsCancellationRequested)
            return;

        foreach (var channel in _channels.Values)
            channel.End(ViewerEnd.NodeStops);

        _stopping.Cancel();
    }

    private async Task Keep(StreamChannel channel)
    {
        await Task.Yield();
        try
        {
            await new StreamKeeper(channel, this).Run(_stopping.Token);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            NotKept(Log, channel.Id, e);
        }
        finally
        {
            channel.End(ViewerEnd.TryAgain);
            _channels.TryRemove(new KeyValuePair<StreamId, StreamChannel>(channel.Id, channel));
            channel.Close();
        }
    }

    private string Host()
    {
        var listening = IPAddress.Parse(_web.Address);
        if (!listening.Equals(IPAddress.Any) && !listening.Equals(IPAddress.IPv6Any))
            return _web.Address;

        return NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network is { OperationalStatus: OperationalStatus.Up, NetworkInterfaceType: not NetworkInterfaceType.Loopback })
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .FirstOrDefault(one => one.Address.AddressFamily == AddressFamily.InterNetwork)?.Address.ToString() ?? IPAddress.Loopback.ToString();
    }

    [LoggerMessage(3606, LogLevel.Error, "Stream {Stream} was given up")]
    private static partial void NotKept(ILogger logger, StreamId stream, Exception exception);
}
