using Microsoft.AspNetCore.SignalR;
using Mihari.Silo.Hosting;
using Mihari.Web.Api;
using Mihari.Web.Hosting;

namespace Mihari.Web.Live;

/// <summary>Live feeds, and the hub that gives them to programs.</summary>
internal static class LiveHosting
{
    public static WebApplicationBuilder AddLiveFeeds(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddCheckedOptions<LiveOptions>(LiveOptions.Section);
        services.AddSingleton<LiveInstruments>();
        services.AddSingleton<LiveFeeds>();
        services.AddSingleton<ILiveFeeds>(provider => provider.GetRequiredService<LiveFeeds>());
        services.AddHostedService(provider => provider.GetRequiredService<LiveFeeds>());
        return builder;
    }

    public static WebApplicationBuilder AddDashboardHub(this WebApplicationBuilder builder)
    {
        builder.Services.AddSignalR().AddHubOptions<DashboardHub>(o => o.MaximumReceiveMessageSize = 4 * 1024)
            .AddJsonProtocol(o => JsonShape.Apply(o.PayloadSerializerOptions));
        return builder;
    }

    public static WebApplication MapDashboardHub(this WebApplication app)
    {
        app.MapHub<DashboardHub>("/hubs/dashboard", o => o.CloseOnAuthenticationExpiration = true).RequireAuthorization();
        return app;
    }
}
