using Microsoft.Extensions.Options;

namespace Mihari.Silo.Gateway;

/// <summary>
/// How many devices are asked for at their grains at once, and how many may wait for that. Who would wait for longer than a device does
/// is turned away at once and comes back later: a queue that is longer than their patience serves only those who have given up.
/// </summary>
internal sealed class ConnectSlots(IOptions<GatewayOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>Half of what devices wait for their CONNACK.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A new measurement counts for this part of the average. All who have a slot sit through a collection of the runtime together: of fewer
    /// measurements they would be most, and turn away whoever comes just then.
    /// </summary>
    private const int Inertia = 512;

    private readonly SemaphoreSlim _free = new(options.Value.ConcurrentAuthentications);
    private int _waiting;
    private long _averageTicks = TimeSpan.FromMilliseconds(20).Ticks;

    /// <summary>A slot, to be disposed of as soon as the grain has answered.</summary>
    /// <exception cref="TooManyDevicesException">The wait for one would be, or was, too long.</exception>
    /// <exception cref="OperationCanceledException">The device is gone.</exception>
    public async Task<Slot> Enter(CancellationToken closed)
    {
        closed.ThrowIfCancellationRequested();
        if (!_free.Wait(0, CancellationToken.None))
            await Wait(closed);

        return new Slot(this, time.GetTimestamp());
    }

    public void Dispose() => _free.Dispose();

    private async Task Wait(CancellationToken closed)
    {
        var before = Interlocked.Increment(ref _waiting);
        try
        {
            if (Interlocked.Read(ref _averageTicks) * before / options.Value.ConcurrentAuthentications > LongestWait.Ticks)
                throw new TooManyDevicesException();

            using var late = new CancellationTokenSource(LongestWait, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, closed);
            await _free.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!closed.IsCancellationRequested)
        {
            throw new TooManyDevicesException();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private void Leave(long entered)
    {
        // Two that leave at once may lose a measurement; it is an average.
        var average = Interlocked.Read(ref _averageTicks);
        Interlocked.Exchange(ref _averageTicks, average + ((time.GetElapsedTime(entered).Ticks - average) / Inertia));
        _free.Release();
    }

    /// <summary>One device that is asked for.</summary>
    public readonly struct Slot(ConnectSlots slots, long entered) : IDisposable
    {
        public void Dispose() => slots.Leave(entered);
    }
}

/// <summary>More devices want to connect than get their turn while they wait.</summary>
internal sealed class TooManyDevicesException : Exception;
