using System.Globalization;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Web.Accounts;
using Mihari.Web.Api;
using Mihari.Web.Media;

namespace Mihari.Web.Recordings;

/// <summary>Converted files for those who may have them, in whole or in ranges.</summary>
internal sealed class ExportDownloads(IGrainFactory grains, IMediaStore store)
{
    public async Task<IResult> Get(string camera, string export, HttpContext context)
    {
        var device = Inputs.Camera(camera);
        var id = Inputs.Export(export);
        var file = await grains.GetGrain<IExportsGrain>(device.Value).FindFile(context.ToCaller(), id);
        var stream = await store.Open(file.Address.Key, context.RequestAborted) ?? throw new UnknownIdException("export", export);
        var name = string.Create(CultureInfo.InvariantCulture, $"{file.Camera} {file.From.UtcDateTime:yyyy-MM-dd HH-mm-ss}Z");
        context.Response.Headers.CacheControl = "private, no-cache";
        return Results.Stream(stream, file.Address.ContentType, Downloads.FileName(name, device.Value, id.Value, ClipPart.Video), enableRangeProcessing: true);
    }
}
