using Mihari.Accounts;
using Mihari.Media;
using Mihari.Stills;
using Mihari.Web.Accounts;
using Mihari.Web.Api;

namespace Mihari.Web.Stills;

/// <summary>Pictures of cameras as they are now, for walls of them.</summary>
internal static class StillEndpoints
{
    public static WebApplication MapStills(this WebApplication app)
    {
        app.MapGet("/media/stills/{camera}", Get)
            .RequireAuthorization(nameof(Permission.ViewLive)).WithTags("Media").WithName("getStill")
            .WithSummary("A JPEG of the camera, at most a minute old where the camera can be reached; when it came is in Last-Modified")
            .Produces<Stream>(StatusCodes.Status200OK, "image/jpeg")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound);
        return app;
    }

    private static async Task<IResult> Get(string camera, HttpContext context, IGrainFactory grains, IMediaStore store)
    {
        context.Response.Headers.CacheControl = "private, no-store";
        var still = await grains.GetGrain<IStillGrain>(Inputs.Camera(camera).Value).Get(context.ToCaller());
        var stream = still is null ? null : await store.Open(still.Address.Key, context.RequestAborted);
        return stream is null ? Results.NoContent() : Results.Stream(stream, still!.Address.ContentType, lastModified: still.At);
    }
}
