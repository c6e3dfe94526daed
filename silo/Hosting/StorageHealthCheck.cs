using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mihari.Timeline;

namespace Mihari.Silo.Hosting;

/// <summary>Ready while the store answers.</summary>
internal sealed class StorageHealthCheck(ITimeline timeline) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await timeline.Contains("health", TimelineKind.Event, DateTimeOffset.UnixEpoch, "health", cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
