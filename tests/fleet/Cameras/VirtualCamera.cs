using System.Net;
using System.Net.Sockets;

namespace Mihari.Tests.Fleet.Cameras;

/// <summary>
/// A camera over a real socket. It connects to any gateway, to another one after a loss, with full-jitter back-off; what was not
/// acknowledged it sends again under the same id, oldest first; it answers each command once and a repeated one as before.
/// </summary>
public sealed class VirtualCamera(string device, string key, int number, int seed, FleetSettings settings)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(unchecked((seed * 397) ^ number));
    private readonly string _topic = $"v1/{device}/";
    private readonly string _boot = Guid.NewGuid().ToString("N");
    private readonly List<SentMessage> _waiting = [];
    private readonly HashSet<AskedCommand> _recording = [];
    private readonly Dictionary<ushort, Action> _sent = [];
    private MqttConnection? _connection;
    private bool _isGreeted;
    private int _gateway = -1;
    private int _id;
    private TimeSpan? _downSince;

    public string Device => device;

    /// <summary>The index of the room it stands in; all of a room record what one of them sees.</summary>
    public int Room => number / settings.PerRoom;

    public List<MotionEvent> Events { get; } = [];

    public List<SegmentManifest> Segments { get; } = [];

    public List<CardStatus> Statuses { get; } = [];

    /// <summary>Called with each message as it is acknowledged, within the camera's lock.</summary>
    public Action<SentMessage>? Settled { get; set; }

    public Dictionary<string, AskedCommand> Commands { get; } = new(StringComparer.Ordinal);

    public List<Outage> Outages { get; } = [];

    /// <summary>When it was greeted the first time.</summary>
    public TimeSpan? FirstGreeted { get; private set; }

    /// <summary>Connections that the server has greeted.</summary>
    public int Greetings { get; private set; }

    /// <summary>CONNECTs that were answered with a refusal.</summary>
    public int Refusals { get; private set; }

    public bool IsGreeted => Volatile.Read(ref _isGreeted);

    /// <summary>The gateway it is or was last connected to.</summary>
    public int Gateway => Volatile.Read(ref _gateway);

    public int Waiting
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>The longest span without a connection so far, one that goes on included.</summary>
    public TimeSpan LongestOutage
    {
        get
        {
            lock (_gate)
            {
                var longest = Outages.Count == 0 ? TimeSpan.Zero : Outages.Max(outage => outage.To - outage.From);
                var now = _downSince is { } since ? Clock.Now - since : TimeSpan.Zero;
                return longest > now ? longest : now;
            }
        }
    }

    /// <summary>Something moves before it now: sent at once where it is connected, kept until then where not.</summary>
    /// <param name="due">When it was to happen, where that was earlier.</param>
    public MotionEvent Fire(TimeSpan? due = null)
    {
        lock (_gate)
        {
            var id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_boot}-{++_id}");
            var fired = new MotionEvent(id, device, Clock.Utc, due ?? Clock.Now, Clock.Now);
            Events.Add(fired);
            Say(fired);
            return fired;
        }
    }

    /// <summary>A minute of its recording is closed now, and told as an event is.</summary>
    /// <param name="due">When it was to be.</param>
    /// <param name="start">Its first moment by the camera's clock, where it is not the minute up to now.</param>
    public SegmentManifest CloseSegment(TimeSpan due, DateTimeOffset? start = null)
    {
        lock (_gate)
        {
            var closed = new SegmentManifest(device, start ?? Clock.Utc - TimeSpan.FromMinutes(1), due, Clock.Now);
            Segments.Add(closed);
            Say(closed);
            return closed;
        }
    }

    /// <summary>Its card is fuller than before.</summary>
    /// <param name="due">When it was to tell so.</param>
    public CardStatus FillCard(TimeSpan due)
    {
        lock (_gate)
        {
            var told = new CardStatus(device, 1_000_000 + Statuses.Count + 1, due, Clock.Now);
            Statuses.Add(told);
            Say(told);
            return told;
        }
    }

    /// <summary>Stays connected until told to stop.</summary>
    public async Task Run(CancellationToken stop)
    {
        var failures = 0;
        while (!stop.IsCancellationRequested)
        {
            await settings.Gate.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
                return;

            failures = await Connect(stop) ? 0 : failures + 1;
            var longest = settings.FirstPause * Math.Pow(2, Math.Min(failures, 10));
            var pause = _random.NextDouble() * (longest < settings.LongestPause ? longest : settings.LongestPause);
            await Clock.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Once a second or so: pings, gives up a server that does not answer, and answers for clips that are over.</summary>
    public void Tend(TimeSpan now)
    {
        lock (_gate)
        {
            if (_isGreeted)
                _connection?.Tend(now, settings.PingAfter, _sent.Count > 0 ? settings.SilenceOverMessage : settings.Silence);

            foreach (var over in _recording.Where(command => command.To <= Clock.Utc).ToList())
            {
                _recording.Remove(over);
                Answer(over);
            }
        }
    }

    /// <summary>Closes its socket without a word; it comes back as after any loss.</summary>
    public void Drop()
    {
        lock (_gate)
            _connection?.Dispose();
    }

    /// <summary>One connection from its beginning to its end; whether it was greeted.</summary>
    private async Task<bool> Connect(CancellationToken stop)
    {
        using var connection = new MqttConnection(Acknowledged, Received);
        var next = Next();
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(settings.ConnectPatience);
            var from = new IPEndPoint(new IPAddress([127, 0, 0, (byte)(1 + (number % settings.Sources))]), 0);
            await connection.Open(from, settings.Gateways[next], device, key, settings.KeepAliveSeconds, _topic + "command", patience.Token);
            Volatile.Write(ref _gateway, next);
            Volatile.Write(ref _connection, connection);
            var receiving = connection.Receive();
            Greet(connection);
            await using (stop.Register(connection.Dispose))
            await using (new Timer(_ => GiveUpUngreeted(connection), null, settings.ConnectPatience, Timeout.InfiniteTimeSpan))
                await receiving;
        }
        catch (RefusedException)
        {
            Refusals++;
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException or InvalidDataException or ObjectDisposedException)
        {
            // Another one is tried.
            Volatile.Write(ref _gateway, next);
        }

        return Ended(connection);
    }

    private int Next()
    {
        var count = settings.Gateways.Count;
        if (_gateway < 0 || count == 1)
            return _random.Next(count);

        return (_gateway + 1 + _random.Next(count - 1)) % count;
    }

    private void Greet(MqttConnection connection)
    {
        lock (_gate)
        {
            _sent.Clear();
            Publish(connection, "hello", CameraMessages.Hello(_boot, Clock.Utc), () => Greeted(connection));
        }
    }

    private void Greeted(MqttConnection connection)
    {
        if (_connection != connection)
            return;

        Volatile.Write(ref _isGreeted, true);
        Greetings++;
        FirstGreeted ??= Clock.Now;
        if (_downSince is { } since)
            Outages.Add(new Outage(since, Clock.Now));

        _downSince = null;
        foreach (var fired in _waiting)
            Send(fired);
        foreach (var command in Commands.Values)
        {
            if (command is { Reply: { } reply, IsAnswered: false })
                Answer(command, reply);
        }
    }

    private void GiveUpUngreeted(MqttConnection connection)
    {
        lock (_gate)
        {
            if (_connection == connection && !_isGreeted)
                connection.Dispose();
        }
    }

    private bool Ended(MqttConnection connection)
    {
        lock (_gate)
        {
            var was = _isGreeted;
            if (was)
                _downSince = connection.Heard;

            Volatile.Write(ref _isGreeted, false);
            Volatile.Write(ref _connection, null);
            _sent.Clear();
            return was;
        }
    }

    /// <summary>Within the lock.</summary>
    private void Say(SentMessage message)
    {
        _waiting.Add(message);
        if (_isGreeted)
            Send(message);
    }

    private void Send(SentMessage message)
    {
        message.Sent++;
        Publish(_connection!, message.Channel, message.Payload(), () =>
        {
            message.Acknowledged ??= Clock.Now;
            _waiting.Remove(message);
            Settled?.Invoke(message);
        });
    }

    /// <summary>Within the lock.</summary>
    private void Publish(MqttConnection connection, string channel, byte[] payload, Action acknowledged)
    {
        var id = connection.NextId();
        _sent[id] = acknowledged;
        connection.Send(MqttPackets.PublishOnce(id, _topic + channel, payload));
    }

    private void Acknowledged(ushort id)
    {
        lock (_gate)
        {
            if (_sent.Remove(id, out var acknowledged))
                acknowledged();
        }
    }

    private void Received(byte[] payload)
    {
        var at = Clock.Now;
        var came = CameraMessages.Command(payload);
        lock (_gate)
        {
            if (!Commands.TryGetValue(came.Id, out var command))
            {
                came.FirstCame = at;
                Commands[came.Id] = command = came;
            }

            command.Came++;
            if (command.Reply is { } reply)
                Answer(command, reply);
            else if (settings.Uploads is { } uploads && command.UploadTo is not null)
                command.Uploading ??= Upload(command, uploads);
            else if (settings.AnswersAfterClip && command.To > Clock.Utc)
                _recording.Add(command);
            else
                Answer(command);
        }
    }

    private async Task Upload(AskedCommand command, Func<VirtualCamera, AskedCommand, Task<bool>> uploads)
    {
        var isStored = await Task.Run(() => uploads(this, command));
        lock (_gate)
            Answer(command, isStored ? CameraMessages.Recorded(command.Id) : CameraMessages.NotUploaded(command.Id));
    }

    private void Answer(AskedCommand command) => Answer(command, CameraMessages.NotRecorded(command.Id));

    /// <summary>What is not acknowledged is said again on the next connection.</summary>
    private void Answer(AskedCommand command, byte[] reply)
    {
        command.Reply = reply;
        if (_connection is { } connection)
            Publish(connection, "reply", reply, () => command.IsAnswered = true);
    }
}
