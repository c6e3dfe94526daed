using Microsoft.AspNetCore.Localization;
using Mihari.Web.Components.Viewers;
using MudBlazor.Services;

namespace Mihari.Web.Components;

/// <summary>The portal: interactive server pages in Japanese and English (US).</summary>
internal static class Portal
{
    public static WebApplicationBuilder AddPortal(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddMudServices();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddLocalization();
        builder.Services.AddScoped<Viewer>();
        builder.Services.Configure<RequestLocalizationOptions>(Languages.Configure);
        return builder;
    }

    public static WebApplication MapPortal(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.MapStaticAssets();
        app.MapLanguages();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
