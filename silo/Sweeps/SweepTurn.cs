using Orleans.Runtime;

namespace Mihari.Silo.Sweeps;

/// <summary>
/// Which silo sweeps, and when a silo was lost. The one that has been there the longest does it, as far as each of them knows; where
/// two do it for a moment, they do the same.
/// </summary>
internal sealed class SweepTurn : ISiloStatusListener, IDisposable
{
    private readonly ISiloStatusOracle _silos;
    private readonly SiloAddress _here;
    private TaskCompletionSource _loss = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _losses;

    public SweepTurn(ISiloStatusOracle silos, ILocalSiloDetails here)
    {
        (_silos, _here) = (silos, here.SiloAddress);
        _silos.SubscribeToSiloStatusEvents(this);
    }

    /// <summary>The silos that live.</summary>
    public IReadOnlyCollection<SiloAddress> Active => _silos.GetApproximateSiloStatuses(onlyActive: true).Keys;

    public bool IsMine => Active.All(silo => !IsBefore(silo, _here));

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status == SiloStatus.Dead)
        {
            Interlocked.Increment(ref _losses);
            Interlocked.Exchange(ref _loss, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }

    /// <summary>How many silos were lost since the start.</summary>
    public long Losses => Interlocked.Read(ref _losses);

    /// <summary>Completes when more silos are lost than <paramref name="seen"/>, true, or the time is over, false.</summary>
    public async Task<bool> WaitForLoss(long seen, TimeSpan longest, TimeProvider time, CancellationToken cancel)
    {
        var next = Volatile.Read(ref _loss).Task;
        if (Losses != seen)
            return true;

        try
        {
            await next.WaitAsync(longest, time, cancel);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public void Dispose() => _silos.UnSubscribeFromSiloStatusEvents(this);

    private static bool IsBefore(SiloAddress one, SiloAddress other) =>
        one.Generation != other.Generation ? one.Generation < other.Generation : one.CompareTo(other) < 0;
}
