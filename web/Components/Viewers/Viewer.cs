using System.Globalization;

namespace Mihari.Web.Components.Viewers;

/// <summary>Who looks at this page, for the formats: one for each circuit or request.</summary>
internal sealed class Viewer
{
    /// <summary>The browser's time zone; UTC until it is known.</summary>
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    public string DateAndTime(DateTimeOffset at) => ViewerTimes.DateAndTime(at, Zone, CultureInfo.CurrentUICulture);

    public string Time(DateTimeOffset at) => ViewerTimes.Time(at, Zone, CultureInfo.CurrentUICulture);

    public string ShortTime(DateTimeOffset at) => ViewerTimes.ShortTime(at, Zone, CultureInfo.CurrentUICulture);

    public string Day(DateTimeOffset at) => ViewerTimes.Day(at, Zone, CultureInfo.CurrentUICulture);
}
