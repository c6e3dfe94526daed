using Orleans.Metadata;
using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Mihari.Grains.Gateways;

/// <summary>Puts a gateway grain on the silo that its key names.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.GatewayPlacementStrategy")]
public sealed class GatewayPlacementStrategy : PlacementStrategy;

/// <summary>Marks the gateway grain; see <see cref="GatewayPlacementStrategy"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class GatewayPlacementAttribute() : PlacementAttribute(new GatewayPlacementStrategy());

/// <summary>The gateway's silo is no longer part of the cluster.</summary>
[GenerateSerializer, Alias("Mihari.GatewayGoneException")]
public sealed class GatewayGoneException(string gateway) : Exception($"gateway {gateway} is gone");

/// <summary>Places gateway grains; a gateway whose silo is gone can't be activated anywhere.</summary>
internal sealed class GatewayPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var key = target.GrainIdentity.Key.ToString()!;
        var wanted = SiloAddress.FromParsableString(key);
        return context.GetCompatibleSilos(target).Contains(wanted)
            ? Task.FromResult(wanted)
            : Task.FromException<SiloAddress>(new GatewayGoneException(key));
    }
}
