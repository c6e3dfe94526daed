using Mihari.Accounts;
using Mihari.Silo.Hosting;

namespace Mihari.Web.Streams;

/// <summary>The relay of live video and playback.</summary>
internal static class StreamHosting
{
    public static WebApplicationBuilder AddStreams(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddCheckedOptions<StreamsOptions>(StreamsOptions.Section);
        services.AddSingleton<RelayInstruments>();
        services.AddSingleton<NodeLink>();
        services.AddSingleton<RelayNode>();
        services.AddHostedService(provider => provider.GetRequiredService<RelayNode>());
        services.AddSingleton<StreamEndpoints>();

        // A peer that is gone without a word is found out by this.
        services.Configure<WebSocketOptions>(sockets => (sockets.KeepAliveInterval, sockets.KeepAliveTimeout) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)));
        return builder;
    }

    public static WebApplication MapStreams(this WebApplication app)
    {
        app.Map("/media/streams/{stream}/in", (string stream, HttpContext context, StreamEndpoints streams) => streams.Carry(stream, context))
            .AllowAnonymous().ExcludeFromDescription();
        app.Map("/media/streams/{stream}/relay", (string stream, HttpContext context, StreamEndpoints streams) => streams.Relay(stream, context))
            .AllowAnonymous().ExcludeFromDescription();

        app.MapGet("/media/live/{camera}", (string camera, HttpContext context, StreamEndpoints streams) => streams.WatchLive(camera, context))
            .RequireAuthorization(nameof(Permission.ViewLive)).ExcludeFromDescription();
        app.MapGet("/media/recorded/{camera}", (string camera, string? from, HttpContext context, StreamEndpoints streams) => streams.WatchRecorded(camera, from, context))
            .RequireAuthorization(nameof(Permission.ViewRecordings)).ExcludeFromDescription();
        return app;
    }
}
