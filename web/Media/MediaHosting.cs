using Mihari.Accounts;
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
                "/media/uploads/{camera}/{id}/{part:regex(^(video|thumbnail|still)$)}",
                (string camera, string id, string part, HttpContext context, Uploads uploads) => uploads.Put(camera, id, part, context))
            .AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

        app.MapDownload("clips", ClipPart.Video, "video/mp4").WithName("getClipVideo").WithSummary("The MP4 of an event recording; ?download=name saves it");
        app.MapDownload("thumbnails", ClipPart.Thumbnail, "image/jpeg").WithName("getClipThumbnail").WithSummary("The JPEG of an event recording's moment");
        return app;
    }

    private static RouteHandlerBuilder MapDownload(this WebApplication app, string folder, ClipPart part, string contentType) => app
        .MapGet(
            $"/media/{folder}/{{camera}}/{{clip}}",
            (string camera, string clip, string? download, HttpContext context, Downloads downloads) => downloads.Get(camera, clip, part, download, context))
        .AnswerHead().RequireAuthorization(nameof(Permission.ViewClips)).WithTags("Media")
        .Produces<Stream>(StatusCodes.Status200OK, contentType)
        .Produces<Stream>(StatusCodes.Status206PartialContent, contentType)
        .Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .Produces(StatusCodes.Status416RangeNotSatisfiable);
}
