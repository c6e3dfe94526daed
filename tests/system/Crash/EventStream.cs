using System.Collections.Concurrent;
using Mihari.Tests.System.Devices;

namespace Mihari.Tests.System.Crash;

/// <summary>
/// A camera's events at a steady pace, some on their way at any moment; each far enough from the one before to make a
/// clip of its own. What was not acknowledged is sent again, under the same id, before anything new.
/// </summary>
internal sealed class EventStream(VirtualCamera camera, DateTimeOffset first, EventLog<VirtualEvent> acknowledgements)
{
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(150);

    private readonly ConcurrentDictionary<string, VirtualEvent> _waiting = new(StringComparer.Ordinal);
    private int _count;

    public VirtualCamera Camera => camera;

    /// <summary>Those that the server has acknowledged.</summary>
    public ConcurrentDictionary<string, VirtualEvent> Acknowledged { get; } = new(StringComparer.Ordinal);

    public int Waiting => _waiting.Count;

    /// <summary>Fires until the connection breaks, or until told to stop.</summary>
    public async Task Run(CancellationToken stop)
    {
        using var pace = new PeriodicTimer(Pace);
        var sent = new List<Task<bool>>();
        try
        {
            while (camera.IsConnected && await pace.WaitForNextTickAsync(stop))
            {
                sent.Add(FireNext());
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }

        await Task.WhenAll(sent);
    }

    /// <summary>Many at once, so that the server has its hands full.</summary>
    public Task Burst(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => FireNext()).ToList());

    /// <summary>After a reconnect: what was not acknowledged.</summary>
    public async Task SendAgain()
    {
        foreach (var fired in _waiting.Values.OrderBy(one => one.At))
            Assert.True(await Send(fired), "an event that was sent again was not acknowledged");
    }

    /// <summary>As a device does whose acknowledgement got lost: an event that the server has already.</summary>
    public async Task SendTwice(int count)
    {
        foreach (var fired in Acknowledged.Values.OrderByDescending(one => one.At).Take(count))
            Assert.True(await Send(fired), "an event that was sent twice was not acknowledged");
    }

    /// <summary>One of this moment, which is recorded just now; the others come late, as after an outage, and are fetched from the card.</summary>
    public Task FireLive() => Fire(TimeProvider.System.GetUtcNow());

    private Task<bool> FireNext() => Fire(first + ((Interlocked.Increment(ref _count) - 1) * Apart));

    private Task<bool> Fire(DateTimeOffset at)
    {
        var fired = new VirtualEvent(Guid.NewGuid().ToString("N"), at);
        _waiting[fired.Id] = fired;
        return Send(fired);
    }

    private async Task<bool> Send(VirtualEvent fired)
    {
        if (!await camera.Fire(fired))
            return false;

        Acknowledged[fired.Id] = fired;
        _waiting.TryRemove(fired.Id, out _);
        acknowledgements.Add(fired);
        return true;
    }
}
