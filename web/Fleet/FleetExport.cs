using System.Globalization;
using System.Text;
using Microsoft.Extensions.Localization;
using Mihari.Accounts;
using Mihari.Cameras;
using Mihari.Fleet;
using Mihari.Refusals;
using Mihari.Web.Accounts;
using Mihari.Web.Api;
using Mihari.Web.Components.Cameras;
using Mihari.Web.Components.Fleet;
using Mihari.Web.Components.Viewers;
using Mihari.Web.Support;

namespace Mihari.Web.Fleet;

/// <summary>What is shown of the fleet as a file for spreadsheets: the same filter in the same order.</summary>
internal static class FleetExport
{
    public const string Path = "/fleet.csv";

    /// <summary>How long a server that has just begun may take to know all of a fleet.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private const int RowsAtOnce = 500;

    public static void MapFleetExport(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, Get).RequireAuthorization(nameof(Permission.ViewLive)).ExcludeFromDescription();

    public static string Link(FleetFilter filter, string? customer) => Path.TrimStart('/') + FleetAddress.Write(filter, customer: customer);

    private static async Task Get(
        string? customer, HttpContext context, IFleets fleets, IGrainFactory grains, TimeProvider time,
        IStringLocalizer<FleetTexts> texts, IStringLocalizer<CamerasTexts> words)
    {
        try
        {
            var by = context.ToCaller();
            var filter = FleetParameters.Checked(FleetAddress.Read(context.Request.Query));
            var whose = by.OwnCustomer(customer);
            if (await fleets.Get(by, whose, Patience, context.RequestAborted) is not { } fleet)
            {
                await Problems.Answer(context, StatusCodes.Status503ServiceUnavailable, "the cameras are not known yet: try again");
                return;
            }

            var found = fleet.Query(filter);
            await grains.GetGrain<IFleetExports>(whose.Value).Note(by, FleetAddress.Write(filter), found.Rows.Length); // It leaves no sooner than that is kept.
            var zone = ViewerTimes.ZoneOf(ViewerCookies.TimeZoneOf(context.Request));
            var now = TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone);
            context.Response.ContentType = "text/csv; charset=utf-8";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"mihari-fleet-{now.ToString("yyyyMMdd-HHmm", CultureInfo.InvariantCulture)}.csv\"";
            await Write(context, "\uFEFF" + Head(texts));
            foreach (var rows in found.Rows.Chunk(RowsAtOnce))
                await Write(context, string.Concat(rows.Select(row => Row(texts, words, zone, fleet, row))));

            // Nobody is to take it for the whole.
            foreach (var building in fleet.Buildings.Where(b => fleet.Unread.Contains(b.Building)))
                await Write(context, Csv.Row(building.Name, "", "", "", "", texts["NotRead"]));
        }
        catch (RefusalException refusal) when (!context.Response.HasStarted)
        {
            await Problems.Answer(context, refusal);
        }
    }

    internal static string Head(IStringLocalizer<FleetTexts> texts) => Csv.Row(
        texts["Building"], texts["Room"], texts["Camera"], texts["Mac"], texts["Spid"], texts["State"], texts["Since"], texts["Troubles"],
        texts["Recording"], texts["Sd"], texts["SdUsed"], texts["Life"], texts["Model"], texts["Firmware"], texts["IsOutdated"]);

    internal static string Row(
        IStringLocalizer<FleetTexts> texts, IStringLocalizer<CamerasTexts> words, TimeZoneInfo zone, FleetSnapshot fleet, FleetRow row) => Csv.Row(
        row.BuildingName, row.Card.Room, row.Card.Name, row.Mac, row.Contract, words[PresenceText.KeyOf(row.Card.Presence)],
        row.Card.Since is { } since ? TimeZoneInfo.ConvertTime(since, zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture) : "",
        string.Join(" / ", row.Card.Troubles.Select(trouble => words[TroubleText.ShortKeyOf(trouble)].Value)),
        row.Card.IsRecording ? texts["Yes"] : "",
        row.Card.Sd is { } sd ? words[sd.TextKey] : "",
        row.Card.Sd is { State: SdCardState.Ok, UsedPercent: { } used } ? used.ToString(CultureInfo.InvariantCulture) : "",
        row.LifePercent?.ToString(CultureInfo.InvariantCulture), row.Model, row.Firmware, fleet.IsOutdated(row) ? texts["Yes"] : "");

    private static async Task Write(HttpContext context, string text)
    {
        await context.Response.WriteAsync(text, Encoding.UTF8, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
