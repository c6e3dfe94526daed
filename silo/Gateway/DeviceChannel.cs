using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Mihari.Protocol;
using MQTTnet.Adapter;
using MQTTnet.AspNetCore;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Mihari.Silo.Gateway;

/// <summary>
/// The socket of one device as MQTTnet reads and writes it. It refuses a packet that is too large by its fixed header,
/// reads no further while the device is over its rate, makes every session a clean one without a will, and can be closed
/// from any thread without waiting for the device.
/// </summary>
internal sealed class DeviceChannel : IMqttChannelAdapter
{
    /// <summary>A device that takes nothing for so long is gone.</summary>
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);

    private readonly ConnectionContext _connection;
    private readonly TimeProvider _time;
    private readonly Action<DeviceChannel, CloseReason> _onClosing;
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private MqttDisconnectPacket? _goodbye;
    private int _closed;

    public DeviceChannel(ConnectionContext connection, TimeProvider time, Action<DeviceChannel, CloseReason> onClosing)
    {
        (_connection, _time, _onClosing) = (connection, time, onClosing);
        (_input, _output) = (connection.Transport.Input, connection.Transport.Output);
        IsSecureConnection = connection.Features.Get<ITlsHandshakeFeature>() is not null;
        PacketFormatterAdapter = new MqttPacketFormatterAdapter(new MqttBufferWriter(1024, PacketSize.MaxRemainingLength));
        Closing = _closing.Token;
    }

    /// <summary>The device, once its key was found right.</summary>
    public DeviceConnection? Device { get; set; }

    /// <summary>Runs when a SUBACK was written for a subscription to the device's commands.</summary>
    public Action<DeviceConnection>? OnListening { get; set; }

    /// <summary>When the packet that was returned last came from the socket; before it waited for the device's rate.</summary>
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>Cancelled when the gateway closes the connection.</summary>
    public CancellationToken Closing { get; }

    /// <summary>The socket is closed, by whichever side.</summary>
    public CancellationToken Closed => _connection.ConnectionClosed;

    public bool IsClosing => Volatile.Read(ref _closed) != 0;

    /// <summary>Why the gateway closed the connection; null where it did not.</summary>
    public CloseReason? ClosedFor { get; private set; }

    /// <summary>The most unacknowledged messages that the device takes at once (MQTT 5, Receive Maximum).</summary>
    public int ReceiveMaximum { get; private set; } = ushort.MaxValue;

    public long BytesReceived { get; private set; }

    public long BytesSent { get; private set; }

    public X509Certificate2? ClientCertificate => null;

    public EndPoint? RemoteEndPoint => _connection.RemoteEndPoint;

    public EndPoint? LocalEndPoint => _connection.LocalEndPoint;

    public bool IsSecureConnection { get; }

    public MqttPacketFormatterAdapter PacketFormatterAdapter { get; }

    /// <summary>Closes the connection; whatever is being handled is given up, and nothing more is read or written.</summary>
    public void Close(CloseReason reason)
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;

        ClosedFor = reason;
        _goodbye = new MqttDisconnectPacket { ReasonCode = reason.ToMqtt() };
        _onClosing(this, reason);
        try
        {
            _input.CancelPendingRead();
            _closing.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself at the same moment.
        }
    }

    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The socket is closed by Kestrel, when the handler returns.</summary>
    public Task DisconnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void ResetStatistics() => BytesReceived = BytesSent = 0;

    public void Dispose()
    {
        _closing.Dispose();
        _writing.Dispose();
    }

    /// <summary>The next packet; null where the connection is over, whoever ended it.</summary>
    public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        try
        {
            var packet = await Read(cancellationToken);
            return packet is null || !Normalise(packet) ? null : await InTurn(packet, cancellationToken) ? packet : null;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or ConnectionAbortedException or InvalidOperationException)
        {
            return null;
        }
    }

    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        if (packet is MqttDisconnectPacket goodbye)
        {
            // MQTTnet may hold its lock for all devices here, so a device that doesn't read must not be waited for.
            _goodbye = goodbye;
            return;
        }

        if (packet is MqttConnAckPacket answer)
            Restrict(answer);

        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (IsClosing)
                return;
            Encode(packet);
            var flush = _output.FlushAsync(cancellationToken);
            if (!flush.IsCompletedSuccessfully)
                await flush.AsTask().WaitAsync(SendTimeout, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            Close(CloseReason.SendTimeout);
            _connection.Abort(new ConnectionAbortedException("the device takes nothing"));
            throw new MqttCommunicationException("the device takes nothing");
        }
        finally
        {
            _writing.Release();
        }

        if (packet is MqttSubAckPacket && Device is { } device && device.TakeListen())
            OnListening?.Invoke(device);
    }

    /// <summary>Tells a device of MQTT 5 why it is closed, if it can be told at once.</summary>
    public void SayGoodbye()
    {
        if (_goodbye is null || PacketFormatterAdapter.ProtocolVersion != MqttProtocolVersion.V500 || !_writing.Wait(TimeSpan.Zero))
            return;
        try
        {
            Encode(_goodbye);
            _ = _output.FlushAsync(CancellationToken.None).AsTask();
        }
        catch (InvalidOperationException)
        {
            // The socket closed first.
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>What the gateway offers beyond MQTT's minimum: nothing, and it says so to a device that speaks MQTT 5.</summary>
    private static void Restrict(MqttConnAckPacket answer)
    {
        answer.IsSessionPresent = false;
        answer.MaximumQoS = MqttQualityOfServiceLevel.AtLeastOnce;
        answer.MaximumPacketSize = PacketSize.MaxRemainingLength;
        answer.TopicAliasMaximum = 0;
        answer.WildcardSubscriptionAvailable = false;
        answer.SharedSubscriptionAvailable = false;
        answer.SubscriptionIdentifiersAvailable = false;
    }

    private async Task<MqttPacket?> Read(CancellationToken cancellationToken)
    {
        while (!IsClosing)
        {
            var result = await _input.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            var (consumed, examined) = (buffer.Start, buffer.End);
            try
            {
                // A packet is always taken out whole, so the buffer starts with a fixed header.
                if (IsClosing)
                    return null;
                if (PacketSize.IsTooLarge(buffer))
                    Close(CloseReason.TooLarge);
                else if (TryDecode(buffer, out var packet, ref consumed, ref examined))
                    return packet;
                if (result.IsCompleted)
                    return null;
            }
            finally
            {
                _input.AdvanceTo(consumed, examined);
            }
        }

        return null;
    }

    private bool TryDecode(in ReadOnlySequence<byte> buffer, out MqttPacket? packet, ref SequencePosition consumed, ref SequencePosition examined)
    {
        packet = null;
        if (buffer.IsEmpty)
            return false;

        try
        {
            if (!PacketFormatterAdapter.TryDecode(buffer, out packet, out consumed, out examined, out var length))
                return false;
            BytesReceived += length;
            ReceivedAt = _time.GetUtcNow();
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever the decoder trips over came from the socket.
            (consumed, examined) = (buffer.End, buffer.End);
            Close(CloseReason.MalformedPacket);
            return false;
        }
    }

    /// <summary>False where the packet closes the connection.</summary>
    private bool Normalise(MqttPacket packet)
    {
        switch (packet)
        {
            case MqttConnectPacket connect:
                // Commands that wait for a device live in its grain: a session that outlives its connection, or a will, has no use.
                connect.CleanSession = true;
                connect.SessionExpiryInterval = 0;
                connect.WillFlag = false;
                ReceiveMaximum = connect.ReceiveMaximum == 0 ? ushort.MaxValue : connect.ReceiveMaximum;
                if (Device is null)
                    return true;
                Close(CloseReason.MalformedPacket);
                return false;
            case MqttPublishPacket { TopicAlias: not 0 }:
                Close(CloseReason.TopicAlias);
                return false;
            case MqttPublishPacket { QualityOfServiceLevel: MqttQualityOfServiceLevel.ExactlyOnce }:
                Close(CloseReason.QualityOfService);
                return false;
            case MqttSubscribePacket subscribe when Device is { } device && !subscribe.TopicFilters.TrueForAll(filter => IsCommands(filter, device)):
                // Judged here because MQTTnet answers a shared subscription by itself.
                Close(CloseReason.ForeignSubscription);
                return false;
            case MqttPublishPacket or MqttSubscribePacket or MqttUnsubscribePacket or MqttPubAckPacket or MqttPingReqPacket or MqttDisconnectPacket:
                return true;
            default:
                Close(CloseReason.MalformedPacket);
                return false;
        }
    }

    private static bool IsCommands(MqttTopicFilter filter, DeviceConnection device) =>
        string.Equals(filter.Topic, Topics.Command(device.Device.Value), StringComparison.Ordinal);

    /// <summary>Waits for the device's rate, and with it stops reading the socket. False where the socket closed meanwhile.</summary>
    private async Task<bool> InTurn(MqttPacket packet, CancellationToken cancellationToken)
    {
        if (Device is not { } device || packet is not (MqttPublishPacket or MqttSubscribePacket or MqttUnsubscribePacket or MqttPingReqPacket))
            return true;

        var wait = device.Rate.Take();
        if (wait == TimeSpan.Zero)
            return true;

        // Once the device is gone nobody would hear the acknowledgement: it will send again.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Closing, _connection.ConnectionClosed);
        await Task.Delay(wait, _time, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return !over.IsCancellationRequested;
    }

    private void Encode(MqttPacket packet)
    {
        try
        {
            var buffer = PacketFormatterAdapter.Encode(packet);
            _output.Write(buffer.Packet);
            foreach (var part in buffer.Payload)
                _output.Write(part.Span);
            BytesSent += buffer.Length;
        }
        finally
        {
            PacketFormatterAdapter.Cleanup();
        }
    }
}
