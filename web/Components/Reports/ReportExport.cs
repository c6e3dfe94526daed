using System.Globalization;
using System.Text;
using Microsoft.Extensions.Localization;
using Mihari.Accounts;
using Mihari.Refusals;
using Mihari.Reports;
using Mihari.Troubles;
using Mihari.Web.Accounts;
using Mihari.Web.Api;
using Mihari.Web.Components.Cameras;
using Mihari.Web.Support;

namespace Mihari.Web.Components.Reports;

/// <summary>A part of a report as a file for spreadsheets. Durations are whole seconds, so that what is summed up there is what stands in the report.</summary>
internal static class ReportExport
{
    public static void MapReportExport(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/buildings/{building}/report.csv", Get).RequireAuthorization(nameof(Permission.ViewRecordings)).ExcludeFromDescription();

    public static string NameOf(ReportPart part) => part switch
    {
        ReportPart.Cameras => "cameras",
        ReportPart.Days => "days",
        _ => "troubles",
    };

    private static async Task Get(
        string building, string? month, string? part, HttpContext context, IGrainFactory grains, IStringLocalizer<ReportsTexts> texts, IStringLocalizer<CamerasTexts> kinds)
    {
        try
        {
            await Send(building, month, part, context, grains, texts, kinds);
        }
        catch (RefusalException refusal) when (!context.Response.HasStarted)
        {
            await Problems.Answer(context, refusal);
        }
    }

    private static async Task Send(
        string building, string? month, string? part, HttpContext context, IGrainFactory grains, IStringLocalizer<ReportsTexts> texts, IStringLocalizer<CamerasTexts> kinds)
    {
        var (by, asked, what) = (context.ToCaller(), Inputs.Month("month", month), Part(part));
        var months = grains.GetGrain<IBuildingMonths>(Inputs.Building(building).Value);
        var report = await months.Read(by, asked);
        var rows = what switch
        {
            ReportPart.Cameras => Cameras(report, texts),
            ReportPart.Days => Days(report, await months.ReadDays(by, asked), texts),
            _ => Troubles(report, await AllTroubles(report, by, grains, context.RequestAborted), texts, kinds),
        };

        // Before the first byte: nobody takes a report away unseen.
        await months.NoteExport(by, asked, NameOf(what));
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"mihari-report-{asked}-{NameOf(what)}.csv\"";
        await context.Response.WriteAsync("\uFEFF" + string.Concat(rows), Encoding.UTF8, context.RequestAborted);
    }

    private static IEnumerable<string> Cameras(MonthReport report, IStringLocalizer<ReportsTexts> texts) =>
    [
        Csv.Row([texts["Camera"], texts["CameraId"], texts["Room"], texts["CountedFrom"], texts["CountedTo"], texts["AvailabilityPercent"], texts["CoveragePercent"], .. Heads(texts)]),
        .. report.Cameras.Select(camera => Csv.Row(
        [
            camera.Name, camera.Camera.Value, camera.RoomName, Time(report, camera.From), Time(report, camera.To),
            Percent(camera.Time.Availability), Percent(camera.Time.Coverage), .. Figures(camera.Time, camera.Absences),
        ])),
    ];

    private static IEnumerable<string> Days(MonthReport report, IEnumerable<CameraDayAccount> days, IStringLocalizer<ReportsTexts> texts) =>
    [
        Csv.Row([texts["Camera"], texts["CameraId"], texts["Room"], texts["Day"], texts["AvailabilityPercent"], texts["CoveragePercent"], .. Heads(texts)]),
        .. days.Select(day => Csv.Row(
        [
            day.Name, day.Camera.Value, day.RoomName, day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Percent(day.Time.Availability), Percent(day.Time.Coverage), .. Figures(day.Time, day.Absences),
        ])),
    ];

    private static IEnumerable<string> Troubles(MonthReport report, IEnumerable<PastTrouble> troubles, IStringLocalizer<ReportsTexts> texts, IStringLocalizer<CamerasTexts> kinds) =>
    [
        Csv.Row(texts["Trouble"], texts["Device"], texts["CameraId"], texts["Room"], texts["Since"], texts["Until"], texts["DurationSeconds"], texts["WithinSeconds"]),
        .. troubles.Select(trouble => Csv.Row(
            kinds[TroubleText.ShortKeyOf(trouble.Kind)], trouble.Device is null ? texts["WholeBuilding"].Value : trouble.Name, trouble.Device?.Value, trouble.RoomName,
            Time(report, trouble.Began), Time(report, trouble.Ended), trouble.Ended is { } ended ? Seconds(ended - trouble.Began) : "", Seconds(Within(report, trouble)))),

        // Older than all others, as they lie: who sums up a file without it would take what is not known for nothing.
        .. report.TroublesFrom is { } known
            ? [Csv.Row(texts["TroublesNotKept"], "", "", "", Time(report, report.From), Time(report, known < report.To ? known : report.To), "", "")]
            : Array.Empty<string>(),
    ];

    /// <summary>A page lists so many at most; a file has all. Who has left is read nothing more.</summary>
    private static async Task<IEnumerable<PastTrouble>> AllTroubles(MonthReport report, Caller by, IGrainFactory grains, CancellationToken cancel)
    {
        if (!report.HasMoreTroubles)
            return report.Troubles;

        var history = grains.GetGrain<ITroubleHistory>(report.Building.Value);
        var all = new List<PastTrouble>();
        string? more = null;
        do
        {
            cancel.ThrowIfCancellationRequested();
            var page = await history.Read(by, new TroubleQuery(null, null, ITroubleHistory.LargestPage, more, report.From, report.To));
            all.AddRange(page.Troubles.Where(trouble => !(trouble.Ended < report.TroublesFrom)));
            more = page.Continuation;
        }
        while (more is not null);

        return all;
    }

    private static IEnumerable<string> Heads(IStringLocalizer<ReportsTexts> texts) =>
        new[]
        {
            "DueSeconds", "ConnectedSeconds", "AwaySeconds", "UnseenSeconds", "Absences", "RecordedSeconds", "OfflineSeconds", "NoCardSeconds", "NoPicturesSeconds", "ServerDownSeconds",
            "NotRecordedSeconds", "OpenSeconds",
        }.Select(key => texts[key].Value);

    private static IEnumerable<string> Figures(TimeAccount time, int absences) =>
    [
        Seconds(time.Due), Seconds(time.Connected), Seconds(time.Away), Seconds(time.Unseen), absences.ToString(CultureInfo.InvariantCulture), Seconds(time.Recorded), Seconds(time.Offline),
        Seconds(time.NoCard), Seconds(time.NoPictures), Seconds(time.ServerDown), Seconds(time.NotRecorded), Seconds(time.Open),
    ];

    private static TimeSpan Within(MonthReport report, PastTrouble trouble)
    {
        var from = trouble.Began > report.From ? trouble.Began : report.From;
        var to = trouble.Ended < report.To ? trouble.Ended.Value : report.To;
        return to > from ? to - from : TimeSpan.Zero;
    }

    private static string Percent(Share share) => share.Permille is { } permille ? ReportWords.Tenths(permille) : "";

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static string Time(MonthReport report, DateTimeOffset? at) =>
        at is { } moment ? TimeZoneInfo.ConvertTime(moment, report.Zone()).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture) : "";

    private static ReportPart Part(string? part) => part switch
    {
        null or "" or "cameras" => ReportPart.Cameras,
        "days" => ReportPart.Days,
        "troubles" => ReportPart.Troubles,
        _ => throw new InvalidInputException("part", "must be cameras, days or troubles"),
    };
}
