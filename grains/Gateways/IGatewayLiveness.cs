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

/// <summary>
/// Gateways by silo address: a restarted silo has another generation, so its old gateway id is dead. The table of members reaches
/// silos one after another: a silo that is not known here, and began after this one, has joined a moment ago.
/// </summary>
internal sealed class SiloGatewayLiveness(ILocalSiloDetails here, ISiloStatusOracle silos) : IGatewayLiveness
{
    public string Here { get; } = here.SiloAddress.ToParsableString();

    public bool IsAlive(string gateway)
    {
        if (string.Equals(gateway, Here, StringComparison.Ordinal))
            return true;

        var silo = SiloAddress.FromParsableString(gateway);
        return silos.GetApproximateSiloStatus(silo) switch
        {
            SiloStatus.Dead => false,
            SiloStatus.None => silo.Generation > here.SiloAddress.Generation,
            _ => true, // One that stops holds its sockets until it has let them go.
        };
    }
}
