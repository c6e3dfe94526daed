using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Mihari.Cameras;
using Mihari.Grains.Gateways;
using Mihari.Identifiers;
using Mihari.Protocol;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Mihari.Silo.Gateway;

/// <summary>Judges a CONNECT (device protocol, Session): identity, key, keep-alive, and how often it may be tried.</summary>
internal sealed class DeviceAuthentication(
    IGrainFactory grains,
    IGatewayLiveness liveness,
    ConnectionTable connections,
    EpochReporter reporter,
    ConnectSlots slots,
    GrainPatience patience,
    GatewayInstruments instruments,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<DeviceAuthentication> logger)
{
    /// <summary>Every refusal for an identity that is not right comes this long after its CONNECT, or, on a busy server, a multiple of it, so that little can be told from the time it takes.</summary>
    private static readonly TimeSpan RefusalTime = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the connection that is taken over may take to end.</summary>
    private static readonly TimeSpan LongestTakeOver = TimeSpan.FromSeconds(5);

    private const int MaxRemembered = 50_000;

    private readonly WindowLimit<DeviceId> _failuresById = new(Limits.FailuresPerMinute, TimeSpan.FromMinutes(1), MaxRemembered, time);
    private readonly WindowLimit<IPAddress> _failuresByAddress = new(Limits.FailuresPerMinute, TimeSpan.FromMinutes(1), MaxRemembered, time);
    private readonly WindowLimit<DeviceId> _pace = new(1, TimeSpan.FromSeconds(1), MaxRemembered, time);
    private readonly WindowLimit<IPAddress> _logged = new(2, TimeSpan.FromMinutes(1), 1_000, time);
    private readonly WindowLimit<string> _failuresLogged = new(10, TimeSpan.FromMinutes(1), 1, time);

    private long _attempts;

    /// <summary>From now on every CONNECT is answered with "busy".</summary>
    public bool IsStopping { get; set; }

    /// <summary>MQTTnet's hook before a session is made; runs outside of its lock.</summary>
    public async Task Validate(ValidatingConnectionEventArgs connect)
    {
        var started = time.GetTimestamp();
        var outcome = await Judge(connect);
        instruments.Connected(outcome);
        if (outcome == ConnectOutcome.Accepted)
            return;

        if (outcome == ConnectOutcome.Refused)
            await Task.Delay(RefusalTime - TimeSpan.FromTicks(time.GetElapsedTime(started).Ticks % RefusalTime.Ticks), time, connect.CancellationToken);
        // What it calls itself goes into the log only where it is a device id, never as it came.
        var device = DeviceId.TryParse(connect.ClientId, out var id) ? id.Value : "an unknown device";
        if (_logged.TryAdd(KeyOf(connect.RemoteEndPoint)))
            GatewayLog.Refused(logger, device, connect.RemoteEndPoint, outcome);
        else
            GatewayLog.RefusedAgain(logger, device, connect.RemoteEndPoint, outcome);
        connect.ReasonCode = CodeOf(outcome, connect.ProtocolVersion);
        if (outcome == ConnectOutcome.KeepAlive)
            connect.ReasonString = $"the keep-alive must be {Limits.MinKeepAliveSeconds} to {Limits.MaxKeepAliveSeconds} s";
    }

    private async Task<ConnectOutcome> Judge(ValidatingConnectionEventArgs connect)
    {
        if (IsStopping)
            return ConnectOutcome.Busy;
        if (connect.ProtocolVersion is not (MqttProtocolVersion.V311 or MqttProtocolVersion.V500))
            return ConnectOutcome.Version;
        if (!string.IsNullOrEmpty(connect.AuthenticationMethod))
            return ConnectOutcome.Method;
        if (connect.KeepAlivePeriod is not (>= Limits.MinKeepAliveSeconds and <= Limits.MaxKeepAliveSeconds))
            return ConnectOutcome.KeepAlive;

        var address = KeyOf(connect.RemoteEndPoint);
        if (_failuresByAddress.IsReached(address))
            return ConnectOutcome.Blocked;

        // The same work for an id that can't be one: its refusal then comes after the same time too.
        var hash = SHA256.HashData(connect.RawPassword ?? []);
        if (!WireDeviceId.IsValid(connect.ClientId)
            || !string.Equals(connect.ClientId, connect.UserName, StringComparison.Ordinal)
            || !DeviceId.TryParse(connect.ClientId, out var device))
        {
            _failuresByAddress.TryAdd(address);
            return ConnectOutcome.Refused;
        }

        if (_failuresById.IsReached(device))
            return ConnectOutcome.Blocked;
        if (!_pace.TryAdd(device))
            return ConnectOutcome.TooSoon;

        var outcome = await Ask(device, hash, address, (DeviceChannel)connect.ChannelAdapter);
        if (outcome == ConnectOutcome.Refused)
        {
            _failuresByAddress.TryAdd(address);
            _failuresById.TryAdd(device);
        }
        else if (outcome == ConnectOutcome.Accepted)
        {
            connect.SessionItems[nameof(DeviceConnection)] = ((DeviceChannel)connect.ChannelAdapter).Device;
        }

        return outcome;
    }

    private async Task<ConnectOutcome> Ask(DeviceId device, byte[] hash, IPAddress address, DeviceChannel channel)
    {
        var request = new ConnectRequest(liveness.Here, ImmutableArray.Create(hash), Interlocked.Increment(ref _attempts));
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(channel.Closing, channel.Closed);
        Task<ConnectResult?>? attempt = null;
        ConnectResult? result;
        try
        {
            result = await patience.Call(over => attempt = Try(device, request, address, over), gone.Token);
        }
        catch (TooManyDevicesException)
        {
            return ConnectOutcome.Busy;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            if (e is not OperationCanceledException && _failuresLogged.TryAdd("all"))
                GatewayLog.ConnectFailed(logger, device, e);
            reporter.GivenUp(device, request.Attempt, attempt ?? Task.CompletedTask);
            return ConnectOutcome.Unavailable;
        }

        return result switch
        {
            null => ConnectOutcome.Blocked,
            { Accepted: true } => await Enter(device, result, channel),
            _ => ConnectOutcome.Refused,
        };
    }

    /// <summary>
    /// Asks the grain, within a slot: each time anew, for who waits for the end of a lost silo must not keep out those whose grains are
    /// elsewhere. Null where the id or the address has failed too often meanwhile.
    /// </summary>
    private async Task<ConnectResult?> Try(DeviceId device, ConnectRequest request, IPAddress address, CancellationToken over)
    {
        using var slot = await slots.Enter(over);
        over.ThrowIfCancellationRequested();
        if (_failuresByAddress.IsReached(address) || _failuresById.IsReached(device))
            return null;

        return await grains.GetGrain<ICameraLink>(device.Value).Connect(request);
    }

    /// <summary>From here on the epoch's end is reported when the socket ends, whether a session comes of it or not.</summary>
    private async Task<ConnectOutcome> Enter(DeviceId device, ConnectResult result, DeviceChannel channel)
    {
        var pending = Math.Min(options.Value.MaxPendingCommands, channel.ReceiveMaximum);
        var connection = new DeviceConnection(device, result.Epoch, result.ClockSkew, connections.RateOf(device), channel, pending);
        channel.Device = connection;
        if (!connections.TryEnter(connection, out var older))
            return ConnectOutcome.Busy;

        if (older is not null)
        {
            // MQTTnet must not see the two at once: the end of the first would take the session of the second with it.
            older.Channel.Close(CloseReason.TakenOver);
            try
            {
                await older.Ended.WaitAsync(LongestTakeOver, time);
            }
            catch (TimeoutException)
            {
                GatewayLog.StillEnding(logger, device);
                return ConnectOutcome.Busy;
            }
        }

        if (channel.IsClosing)
            return ConnectOutcome.Busy;
        GatewayLog.Connected(logger, device, result.Epoch);
        return ConnectOutcome.Accepted;
    }

    /// <summary>An IPv4 address, or the network that one subscriber of IPv6 has.</summary>
    internal static IPAddress KeyOf(EndPoint? endpoint)
    {
        var address = (endpoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }

    private static MqttConnectReasonCode CodeOf(ConnectOutcome outcome, MqttProtocolVersion version) => outcome switch
    {
        ConnectOutcome.Refused or ConnectOutcome.Blocked => MqttConnectReasonCode.NotAuthorized,
        ConnectOutcome.Version => MqttConnectReasonCode.UnsupportedProtocolVersion,
        ConnectOutcome.Method => MqttConnectReasonCode.BadAuthenticationMethod,

        // MQTT 3.1.1 has no code for this one.
        ConnectOutcome.KeepAlive => version == MqttProtocolVersion.V500 ? MqttConnectReasonCode.ImplementationSpecificError : MqttConnectReasonCode.NotAuthorized,
        ConnectOutcome.TooSoon => version == MqttProtocolVersion.V500 ? MqttConnectReasonCode.ConnectionRateExceeded : MqttConnectReasonCode.ServerUnavailable,
        ConnectOutcome.Busy => MqttConnectReasonCode.ServerBusy,
        _ => MqttConnectReasonCode.ServerUnavailable,
    };
}
