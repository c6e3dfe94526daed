using System.Diagnostics.CodeAnalysis;
using Mihari.Identifiers;
using Mihari.Protocol;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Mihari.Silo.Gateway;

/// <summary>
/// One authenticated connection of a device, from the moment its epoch was issued until the epoch's end is reported.
/// </summary>
internal sealed class DeviceConnection(DeviceId device, long epoch, TimeSpan clockSkew, TokenBucket rate, DeviceChannel channel, int maxPending)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _skewAtHello = clockSkew.Ticks;
    private long _skew = clockSkew.Ticks;
    private MqttSessionStatus? _session;
    private MqttQualityOfServiceLevel _quality;
    private int _pending;
    private int _listen;
    private CancellationTokenSource? _over;
    private CancellationToken _reading;

    public DeviceId Device => device;

    public long Epoch => epoch;

    /// <summary>Messages of this device, whichever connection they come over.</summary>
    public TokenBucket Rate => rate;

    public DeviceChannel Channel => channel;

    /// <summary>To be added to the device's times for the server's.</summary>
    public SkewGuess Skew => new(new TimeSpan(Volatile.Read(ref _skewAtHello)), new TimeSpan(Volatile.Read(ref _skew)));

    /// <summary>Completes when nothing of the connection is left in the gateway.</summary>
    public Task Ended => _ended.Task;

    /// <summary>A hello told the device's clock.</summary>
    public void Greeted(TimeSpan skew)
    {
        Volatile.Write(ref _skewAtHello, skew.Ticks);
        Volatile.Write(ref _skew, skew.Ticks);
    }

    /// <summary>Messages go by this skew from now on.</summary>
    public void Measured(TimeSpan skew) => Volatile.Write(ref _skew, skew.Ticks);

    /// <summary>Ends with what reads the socket, or when the gateway closes the connection: one for all messages of a connection, which come one after another.</summary>
    /// <param name="reading">MQTTnet's, which ends when the socket isn't read any more.</param>
    public CancellationToken Over(CancellationToken reading)
    {
        if (_over is { } over && _reading == reading)
            return over.Token;

        _over?.Dispose();
        _reading = reading;
        _over = CancellationTokenSource.CreateLinkedTokenSource(reading, channel.Closing);
        return _over.Token;
    }

    public void MarkEnded()
    {
        _over?.Dispose();
        _ended.TrySetResult();
    }

    /// <summary>The device subscribed to its command topic: commands may be queued as soon as the SUBACK is written.</summary>
    public void Subscribe(MqttSessionStatus session, MqttQualityOfServiceLevel quality)
    {
        lock (_gate)
            (_session, _quality) = (session, quality);
        Volatile.Write(ref _listen, 1);
    }

    public void Unsubscribe()
    {
        lock (_gate)
            _session = null;
    }

    /// <summary>True once after each <see cref="Subscribe"/>.</summary>
    public bool TakeListen() => Interlocked.Exchange(ref _listen, 0) == 1;

    /// <summary>Queues a command; false where the device doesn't listen or has too many that it has not acknowledged.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A session that MQTTnet disposed of meanwhile is a device that is gone.")]
    public bool TrySend(byte[] command)
    {
        lock (_gate)
        {
            if (_session is null || _pending >= maxPending || channel.IsClosing)
                return false;

            var message = new MqttApplicationMessage
            {
                Topic = Topics.Command(device.Value),
                PayloadSegment = command,
                QualityOfServiceLevel = _quality,
            };
            try
            {
                if (!_session.TryEnqueueApplicationMessage(message, out _))
                    return false;
            }
            catch (ObjectDisposedException)
            {
                return false;
            }

            if (_quality == MqttQualityOfServiceLevel.AtLeastOnce)
                _pending++;
            return true;
        }
    }

    /// <summary>The device acknowledged a command.</summary>
    public void Acknowledged()
    {
        lock (_gate)
            _pending = Math.Max(0, _pending - 1);
    }
}
