using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mihari.Media;
using Mihari.Silo.Hosting;

namespace Mihari.Web.Hosting;

/// <summary>The endpoint, its limits, and what holds for every answer.</summary>
internal static class WebHosting
{
    /// <summary>The category whose request lines carry whole addresses, and with them the tokens of uploads.</summary>
    private const string RequestLines = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <summary>Bytes of a connection that are taken before anybody reads them. One setting for all sockets of the process; what a device or a browser says at once is far shorter.</summary>
    private const int LongestReadAhead = 128 * 1024;

    public static WebApplicationBuilder AddWebHosting(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<WebOptions>(WebOptions.Section);
        builder.Services.AddSingleton<IConfigureOptions<WebOptions>, OfCluster>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        // A thousand uploads may wait for their turn, unread.
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.MaxReadBufferSize = LongestReadAhead);
        builder.Services.AddSingleton<WebEndpoint>();
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>>(provider => provider.GetRequiredService<WebEndpoint>());
        builder.Services.AddSingleton<IUploadAddress, PublicAddress>();
        builder.Services.AddSingleton<IConfigureOptions<ForwardedHeadersOptions>, Proxy>();
        builder.Services.AddSingleton(provider =>
        {
            var web = provider.GetRequiredService<IOptions<WebOptions>>().Value;
            return new KnownPort(web.Port, $"{WebOptions.Section}:{nameof(WebOptions.Port)}", web.Address);
        });
        builder.Services.AddSingleton<CrossOriginGuard>();
        builder.Services.AddSingleton<DataPaths>();

        // Tokens are never logged, whatever level the configuration asks for: this rule is the last, so it wins.
        builder.Services.PostConfigure<LoggerFilterOptions>(filter =>
            filter.Rules.Add(new LoggerFilterRule(null, RequestLines, LogLevel.Warning, null)));
        return builder;
    }

    public static WebApplication UseWebHosting(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<WebOptions>>().Value;
        if (options.PublicUrl is not null)
            app.UseForwardedHeaders();

        app.Use(SecurityHeaders.Add(options.IsHttps));
        app.Use(app.Services.GetRequiredService<CrossOriginGuard>().Check);
        return app;
    }

    /// <summary>What the nodes of a cluster have in common is said once, for silos and web nodes alike.</summary>
    private sealed class OfCluster(IConfiguration configuration) : IConfigureOptions<WebOptions>
    {
        public void Configure(WebOptions options)
        {
            if (Uri.TryCreate(configuration[$"{ClusterOptions.Section}:{nameof(ClusterOptions.PublicUrl)}"], UriKind.Absolute, out var given))
                options.PublicUrl ??= given;
        }
    }

    private sealed class Proxy(IOptions<WebOptions> web) : IConfigureOptions<ForwardedHeadersOptions>
    {
        public void Configure(ForwardedHeadersOptions options) =>
            options.ForwardedHeaders = web.Value.PublicUrl is null
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
    }
}
