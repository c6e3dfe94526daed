using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.AspNetCore.DataProtection;
using Mihari.Silo.Telemetry;
using Mihari.Storage;
using Mihari.Storage.Azure;
using Orleans.Configuration;

namespace Mihari.Silo.Hosting;

/// <summary>The cluster profile's side of a web node: a client of the silos, with the media and the session keys that all nodes share.</summary>
public static class ClusterClient
{
    /// <summary>How long a grain may take to answer: a reason is told before the balancer, which waits for 20 s, gives up without one.</summary>
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Adds the client, <see cref="Mihari.Media.IMediaStore"/>, the keys of sessions, telemetry and health. The host itself
    /// gives its HTTP endpoints, and maps <c>/metrics</c> and the health checks.
    /// </summary>
    public static WebApplicationBuilder AddClusterClient(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        QuietStart.Add(builder);
        builder.AddCluster();
        GrainInterfaceTypes.Add(services);
        builder.Host.UseOrleansClient((context, client) => client
            .UseCluster(context.Configuration)
            .UseConnectionRetryFilter(Again)
            .Configure<ClientMessagingOptions>(options => options.ResponseTimeout = AnswersWithin)
            .AddOrleansDashboard()
            .AddTraces(context.Configuration));
        services.AddAzureMedia();
        services.AddDataProtection().PersistKeysToAzureStorage();
        builder.AddTelemetry();
        services.AddOptionsCheck<AzureStorageOptions>(AzureStorageOptions.Section);
        services.AddHealthChecks().AddCheck<SilosHealthCheck>("silos", tags: [Upkeep.Ready]);
        return builder;
    }

    /// <summary>The silos may start later than the web nodes.</summary>
    private static async Task<bool> Again(Exception exception, CancellationToken cancel)
    {
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancel.IsCancellationRequested;
    }
}
