using System.Globalization;

namespace Mihari.Web.Components.Viewers;

/// <summary>Who looks at this page, for the formats: one for each circuit or request.</summary>
internal sealed class Viewer
{
    /// <summary>The browser's time zone; UTC until it is known.</summary>
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>The zone by name and by what it is now: <c>Asia/Tokyo (UTC+9)</c>.</summary>
    public string ZoneAt(DateTimeOffset now) => ViewerTimes.ZoneName(now, Zone);

    /// <summary>A moment with its zone, where a time alone is shown.</summary>
    public string Full(DateTimeOffset at) => $"{DateAndTime(at)} {ZoneAt(at)}";

    public string DateAndTime(DateTimeOffset at) => ViewerTimes.DateAndTime(at, Zone, CultureInfo.CurrentUICulture);

    public string Time(DateTimeOffset at) => ViewerTimes.Time(at, Zone, CultureInfo.CurrentUICulture);

    public string ShortTime(DateTimeOffset at) => ViewerTimes.ShortTime(at, Zone, CultureInfo.CurrentUICulture);

    public string Day(DateTimeOffset at) => ViewerTimes.Day(at, Zone, CultureInfo.CurrentUICulture);
}
