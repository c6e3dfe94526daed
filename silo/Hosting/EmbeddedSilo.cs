using System.Globalization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mihari.Grains;
using Mihari.Grains.Health;
using Mihari.Silo.Gateway;
using Mihari.Silo.Notifications;
using Mihari.Silo.Sweeps;
using Mihari.Silo.Telemetry;
using Mihari.Storage;

namespace Mihari.Silo.Hosting;

/// <summary>The embedded profile: silo, storage and device gateway in the web server's own process.</summary>
public static class EmbeddedSilo
{
    /// <summary>
    /// Adds everything that the embedded profile runs beside the portal. The host itself adds
    /// <see cref="Mihari.Media.IUploadAddress"/>, gives its own HTTP endpoints in code or under
    /// <c>Kestrel:Endpoints</c> (see <see cref="GatewayRegistration.AddDeviceGateway"/>), and maps <c>/metrics</c> and the
    /// health checks, of which those tagged <c>ready</c> decide whether the process takes work.
    /// </summary>
    public static WebApplicationBuilder AddEmbeddedSilo(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        QuietStart.Add(builder);
        builder.AddSilo();
        builder.AddDeviceGateway();
        builder.Services.AddSingleton<ISiloHealth, SiloHealth>();
        builder.Services.AddSweeps();
        builder.AddTelemetry();
        builder.Services.AddOptionsCheck<StorageOptions>(StorageOptions.Section);
        builder.Services.CheckGrainOptions();
        builder.Services.AddNotifications();
        return builder;
    }

    /// <summary>One silo, alone in its cluster and bound to loopback, without a port for outside clients.</summary>
    private static void AddSilo(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<SiloOptions>(SiloOptions.Section);
        builder.Services.AddSingleton(provider => new KnownPort(provider.GetRequiredService<IOptions<SiloOptions>>().Value.Port, "Silo:Port", "127.0.0.1"));

        // One that is no port stops the start by the check of the options, with its key; Orleans would throw before that.
        var port = int.TryParse(builder.Configuration["Silo:Port"], NumberStyles.Integer, CultureInfo.InvariantCulture, out var given) && given is >= 1 and <= 65535
            ? given
            : new SiloOptions().Port;
        GrainInterfaceTypes.Add(builder.Services);
        builder.Host.UseOrleans(silo => silo
            .UseLocalhostClustering(port, gatewayPort: 0)
            .AddSqliteStorage()
            .AddMihariGrains(isAlone: true)
            .AddOrleansDashboard(builder.Configuration)
            .AddTraces(builder.Configuration));
        builder.Services.AddHealthChecks().AddCheck<StorageHealthCheck>("storage", tags: ["ready"]);
    }
}
