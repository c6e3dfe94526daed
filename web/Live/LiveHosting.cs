using Microsoft.AspNetCore.SignalR;
using Mihari.Accounts;
using Mihari.Silo.Hosting;
using Mihari.Web.Api;
using Mihari.Web.Hosting;

namespace Mihari.Web.Live;

/// <summary>Live feeds, and the hub that gives them to programs.</summary>
internal static class LiveHosting
{
    private const string MethodFailures = "Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher";

    public static WebApplicationBuilder AddLiveFeeds(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddCheckedOptions<LiveOptions>(LiveOptions.Section);
        services.AddSingleton<LiveInstruments>();
        services.AddSingleton<LiveFeeds>();
        services.AddSingleton<ILiveFeeds>(provider => provider.GetRequiredService<LiveFeeds>());
        services.AddHostedService(provider => provider.GetRequiredService<LiveFeeds>());
        services.AddSingleton<ServiceWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<ServiceWatch>());
        return builder;
    }

    public static WebApplicationBuilder AddDashboardHub(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HubFailures>();

        // SignalR logs whatever a method throws as an error, with its stack: a refusal of what a program asked for too, which is
        // no fault of the server's. What is one is logged by HubFailures, and for pages by their circuit. The rule is the last, so it wins.
        builder.Services.PostConfigure<LoggerFilterOptions>(filter =>
            filter.Rules.Add(new LoggerFilterRule(null, MethodFailures, LogLevel.Critical, null)));
        builder.Services.AddSignalR().AddHubOptions<DashboardHub>(o =>
            {
                o.MaximumReceiveMessageSize = 4 * 1024;
                o.AddFilter<HubFailures>();
            })
            .AddJsonProtocol(o => JsonShape.Apply(o.PayloadSerializerOptions));
        return builder;
    }

    public static WebApplication MapDashboardHub(this WebApplication app)
    {
        app.MapHub<DashboardHub>("/hubs/dashboard", o => o.CloseOnAuthenticationExpiration = true).RequireAuthorization(nameof(Permission.ViewLive));
        return app;
    }
}
