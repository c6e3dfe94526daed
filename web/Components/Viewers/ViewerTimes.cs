using System.Globalization;

namespace Mihari.Web.Components.Viewers;

/// <summary>Dates and times as a viewer reads them: 2026/11/22 12:34:56 in Japanese, 11/22/2026 12:34:56 PM in English (US).</summary>
internal static class ViewerTimes
{
    public static string DateAndTime(DateTimeOffset at, TimeZoneInfo zone, CultureInfo culture) =>
        Format(at, zone, culture, "yyyy/MM/dd HH:mm:ss", "MM/dd/yyyy h:mm:ss tt");

    public static string Time(DateTimeOffset at, TimeZoneInfo zone, CultureInfo culture) =>
        Format(at, zone, culture, "HH:mm:ss", "h:mm:ss tt");

    /// <summary>A time to the minute, for when to come back.</summary>
    public static string ShortTime(DateTimeOffset at, TimeZoneInfo zone, CultureInfo culture) =>
        Format(at, zone, culture, "HH:mm", "h:mm tt");

    /// <summary>A day as a heading.</summary>
    public static string Day(DateTimeOffset at, TimeZoneInfo zone, CultureInfo culture) =>
        Format(at, zone, culture, "yyyy/MM/dd (ddd)", "ddd, MM/dd/yyyy");

    /// <summary>For a <c>datetime</c> attribute.</summary>
    public static string Machine(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The zone of that IANA name, or UTC where there is none.</summary>
    public static TimeZoneInfo ZoneOf(string? name) =>
        name is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>A zone as people know it, with its difference from UTC at a moment: <c>Asia/Tokyo (UTC+9)</c>, <c>Asia/Kolkata (UTC+5:30)</c>, <c>UTC</c>.</summary>
    public static string ZoneName(DateTimeOffset at, TimeZoneInfo zone)
    {
        if (zone.Equals(TimeZoneInfo.Utc))
            return "UTC";

        var offset = zone.GetUtcOffset(at);
        var size = offset.Duration();
        var sign = offset < TimeSpan.Zero ? "\u2212" : "+";
        return string.Create(CultureInfo.InvariantCulture, $"{zone.Id} (UTC{sign}{size.Hours}{(size.Minutes == 0 ? "" : $":{size.Minutes:00}")})");
    }

    private static string Format(DateTimeOffset at, TimeZoneInfo zone, CultureInfo culture, string japanese, string english)
    {
        var isJapanese = string.Equals(culture.TwoLetterISOLanguageName, "ja", StringComparison.Ordinal);
        var format = isJapanese ? CultureInfo.GetCultureInfo("ja-JP") : CultureInfo.GetCultureInfo("en-US");
        return TimeZoneInfo.ConvertTime(at, zone).ToString(isJapanese ? japanese : english, format);
    }
}
