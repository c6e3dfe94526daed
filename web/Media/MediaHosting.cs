using Mihari.Silo.Hosting;
using Mihari.Recordings;
using Mihari.Web.Hosting;

namespace Mihari.Web.Media;

/// <summary>The media endpoints.</summary>
internal static class MediaHosting
{
    public static WebApplicationBuilder AddMedia(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<MediaOptions>(MediaOptions.Section);
        builder.Services.AddSingleton<MediaInstruments>();
        builder.Services.AddSingleton<Uploads>();
        builder.Services.AddSingleton<Downloads>();
        return builder;
    }

    public static WebApplication MapMedia(this WebApplication app)
    {
        app.MapPut(
                "/media/uploads/{camera}/{clip}/{part:regex(^(video|thumbnail)$)}",
                (string camera, string clip, string part, HttpContext context, Uploads uploads) => uploads.Put(camera, clip, part, context))
            .AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

        string[] reading = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods(
                "/media/clips/{camera}/{clip}", reading,
                (string camera, string clip, string? download, HttpContext context, Downloads downloads) =>
                    downloads.Get(camera, clip, ClipPart.Video, download, context))
            .RequireAuthorization().WithTags("Media").WithSummary("The MP4 of an event recording; ?download=name saves it")
            .Produces<Stream>(StatusCodes.Status200OK, "video/mp4").ProducesProblem(StatusCodes.Status404NotFound);
        app.MapMethods(
                "/media/thumbnails/{camera}/{clip}", reading,
                (string camera, string clip, string? download, HttpContext context, Downloads downloads) =>
                    downloads.Get(camera, clip, ClipPart.Thumbnail, download, context))
            .RequireAuthorization().WithTags("Media").WithSummary("The JPEG of an event recording's moment")
            .Produces<Stream>(StatusCodes.Status200OK, "image/jpeg").ProducesProblem(StatusCodes.Status404NotFound);
        return app;
    }
}
