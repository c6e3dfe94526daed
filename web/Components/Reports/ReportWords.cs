using System.Globalization;
using Microsoft.Extensions.Localization;
using Mihari.Identifiers;
using Mihari.Reports;
using Mihari.Web.Components.Buildings;
using Mihari.Web.Components.Troubles;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Reports;

/// <summary>The figures of a report as people read them.</summary>
internal static class ReportWords
{
    /// <summary>A month as a heading: 2026年11月, November 2026.</summary>
    public static string Name(this ReportMonth month)
    {
        var isJapanese = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName is "ja";
        return month.First.ToString(isJapanese ? "yyyy年M月" : "MMMM yyyy", CultureInfo.GetCultureInfo(isJapanese ? "ja-JP" : "en-US"));
    }

    /// <summary>To a tenth, rounded down: 100.0% is all of it. A dash where there is nothing of which it could be a part.</summary>
    public static string Percent(this Share share) => share.Permille is { } permille ? $"{Tenths(permille)}%" : "–";

    /// <summary>The same for programs; empty where there is nothing.</summary>
    public static string Tenths(int permille) => string.Create(CultureInfo.InvariantCulture, $"{permille / 10}.{permille % 10}");

    /// <summary>Hours and minutes, rounded down; below one hour to the second, as the lengths of troubles.</summary>
    public static string Hours(this IStringLocalizer<ReportsTexts> texts, IStringLocalizer<TroublesTexts> lengths, TimeSpan time) =>
        time == TimeSpan.Zero ? texts["Zero"].Value
        : time < TimeSpan.FromHours(1) ? lengths.Duration(time)
        : texts["Hours", ((long)time.TotalHours).ToString("N0", CultureInfo.InvariantCulture), time.Minutes].Value;

    /// <summary>A moment in the report's zone, whoever looks at it.</summary>
    public static string Moment(this MonthReport report, DateTimeOffset at) => ViewerTimes.DateAndTime(at, Zone(report), CultureInfo.CurrentUICulture);

    /// <summary>A day in the report's zone.</summary>
    public static string Day(this MonthReport report, DateTimeOffset at) => ViewerTimes.Day(at, Zone(report), CultureInfo.CurrentUICulture);

    /// <summary>From when on troubles are known, to the minute, which may be long after the month; null: all of the month are.</summary>
    public static string? TroublesSince(this MonthReport report) =>
        report.TroublesFrom is { } from ? ViewerTimes.DateAndTime(UpToMinute(from), Zone(report), CultureInfo.CurrentUICulture) : null;

    /// <summary>Whether what was over within the month is not kept any more.</summary>
    public static bool AreTroublesGone(this MonthReport report) => report.TroublesFrom >= report.To;

    public static string ZoneName(this MonthReport report) => ViewerTimes.ZoneName(report.From, Zone(report));

    private static DateTimeOffset UpToMinute(DateTimeOffset at) => at.AddTicks((TimeSpan.TicksPerMinute - (at.UtcTicks % TimeSpan.TicksPerMinute)) % TimeSpan.TicksPerMinute);

    public static TimeZoneInfo Zone(this MonthReport report) => ViewerTimes.ZoneOf(report.Zone);
}

/// <summary>Addresses of reports.</summary>
internal static class ReportLinks
{
    public static string To(BuildingId building, ReportMonth? month = null) => $"{BuildingLinks.To(building)}/report{(month is { } one ? $"?month={one}" : "")}";

    /// <summary>A part of it as a file.</summary>
    public static string File(BuildingId building, ReportMonth month, ReportPart part) => $"{BuildingLinks.To(building)}/report.csv?month={month}&part={ReportExport.NameOf(part)}";
}
