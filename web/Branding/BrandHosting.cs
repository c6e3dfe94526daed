using Mihari.Silo.Hosting;

namespace Mihari.Web.Branding;

/// <summary>The operator's name, logo and texts.</summary>
internal static class BrandHosting
{
    public static WebApplicationBuilder AddBrand(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<BrandingOptions>(BrandingOptions.Section);
        builder.Services.AddSingleton<Brand>();
        return builder;
    }

    /// <summary><c>/brand/logo</c>. A script in an SVG does not run: not in a picture, and by the content policy not by itself either.</summary>
    public static WebApplication MapBrand(this WebApplication app)
    {
        app.MapGet("/brand/logo", static (HttpContext context, Brand brand) =>
        {
            if (brand.Logo is not { } logo)
                return Results.NotFound();

            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return Results.Bytes(logo.Bytes, logo.ContentType);
        }).AllowAnonymous().ExcludeFromDescription();
        return app;
    }
}
