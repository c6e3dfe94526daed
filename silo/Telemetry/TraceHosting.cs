using Mihari.Media;
using Mihari.Timeline;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Mihari.Silo.Telemetry;

/// <summary>Traces from a device's message through grains and storage to those who watch. Without a collector none of this is there, and costs nothing.</summary>
internal static class TraceHosting
{
    /// <summary>Has calls between grains carry the trace, where one is asked for.</summary>
    public static ISiloBuilder AddTraces(this ISiloBuilder silo, IConfiguration configuration) =>
        IsAskedFor(configuration) ? silo.AddActivityPropagation() : silo;

    /// <summary>Has calls to the silos, and what they tell their observers, carry the trace, where one is asked for.</summary>
    public static IClientBuilder AddTraces(this IClientBuilder client, IConfiguration configuration) =>
        IsAskedFor(configuration) ? client.AddActivityPropagation() : client;

    public static void AddTraces(this WebApplicationBuilder builder, Uri collector, double ratio)
    {
        builder.Services.Wrap<ITimeline>(inner => new TracedTimeline(inner));
        builder.Services.Wrap<IMediaStore>(inner => new TracedMediaStore(inner));
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                builder.Environment.ApplicationName, "mihari", typeof(TraceHosting).Assembly.GetName().Version?.ToString(), serviceInstanceId: Environment.MachineName))
            .WithTracing(traces => traces
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(ratio)))
                .AddSource("Mihari.*", "Microsoft.Orleans.Application", "Microsoft.Orleans.Storage")
                .AddAspNetCoreInstrumentation(web =>
                {
                    web.Filter = context => !IsUpkeep(context.Request.Path);
                    web.EnrichWithHttpRequest = (span, request) => PrivateTags.HidePath(span, request.Path);
                })
                .AddProcessor(new PrivateTags())
                .AddOtlpExporter(otlp => (otlp.Protocol, otlp.Endpoint) = (OtlpExportProtocol.HttpProtobuf, TracesOf(collector))));
    }

    private static bool IsAskedFor(IConfiguration configuration) => TelemetryOptions.Given(configuration).OtlpEndpoint is not null;

    private static Uri TracesOf(Uri collector) => new(collector.AbsoluteUri.TrimEnd('/') + "/v1/traces");

    /// <summary>What is asked for every few seconds and tells nothing.</summary>
    private static bool IsUpkeep(PathString path) => path.StartsWithSegments("/health") || path.StartsWithSegments("/metrics");

    /// <summary>Puts something around a service that was registered before; where it was not, nothing.</summary>
    private static void Wrap<T>(this IServiceCollection services, Func<T, T> around)
        where T : class
    {
        if (services.LastOrDefault(s => s.ServiceType == typeof(T) && !s.IsKeyedService) is not { } inner)
            return;

        services.Remove(inner);
        services.Add(ServiceDescriptor.Describe(typeof(T), provider => around(Make(inner, provider)), inner.Lifetime));

        static T Make(ServiceDescriptor of, IServiceProvider provider) => (T)(
            of.ImplementationInstance
            ?? of.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, of.ImplementationType!));
    }
}
