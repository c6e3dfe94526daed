using System.Collections.Immutable;
using Mihari.Health;
using Orleans.Concurrency;

namespace Mihari.Grains.Health;

/// <summary>What the silo knows of itself; the host provides it.</summary>
public interface ISiloHealth
{
    /// <summary>The parts that are not well just now.</summary>
    Task<ImmutableArray<PartHealth>> Look();
}

/// <summary>Passes on what its silo knows; one on each silo that is asked, and one look for all who ask within two seconds.</summary>
[StatelessWorker(1), Reentrant]
internal sealed class ClusterHealthGrain(ISiloHealth silo, TimeProvider time) : Grain, IClusterHealth
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(2);

    private Task<ImmutableArray<PartHealth>>? _look;
    private long _looked;

    public Task<ImmutableArray<PartHealth>> Get()
    {
        if (_look is null || (_look.IsCompleted && time.GetElapsedTime(_looked) >= GoodFor))
            (_look, _looked) = (silo.Look(), time.GetTimestamp());

        return _look;
    }
}
