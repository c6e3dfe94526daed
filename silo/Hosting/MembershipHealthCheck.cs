using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Runtime;

namespace Mihari.Silo.Hosting;

/// <summary>Ready while this silo is an active member; degraded while the table of members can't be read, for the silos go on with what they know.</summary>
internal sealed class MembershipHealthCheck(ILocalSiloDetails here, ISiloStatusOracle silos, IMembershipTable table) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!silos.GetApproximateSiloStatuses(onlyActive: true).ContainsKey(here.SiloAddress))
            return new HealthCheckResult(context.Registration.FailureStatus, "this silo is not an active member of the cluster");

        try
        {
            await table.ReadAllAsync(cancellationToken).WaitAsync(Patience, TimeProvider.System, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Degraded("the table of members cannot be read: is Redis there?");
        }
    }
}
