using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mihari.Grains.Health;
using Mihari.Health;

namespace Mihari.Silo.Hosting;

/// <summary>The checks of <c>/health/ready</c>, for those who reach the silo by its grains.</summary>
internal sealed class SiloHealth(HealthCheckService checks) : ISiloHealth
{
    /// <summary>Of the parts that all servers lean on; what one process still has to do at its start is its own affair.</summary>
    private static readonly string[] Shared = ["storage", "membership", "gateway"];

    public async Task<ImmutableArray<PartHealth>> Look()
    {
        var report = await checks.CheckHealthAsync(check => Shared.Contains(check.Name));
        return
        [
            .. report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy)
                .Select(entry => new PartHealth(entry.Key, entry.Value.Status == HealthStatus.Degraded ? PartState.Degraded : PartState.Down)),
        ];
    }
}
