using System.Threading.Channels;
using Orleans.Runtime;

namespace Mihari.Silo.Presence;

/// <summary>
/// Which silo sweeps, and when a silo was lost. The one that has been there the longest does it, as far as each of them knows; where
/// two do it for a moment, they do the same.
/// </summary>
internal sealed class SweepTurn : ISiloStatusListener, IDisposable
{
    private readonly ISiloStatusOracle _silos;
    private readonly SiloAddress _here;
    private readonly Channel<bool> _lost = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

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
            _lost.Writer.TryWrite(true);
    }

    /// <summary>Completes when a silo was lost, true, or the time is over, false.</summary>
    public async Task<bool> WaitForLoss(TimeSpan longest, TimeProvider time, CancellationToken cancel)
    {
        using var over = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancel);
        try
        {
            return await _lost.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose() => _silos.UnSubscribeFromSiloStatusEvents(this);

    private static bool IsBefore(SiloAddress one, SiloAddress other) =>
        one.Generation != other.Generation ? one.Generation < other.Generation : one.CompareTo(other) < 0;
}
