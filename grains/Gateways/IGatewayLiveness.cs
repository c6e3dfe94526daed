using Orleans.Runtime;

namespace Mihari.Grains.Gateways;

/// <summary>Which gateways are part of the cluster.</summary>
public interface IGatewayLiveness
{
    /// <summary>The gateway of this silo.</summary>
    string Here { get; }

    /// <summary>Whether a gateway's silo is alive as far as the membership table says.</summary>
    bool IsAlive(string gateway);
}

/// <summary>Gateways by silo address: a restarted silo has another generation, so its old gateway id is dead.</summary>
internal sealed class SiloGatewayLiveness(ILocalSiloDetails here, ISiloStatusOracle silos) : IGatewayLiveness
{
    public string Here { get; } = here.SiloAddress.ToParsableString();

    public bool IsAlive(string gateway) =>
        string.Equals(gateway, Here, StringComparison.Ordinal)
        || silos.GetApproximateSiloStatuses(onlyActive: true).ContainsKey(SiloAddress.FromParsableString(gateway));
}
