using Mihari.Silo.Hosting;

namespace Mihari.Web.Branding;

/// <summary>The operator's name, logo and texts.</summary>
internal static class BrandHosting
{
    private static readonly object[] Icons =
    [
        new { src = "/icons/icon-192.png", sizes = "192x192", type = "image/png", purpose = "any maskable" },
        new { src = "/icons/icon-512.png", sizes = "512x512", type = "image/png", purpose = "any maskable" },
    ];

    public static WebApplicationBuilder AddBrand(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<BrandingOptions>(BrandingOptions.Section);
        builder.Services.AddSingleton<Brand>();
        return builder;
    }

    /// <summary><c>/brand/logo</c>, and the manifest by which the portal can be installed as an app. A script in an SVG does not run: not in a picture, and by the content policy not by itself either.</summary>
    public static WebApplication MapBrand(this WebApplication app)
    {
        app.MapGet("/brand/logo", static (HttpContext context, Brand brand) =>
        {
            if (brand.Logo is not { } logo)
                return Results.NotFound();

            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return Results.Bytes(logo.Bytes, logo.ContentType);
        }).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/manifest.webmanifest", static (Brand brand) => Results.Json(
            new
            {
                id = "/",
                name = brand.Name,
                short_name = brand.Name,
                start_url = "/",
                scope = "/",
                display = "standalone",
                background_color = "#0f1d29",
                theme_color = "#0f1d29",
                icons = Icons,
            },
            contentType: "application/manifest+json")).AllowAnonymous().ExcludeFromDescription();
        return app;
    }
}
