using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mihari.Grains;
using Mihari.Grains.Health;
using Mihari.Media;
using Mihari.Silo.Gateway;
using Mihari.Silo.Notifications;
using Mihari.Silo.Sweeps;
using Mihari.Silo.Telemetry;
using Mihari.Storage;
using Mihari.Storage.Azure;
using Orleans.Configuration;

namespace Mihari.Silo.Hosting;

/// <summary>The cluster profile's silo: grains, device gateway, health and metrics, in a program of its own.</summary>
internal static class ClusterSilo
{
    public static WebApplicationBuilder AddClusterSilo(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        QuietStart.Add(builder);
        builder.AddCluster();
        services.AddCheckedOptions<SiloOptions>(SiloOptions.Section);
        GrainInterfaceTypes.Add(services);
        builder.Host.UseOrleans((context, silo) => silo
            .UseCluster(context.Configuration)
            .AddAzureStorage()
            .AddMihariGrains()
            .AddOrleansDashboard(context.Configuration)
            .AddTraces(context.Configuration));
        services.AddSingleton<IConfigureOptions<EndpointOptions>, Endpoints>();
        services.AddSingleton<IUploadAddress, BalancerAddress>();
        services.AddSingleton(provider => Port(provider, silo => silo.Port, nameof(SiloOptions.Port)));
        services.AddSingleton(provider => Port(provider, silo => silo.GatewayPort, nameof(SiloOptions.GatewayPort)));
        services.AddSingleton(provider => Port(provider, silo => silo.HealthPort, nameof(SiloOptions.HealthPort)));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            var silo = kestrel.ApplicationServices.GetRequiredService<IOptions<SiloOptions>>().Value;
            kestrel.Listen(IPAddress.Parse(silo.Address), silo.HealthPort);
        });
        builder.AddDeviceGateway();
        services.AddSingleton<ISiloHealth, SiloHealth>();
        services.AddSweeps();
        builder.AddTelemetry();
        services.AddOptionsCheck<AzureStorageOptions>(AzureStorageOptions.Section);
        services.CheckGrainOptions();
        services.AddNotifications();
        services.AddHealthChecks()
            .AddCheck<StorageHealthCheck>("storage", tags: [Upkeep.Ready])
            .AddCheck<MembershipHealthCheck>("membership", tags: [Upkeep.Ready]);
        return builder;
    }

    private static KnownPort Port(IServiceProvider provider, Func<SiloOptions, int> port, string name)
    {
        var options = provider.GetRequiredService<IOptions<SiloOptions>>().Value;
        return new KnownPort(port(options), $"{SiloOptions.Section}:{name}", options.Address);
    }

    private sealed class Endpoints(IOptions<SiloOptions> silo) : IConfigureOptions<EndpointOptions>
    {
        public void Configure(EndpointOptions options)
        {
            options.AdvertisedIPAddress = IPAddress.Parse(silo.Value.Address);
            options.SiloPort = silo.Value.Port;
            options.GatewayPort = silo.Value.GatewayPort;
        }
    }

    /// <summary>Devices upload to the web nodes, through the balancer.</summary>
    private sealed class BalancerAddress(IOptions<ClusterOptions> cluster) : IUploadAddress
    {
        public Uri Base => cluster.Value.PublicUrl ?? throw new InvalidOperationException("a silo without a cluster");
    }
}
