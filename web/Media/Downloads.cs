using Mihari.Identifiers;
using Mihari.Accounts;
using System.Globalization;
using Microsoft.Net.Http.Headers;
using Mihari.Cameras;
using Mihari.Media;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Web.Accounts;
using Mihari.Web.Api;

namespace Mihari.Web.Media;

/// <summary>Clips and thumbnails for those who may see them, in whole or in ranges. They never change, so a browser
/// that has them gets no bytes again; but it asks each time, and is answered only while it is signed in.</summary>
internal sealed class Downloads(IGrainFactory grains, IMediaStore store)
{
    /// <summary>A browser keeps it, and shows it only after the server has said again that it may.</summary>
    private const string Kept = "private, no-cache";

    private const int LongestName = 120;

    public async Task<IResult> Get(string camera, string clip, ClipPart part, string? download, HttpContext context)
    {
        var device = Inputs.Camera(camera);
        var id = Inputs.Clip(clip);
        var (grain, caller) = (grains.GetGrain<ICameraGrain>(device.Value), context.ToCaller());
        var address = await grain.FindMedia(caller, id, part);
        var stream = await store.Open(address.Key, context.RequestAborted) ?? throw new UnknownIdException("clip", clip);
        if (part == ClipPart.Video)
            await Note(grain, caller, id, stream);

        context.Response.Headers.CacheControl = Kept;
        var tag = new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{id.Value}-{(int)part}\""));
        return Results.Stream(stream, address.ContentType, FileName(download, device.Value, id.Value, part), entityTag: tag, enableRangeProcessing: true);
    }

    /// <summary>Nobody sees a video that the audit trail doesn't know of.</summary>
    private static async Task Note(ICameraGrain camera, Caller caller, ClipId clip, Stream opened)
    {
        try
        {
            await camera.NoteViewing(caller, clip);
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>The name to save under: <c>?download</c> alone gives one, <c>?download=name</c> the name; without it the browser shows the media.</summary>
    internal static string? FileName(string? download, string camera, string clip, ClipPart part)
    {
        if (download is null)
            return null;

        var suffix = part == ClipPart.Video ? ".mp4" : ".jpg";
        var name = string.Concat(download.Where(static c => !char.IsControl(c) && c is not ('/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|'))).Trim(' ', '.');
        if (name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            name = name[..^suffix.Length];

        if (name.Length > LongestName)
            name = name[..(char.IsHighSurrogate(name[LongestName - 1]) ? LongestName - 1 : LongestName)];

        return (name.Length == 0 ? $"{camera}_{clip}" : name) + suffix;
    }
}
