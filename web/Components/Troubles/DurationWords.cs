using Microsoft.Extensions.Localization;

namespace Mihari.Web.Components.Troubles;

/// <summary>How long something was, in the two units that say it.</summary>
internal static class DurationWords
{
    public static string Duration(this IStringLocalizer<TroublesTexts> texts, TimeSpan length) => length switch
    {
        { TotalSeconds: < 1 } => texts["Moment"],
        { TotalMinutes: < 1 } => texts["Seconds", length.Seconds],
        { TotalHours: < 1 } => texts["Minutes", length.Minutes, length.Seconds],
        { TotalDays: < 1 } => texts["Hours", length.Hours, length.Minutes],
        _ => texts["Days", (int)length.TotalDays, length.Hours],
    };
}
