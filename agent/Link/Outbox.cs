using System.Text.Json;
using Microsoft.Extensions.Logging;
using Mihari.Agent.Recording;

namespace Mihari.Agent.Link;

/// <summary>A message to the server; <see cref="Number"/> is its place in the journal, where it has one.</summary>
internal sealed record OutboxMessage(Protocol.Channel Channel, byte[] Payload, long? Number);

/// <summary>
/// What is to be sent, the urgent first: replies, status, events, then segments; within each the oldest first.
/// Events, segments and replies survive a restart. A message leaves when the server has acknowledged it.
/// Safe for several threads.
/// </summary>
internal sealed partial class Outbox : IDisposable
{
    private static readonly Protocol.Channel[] Urgency =
        [Protocol.Channel.Reply, Protocol.Channel.Status, Protocol.Channel.Event, Protocol.Channel.Segment];

    private readonly Dictionary<Protocol.Channel, LinkedList<OutboxMessage>> _queues = Urgency.ToDictionary(c => c, _ => new LinkedList<OutboxMessage>());
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _signal = new(0);
    private readonly Journal _journal;
    private readonly ILogger _logger;
    private readonly string _device;
    private bool _failing;
    private bool _inSession;

    public Outbox(string device, string journalPath, ILogger logger)
    {
        (_device, _logger) = (device, logger);
        _journal = new Journal(journalPath);
        foreach (var line in _journal.Waiting)
        {
            if (_queues.TryGetValue(line.Channel!.Value, out var queue))
                queue.AddLast(new OutboxMessage(line.Channel.Value, JsonSerializer.SerializeToUtf8Bytes(line.Payload!.Value), line.Number));
        }
    }

    public int Count
    {
        get
        {
            lock (_lock)
                return _queues.Values.Sum(q => q.Count);
        }
    }

    /// <summary>Start of the minute that was announced last, as far as the disk knows; it survives a restart.</summary>
    public DateTimeOffset? Announced
    {
        get
        {
            lock (_lock)
                return _journal.Announced;
        }
    }

    /// <summary>Adds a message that outlives the process. Where the disk refuses, it is kept in memory.</summary>
    public void Add(Protocol.Channel channel, byte[] payload)
    {
        lock (_lock)
        {
            long? number = null;
            try
            {
                number = _journal.Append(channel, payload).Number;
                _failing = false;
            }
            catch (Exception e) when (CardFailure.IsFailure(e) || e is ObjectDisposedException)
            {
                JournalFails(e);
            }

            _queues[channel].AddLast(new OutboxMessage(channel, payload, number));
        }

        _signal.Release();
    }

    /// <summary>Adds a status message; without a session it is dropped, as the next session's hello says it all.</summary>
    public void AddStatus(byte[] payload)
    {
        lock (_lock)
        {
            if (!_inSession)
                return;
            _queues[Protocol.Channel.Status].AddLast(new OutboxMessage(Protocol.Channel.Status, payload, null));
        }

        _signal.Release();
    }

    /// <summary>To be called before the hello is made, so that no change falls between the two.</summary>
    public void BeginSession() => Session(true);

    public void EndSession() => Session(false);

    /// <summary>The most urgent message; it stays until it is acknowledged, so a broken session begins with it again.</summary>
    public async Task<OutboxMessage> Next(CancellationToken cancellation)
    {
        while (true)
        {
            lock (_lock)
            {
                foreach (var channel in Urgency)
                {
                    if (_queues[channel].First is { } first)
                        return first.Value;
                }
            }

            await _signal.WaitAsync(cancellation);
        }
    }

    public void Acknowledge(OutboxMessage message)
    {
        lock (_lock)
        {
            _queues[message.Channel].Remove(message);
            if (message.Number is not { } number)
                return;

            try
            {
                _journal.Acknowledge(number);
            }
            catch (Exception e) when (CardFailure.IsFailure(e) || e is ObjectDisposedException)
            {
                JournalFails(e);
            }
        }
    }

    public void Dispose()
    {
        _journal.Dispose();
        _signal.Dispose();
    }

    private void Session(bool begins)
    {
        lock (_lock)
        {
            _inSession = begins;
            _queues[Protocol.Channel.Status].Clear();
        }
    }

    /// <summary>Says so once, until a message could be written again.</summary>
    private void JournalFails(Exception e)
    {
        if (!_failing)
            JournalFailed(_logger, _device, e.Message);
        _failing = true;
    }

    [LoggerMessage(4301, LogLevel.Error, "{Device}: the journal of unsent messages cannot be written: {Reason}")]
    private static partial void JournalFailed(ILogger logger, string device, string reason);
}
