using Microsoft.Extensions.Options;
using Mihari.Grains.Gateways;
using Mihari.Silo.Hosting;

namespace Mihari.Silo.Gateway;

/// <summary>Adds the device gateway to a host that has a silo.</summary>
public static class GatewayRegistration
{
    /// <summary>
    /// The gateway with its endpoints on Kestrel, after the silo in the order of start and before it in the order of stop.
    /// Endpoints given in code make Kestrel ignore <c>ASPNETCORE_URLS</c> and <c>--urls</c>, so the host's own ones have
    /// to be given in code or under <c>Kestrel:Endpoints</c> as well.
    /// </summary>
    public static WebApplicationBuilder AddDeviceGateway(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddCheckedOptions<GatewayOptions>(GatewayOptions.Section);
        services.AddSingleton(provider => Port(provider, options => options.Port, nameof(GatewayOptions.Port)));
        services.AddSingleton(provider => Port(provider, options => options.Tls.CertificateFile is null ? 0 : options.TlsPort, nameof(GatewayOptions.TlsPort)));
        services.AddSingleton<ConnectionTable>();
        services.AddSingleton<GatewayInstruments>();
        services.AddSingleton<GrainPatience>();
        services.AddSingleton<ConnectSlots>();
        services.AddSingleton<EpochReporter>();
        services.AddSingleton<DeviceAuthentication>();
        services.AddSingleton<MessageHandler>();
        services.AddSingleton<MqttLogBridge>();
        services.AddSingleton<ConnectAdmission>();
        services.AddSingleton<ProxyHeader>();
        services.AddSingleton<DeviceConnectionHandler>();
        services.AddSingleton<GatewayEndpoints>();
        services.AddSingleton<IDeviceConnections, DeviceGateway>();
        services.AddSingleton<GatewayService>();
        services.AddHostedService(provider => provider.GetRequiredService<GatewayService>());
        services.AddHealthChecks().AddCheck<GatewayHealthCheck>("gateway", tags: ["ready"]);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ApplicationServices.GetRequiredService<GatewayEndpoints>().Listen(kestrel));
        return builder;
    }

    private static KnownPort Port(IServiceProvider provider, Func<GatewayOptions, int> port, string name)
    {
        var options = provider.GetRequiredService<IOptions<GatewayOptions>>().Value;
        return new KnownPort(port(options), $"{GatewayOptions.Section}:{name}", options.Address);
    }
}
