using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Mihari.Web.Hosting;

/// <summary>The endpoint, its limits, and what holds for every answer.</summary>
internal static class WebHosting
{
    /// <summary>The category whose request lines carry whole addresses, and with them the tokens of uploads.</summary>
    private const string RequestLines = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public static WebApplicationBuilder AddWebHosting(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<WebOptions>()
            .BindConfiguration(WebOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, Endpoint>();
        builder.Services.AddSingleton<IConfigureOptions<ForwardedHeadersOptions>, Proxy>();
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

    private sealed class Endpoint(IOptions<WebOptions> web) : IConfigureOptions<KestrelServerOptions>
    {
        public void Configure(KestrelServerOptions options)
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = 64 * 1024; // Uploads raise it for themselves, to what their permit says.
            options.Listen(IPAddress.Parse(web.Value.Address), web.Value.Port);
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
