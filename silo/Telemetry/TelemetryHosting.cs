using OpenTelemetry.Metrics;

namespace Mihari.Silo.Telemetry;

/// <summary>What a program tells of itself to those who run it.</summary>
internal static class TelemetryHosting
{
    public static void AddTelemetry(this WebApplicationBuilder builder) => builder.Services
        .AddOpenTelemetry()
        .WithMetrics(metrics => metrics
            .AddMeter("Mihari.*", "Microsoft.Orleans")
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddShapes()
            .AddPrometheusExporter());
}
