using System.Globalization;
using System.Resources;

namespace Mihari.Grains.Notifications;

/// <summary>The texts of messages, <c>NotificationTexts.resx</c> beside this file, in one language and with the times of one zone.</summary>
internal sealed class NotificationTexts(string language, TimeZoneInfo zone)
{
    private static readonly ResourceManager Resources = new(typeof(NotificationTexts));

    private readonly CultureInfo _culture = CultureInfo.GetCultureInfo(language == "ja" ? "ja-JP" : "en-US");

    public string Language { get; } = language;

    public string this[string key] => Resources.GetString(key, _culture) ?? throw new ArgumentException($"no text is called {key}", nameof(key));

    public string this[string key, params object[] values] => string.Format(_culture, this[key], values);

    /// <summary>In the zone of the texts.</summary>
    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone);

    /// <summary>To the second.</summary>
    public string Moment(DateTimeOffset at) =>
        Local(at).ToString(Language == "ja" ? "yyyy年M月d日 HH:mm:ss" : "MMM d, yyyy HH:mm:ss", _culture);

    /// <summary>To the second, without the day.</summary>
    public string Clock(DateTimeOffset at) => Local(at).ToString("HH:mm:ss", _culture);

    /// <summary>The two largest units.</summary>
    public string Duration(TimeSpan span)
    {
        (string Key, int Value)[] units = [("Days", span.Days), ("Hours", span.Hours), ("Minutes", span.Minutes), ("Seconds", span.Seconds)];
        var first = Array.FindIndex(units, u => u.Value > 0);
        return first < 0
            ? this["Seconds", 0]
            : string.Join(Language == "ja" ? "" : " ", units.Skip(first).Take(2).Where(u => u.Value > 0).Select(u => this[u.Key, u.Value]));
    }
}
