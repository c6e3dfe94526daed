using Mihari.Accounts;
using Mihari.Cameras;
using Mihari.Refusals;
using Mihari.Web.Accounts;

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
