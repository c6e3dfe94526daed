using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mihari.Silo.Hosting;
using OpenTelemetry.Metrics;

namespace Mihari.Silo.Telemetry;

/// <summary>What a program tells of itself to those who run it: metrics at <c>/metrics</c>, traces where a collector is named, and its log.</summary>
internal static class TelemetryHosting
{
    /// <summary>Call it after the storage was added: where traces are asked for, timeline and media store are wrapped.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<TelemetryOptions>(TelemetryOptions.Section);
        var given = TelemetryOptions.Given(builder.Configuration);
        if (given.LogFormat == LogFormat.Json)
            builder.Logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat, console.IncludeScopes) = (true, "O", true));

        builder.Services.AddSingleton<HealthInstruments>();
        builder.Services.AddSingleton<IHealthCheckPublisher>(provider => provider.GetRequiredService<HealthInstruments>());
        builder.Services.Configure<HealthCheckPublisherOptions>(health => (health.Delay, health.Period) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15)));
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("Mihari.*", "Microsoft.Orleans")
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddShapes()
            .AddPrometheusExporter());
        if (given.OtlpEndpoint is { } collector)
            builder.AddTraces(collector, given.SampleRatio);
    }
}
