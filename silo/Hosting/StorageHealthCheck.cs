using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mihari.Timeline;

namespace Mihari.Silo.Hosting;

/// <summary>Ready while the store answers.</summary>
internal sealed class StorageHealthCheck(ITimeline timeline) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var late = new CancellationTokenSource(Patience, TimeProvider.System);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await timeline.Contains("health", TimelineKind.Event, DateTimeOffset.UnixEpoch, "health", limit.Token);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "the storage does not answer");
        }
    }
}
