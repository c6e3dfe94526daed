using Mihari.Accounts;
using Mihari.Reports;
using Mihari.Web.Accounts;

namespace Mihari.Web.Api;

/// <summary>Reports of a building by month.</summary>
internal static class ReportsApi
{
    public static void MapReportsApi(this RouteGroupBuilder v1)
    {
        var api = v1.MapGroup("/buildings/{building}/reports").WithTags("Property").RequireAuthorization(nameof(Permission.ViewRecordings));
        api.MapGet("", GetMonths).As("listReports", "Lists the months of a building of which something is known, newest first", StatusCodes.Status404NotFound).Produces<ReportMonthsView>();
        api.MapGet("/{month}", Get)
            .As("getReport", "Reports a building's month: availability and recording of each camera, and troubles", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound)
            .WithDescription(
                "The month is written like 2026-11, and is one of the server's report time zone. The present one goes up to now. Durations are whole seconds; "
                + "percentages are rounded down, and null where there is nothing of which they could be a part.")
            .Produces<MonthReportView>();
    }

    private static async Task<ReportMonthsView> GetMonths(string building, HttpContext context, IGrainFactory grains) =>
        new([.. (await Months(building, grains).GetMonths(context.ToCaller())).Select(month => month.ToString())]);

    private static async Task<MonthReportView> Get(string building, string month, HttpContext context, IGrainFactory grains) =>
        MonthReportView.Of(await Months(building, grains).Read(context.ToCaller(), Inputs.Month(nameof(month), month)));

    private static IBuildingMonths Months(string building, IGrainFactory grains) => grains.GetGrain<IBuildingMonths>(Inputs.Building(building).Value);
}

/// <summary>The months of which something is known.</summary>
/// <param name="Months">Like 2026-11, newest first; the present one is always among them.</param>
public sealed record ReportMonthsView(IReadOnlyList<string> Months);

/// <summary>A building's month.</summary>
/// <param name="Building">Its id.</param>
/// <param name="Name">Its present name.</param>
/// <param name="Customer">The name of whose it is.</param>
/// <param name="Month">Like 2026-11.</param>
/// <param name="Zone">The time zone in which it is a month, as IANA names it.</param>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end, exclusive; of the present month: now.</param>
/// <param name="CountedFrom">From when on something was counted; null: nothing was.</param>
/// <param name="SettlesAt">Until when figures may change; null: none will.</param>
/// <param name="Total">Of all its cameras.</param>
/// <param name="Cameras">Its cameras, those that left in the month included.</param>
/// <param name="Troubles">Those that were in the month, also where they began before or go on, newest first.</param>
/// <param name="HasMoreTroubles">Whether there were more than are listed: 2,000 are at most.</param>
/// <param name="TroublesFrom">From when on all are known; of those that were over before it is not kept any more whether there were any. At or after its end: of all that were over in it. Null: all are known.</param>
public sealed record MonthReportView(
    string Building, string Name, string Customer, string Month, string Zone, DateTimeOffset From, DateTimeOffset To, DateTimeOffset? CountedFrom, DateTimeOffset? SettlesAt,
    TimeAccountView Total, IReadOnlyList<CameraMonthView> Cameras, IReadOnlyList<PastTroubleView> Troubles, bool HasMoreTroubles,
    DateTimeOffset? TroublesFrom)
{
    internal static MonthReportView Of(MonthReport of) => new(
        of.Building.Value, of.Name, of.CustomerName, of.Month.ToString(), of.Zone, of.From, of.To, of.CountedFrom, of.SettlesAt, TimeAccountView.Of(of.Total),
        [.. of.Cameras.Select(CameraMonthView.Of)], [.. of.Troubles.Select(PastTroubleView.Of)], of.HasMoreTroubles, of.TroublesFrom);
}

/// <summary>A camera's month in the building.</summary>
/// <param name="Camera">Its id.</param>
/// <param name="Name">The last name that it had there in the month.</param>
/// <param name="RoomName">The last room in which it stood there in the month.</param>
/// <param name="From">Since when its time was due in the month; null: at no time, as it had never been connected.</param>
/// <param name="To">Up to when.</param>
/// <param name="Absences">How often it went away.</param>
/// <param name="Time">What became of its time.</param>
public sealed record CameraMonthView(string Camera, string Name, string RoomName, DateTimeOffset? From, DateTimeOffset? To, int Absences, TimeAccountView Time)
{
    internal static CameraMonthView Of(CameraMonth of) => new(of.Camera.Value, of.Name, of.RoomName, of.From, of.To, of.Absences, TimeAccountView.Of(of.Time));
}

/// <summary>What became of cameras' time, in whole seconds. What is due is what was recorded, what was not by its cause, and what is not known yet.</summary>
/// <param name="AvailabilityPercent">connected, of connected and away; to a tenth, rounded down; null where that is nothing.</param>
/// <param name="CoveragePercent">recorded, of due without open; to a tenth, rounded down; null where that is nothing.</param>
/// <param name="Due">From when a camera was placed there and had connected once, until it left.</param>
/// <param name="Connected">It was connected.</param>
/// <param name="Away">It was not.</param>
/// <param name="Unseen">The server was down, or had lost the connection.</param>
/// <param name="Recorded">The camera announced a recording.</param>
/// <param name="Offline">Not recorded; the camera was away.</param>
/// <param name="NoCard">Not recorded; there was no usable card.</param>
/// <param name="NoPictures">Not recorded; the camera had no pictures.</param>
/// <param name="ServerDown">Not recorded; the server was not there to see why.</param>
/// <param name="NotRecorded">Not recorded; nobody knows why.</param>
/// <param name="Open">Not known yet: neither recorded nor lost.</param>
public sealed record TimeAccountView(
    decimal? AvailabilityPercent, decimal? CoveragePercent, long Due, long Connected, long Away, long Unseen, long Recorded, long Offline, long NoCard, long NoPictures, long ServerDown,
    long NotRecorded, long Open)
{
    internal static TimeAccountView Of(TimeAccount of) => new(
        of.Availability.Permille / 10m, of.Coverage.Permille / 10m, Seconds(of.Due), Seconds(of.Connected), Seconds(of.Away), Seconds(of.Unseen), Seconds(of.Recorded), Seconds(of.Offline),
        Seconds(of.NoCard), Seconds(of.NoPictures), Seconds(of.ServerDown), Seconds(of.NotRecorded), Seconds(of.Open));

    private static long Seconds(TimeSpan time) => (long)time.TotalSeconds;
}
