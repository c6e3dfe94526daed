using Mihari.Silo.Hosting;
using Mihari.Web.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Mihari.Web.Support;

/// <summary>What the support desk needs on a web node.</summary>
internal static class SupportHosting
{
    public static WebApplicationBuilder AddSupportDesk(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Imports>();
        return builder;
    }

    /// <summary>Sees to it that somebody can sign in at the desk; the server is not ready before that is done.</summary>
    public static WebApplicationBuilder AddFirstStaff(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddCheckedOptions<SupportOptions>(SupportOptions.Section);
        services.TryAddSingleton<StartupRefusal>();
        services.AddSingleton<FirstStaff>();
        services.AddHostedService(provider => provider.GetRequiredService<FirstStaff>());
        services.AddHealthChecks().AddCheck<FirstStaff>("support", tags: [Upkeep.Ready]);
        return builder;
    }
}
