using OpenTelemetry.Metrics;

namespace Mihari.Silo.Telemetry;

/// <summary>What a program tells of itself to those who run it: metrics at <c>/metrics</c>, traces where a collector is named, and its log.</summary>
internal static class TelemetryHosting
{
    /// <summary>Call it after the storage was added: where traces are asked for, timeline and media store are wrapped.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptionsCheck();
        var given = TelemetryOptions.Given(builder.Configuration);
        if (given.LogFormat == LogFormat.Json)
            builder.Logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat, console.IncludeScopes) = (true, "O", true));

        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("Mihari.*", "Microsoft.Orleans")
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddShapes()
            .AddPrometheusExporter());
        if (given.OtlpEndpoint is { } collector)
            builder.AddTraces(collector, given.SampleRatio);
    }

    private static void AddOptionsCheck(this IServiceCollection services) =>
        Hosting.CheckedOptions.AddCheckedOptions<TelemetryOptions>(services, TelemetryOptions.Section);
}
