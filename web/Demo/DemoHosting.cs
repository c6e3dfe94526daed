using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Mihari.Silo.Hosting;
using Mihari.Web.Hosting;

namespace Mihari.Web.Demo;

/// <summary>Registers the demo property as the server starts; the server is not ready before that is done.</summary>
internal static class DemoHosting
{
    public static WebApplicationBuilder AddDemo(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddCheckedOptions<DemoOptions>(DemoOptions.Section);
        services.TryAddSingleton<StartupRefusal>();
        services.AddSingleton<DemoFiles>();
        services.AddSingleton<DemoProperty>();
        services.AddSingleton<DemoRegistration>();
        services.AddHostedService(provider => provider.GetRequiredService<DemoRegistration>());
        services.AddHealthChecks().AddCheck<DemoRegistration>("demo", tags: [Upkeep.Ready]);
        return builder;
    }
}

/// <summary>The registration, and whether it is done. A failure stops the server: it was asked for a demo and has none.</summary>
internal sealed partial class DemoRegistration(
    IOptions<DemoOptions> options, DemoFiles files, DemoProperty property, StartupRefusal refusal, TimeProvider time, ILogger<DemoRegistration> log)
    : BackgroundService, IHealthCheck
{
    private volatile bool _isDone;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        _isDone || !options.Value.Enabled ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the demo property is being registered"));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
            return;

        try
        {
            await Patience.Insist(() => Register(stoppingToken), time, RegistrationFailed, stoppingToken);
        }
        catch (StartupRefusedException e)
        {
            refusal.Refuse(e);
            return;
        }

        _isDone = true;
        Registered();
    }

    private async Task<bool> Register(CancellationToken cancel)
    {
        var isRegistered = await property.IsRegistered();
        var password = await files.Password(isRegistered, cancel);
        var keys = await files.Keys(await property.Registered(), cancel);
        if (!isRegistered)
            await property.Register(password, keys);

        return true;
    }

    [LoggerMessage(3402, LogLevel.Warning, "The demo property could not be registered; trying again")]
    private partial void RegistrationFailed(Exception exception);

    [LoggerMessage(3401, LogLevel.Information, "The demo property is registered")]
    private partial void Registered();
}
