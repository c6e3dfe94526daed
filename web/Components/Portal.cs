using Microsoft.AspNetCore.Diagnostics;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Buildings;
using Mihari.Web.Components.Forms;
using Mihari.Web.Components.Viewers;
using Mihari.Web.Hosting;
using MudBlazor.Services;

namespace Mihari.Web.Components;

/// <summary>The portal: interactive server pages in Japanese and English (US).</summary>
internal static class Portal
{
    public static WebApplicationBuilder AddPortal(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents()
            .AddHubOptions(hub => hub.KeepAliveInterval = TimeSpan.FromSeconds(2)); // A page that hears nothing for 6 s says so (connection.js).
        builder.Services.AddMudServices();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddLocalization();
        builder.Services.AddScoped<Viewer>();
        builder.Services.AddSingleton<PortfolioBoards>();
        builder.Services.AddScoped<BuildingFilter>();
        builder.Services.AddScoped<BuildingInView>();
        builder.Services.AddForms();
        builder.Services.Configure<RequestLocalizationOptions>(Languages.Configure);
        return builder;
    }

    /// <summary>Before routing and authentication: the request's language, and a page instead of a bare 404.</summary>
    public static WebApplication UsePortal(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.Use(RefuseComingBack(app.Lifetime.ApplicationStopping));

        // Not in a UseWhen: a branch has no routes to run the request through again.
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            if (!IsForPeople(context) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
                pages.Enabled = false;

            return next(context);
        });
        return app;
    }

    public static WebApplication MapPortal(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapLanguages();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode().AnswerHead();
        return app;
    }

    /// <summary>A page whose connection a stopping server has closed comes back at once, and would hold the server up for its whole time to stop.</summary>
    private static Func<HttpContext, RequestDelegate, Task> RefuseComingBack(CancellationToken stopping) => (context, next) =>
    {
        var path = context.Request.Path;
        if (!stopping.IsCancellationRequested || !(path.StartsWithSegments("/_blazor") || path.StartsWithSegments("/hubs")))
            return next(context);

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    };

    /// <summary>An address that nobody has answers with a page to people, and with a bare status to programs.</summary>
    private static bool IsForPeople(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) && !Sessions.IsForPrograms(context.Request.Path)
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
