using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mihari.Silo.Telemetry;

/// <summary>The health checks as a metric, so that what they say can be seen over time.</summary>
internal sealed class HealthInstruments : IHealthCheckPublisher
{
    public const string MeterName = "Mihari.Health";

    private volatile KeyValuePair<string, HealthStatus>[] _last = [];

    public HealthInstruments(IMeterFactory meters) =>
        meters.Create(MeterName).CreateObservableGauge("mihari.health", Measure, null, "Health checks by name: 1 healthy, 0.5 degraded, 0 unhealthy.");

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        _last = [.. report.Entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Status))];
        return Task.CompletedTask;
    }

    private IEnumerable<Measurement<double>> Measure() =>
        _last.Select(check => new Measurement<double>((int)check.Value / 2.0, new KeyValuePair<string, object?>("check", check.Key)));
}
