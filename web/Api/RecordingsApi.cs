using Mihari.Accounts;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Web.Accounts;
using Mihari.Web.Recordings;

namespace Mihari.Web.Api;

/// <summary>What cameras have recorded on their cards, and the days with event recordings.</summary>
internal static class RecordingsApi
{
    private static readonly TimeSpan PresetSpan = TimeSpan.FromDays(1);

    public static void MapRecordingsApi(this RouteGroupBuilder v1)
    {
        var api = v1.MapGroup("").WithTags("Property");
        api.MapGet("/cameras/{camera}/recordings", GetRecordings)
            .RequireAuthorization(nameof(Permission.ViewRecordings))
            .WithName("getRecordings").WithSummary("Shows what a camera's card holds of a span of time, without asking the camera")
            .WithDescription("from (inclusive) and to (exclusive) are times with an offset, at most 11 days apart; without them, the last 24 hours.")
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.SetParameter("from", ApiDescription.Time);
                operation.SetParameter("to", ApiDescription.Time);
                return Task.CompletedTask;
            })
            .Produces<RecordedSpanView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/cameras/{camera}/exports", GetExports).RequireAuthorization(nameof(Permission.ViewRecordings))
            .As("listExports", "Lists a camera's converted files, the newest first", StatusCodes.Status404NotFound).Produces<ExportListView>();
        api.MapPost("/cameras/{camera}/exports", AddExport).RequireAuthorization(nameof(Permission.ViewRecordings))
            .As("addExport", "Has a span of a camera's recording converted to an MP4", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .Taking().Made<ExportView>().WithDescription("It is made in the background: the list says how far it has come.");
        api.MapDelete("/cameras/{camera}/exports/{export}", CancelExport).RequireAuthorization(nameof(Permission.ViewRecordings))
            .As("cancelExport", "Calls off a converted file that is being made", StatusCodes.Status404NotFound).Nothing();
    }

    private static async Task<ExportListView> GetExports(string camera, HttpContext context, IGrainFactory grains)
    {
        var id = Inputs.Camera(camera);
        return new ExportListView([.. (await grains.GetGrain<IExportsGrain>(id.Value).List(context.ToCaller())).Select(e => ExportView.Of(id, e))]);
    }

    private static async Task<IResult> AddExport(string camera, NewExportRequest request, HttpContext context, ExportDesk desk)
    {
        var device = Inputs.Camera(camera);
        var export = new ExportId(Inputs.NewUuid("id", request.Id));
        return Described.Created(ExportView.Of(
            device, await desk.Begin(context.ToCaller(), device, export, Inputs.Value("from", request.From).ToUniversalTime(), Inputs.Value("to", request.To).ToUniversalTime())));
    }

    private static async Task<IResult> CancelExport(string camera, string export, HttpContext context, IGrainFactory grains)
    {
        await grains.GetGrain<IExportsGrain>(Inputs.Camera(camera).Value).Cancel(context.ToCaller(), Inputs.Export(export));
        return Results.NoContent();
    }

    private static async Task<RecordedSpanView> GetRecordings(string camera, string? from, string? to, HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        var id = Inputs.Camera(camera);
        var end = Inputs.Time(nameof(to), to) ?? time.GetUtcNow();
        var start = Inputs.Time(nameof(from), from) ?? end - PresetSpan;
        if (start >= end)
            throw new InvalidInputException(nameof(from), "must be before to");

        return RecordedSpanView.Of(await grains.GetGrain<ICameraGrain>(id.Value).GetRecordings(context.ToCaller(), start, end));
    }
}
