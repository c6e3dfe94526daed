using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mihari.Silo.Gateway;

/// <summary>Ready while devices may connect.</summary>
internal sealed class GatewayHealthCheck(GatewayService gateway) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(gateway.IsServing ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration.FailureStatus, "devices cannot connect"));
}
