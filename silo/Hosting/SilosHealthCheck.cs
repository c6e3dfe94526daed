using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mihari.Health;

namespace Mihari.Silo.Hosting;

/// <summary>A web node is ready while a silo answers it; degraded where that one says that something all lean on is away.</summary>
internal sealed class SilosHealthCheck(IGrainFactory grains) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var parts = await grains.GetGrain<IClusterHealth>("health").Get().WaitAsync(Patience, TimeProvider.System, cancellationToken);
            return parts.IsEmpty
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded(string.Join(", ", parts.Select(part => $"{part.Part} is {(part.State == PartState.Down ? "down" : "degraded")}")));
        }
        catch (Exception e) when (e is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "no silo answers");
        }
    }
}
