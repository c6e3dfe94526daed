using Microsoft.Extensions.Localization;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.SignIn;

/// <summary>What the sign-in page says after an attempt that failed.</summary>
internal static class SignInMessage
{
    public static string For(SignInNotice notice, Viewer viewer, DateTimeOffset now, IStringLocalizer texts) => notice.Problem switch
    {
        SignInProblem.Locked when notice.LockedUntil is { } until => LockedUntil(until, viewer, now, texts),
        SignInProblem.Locked => texts["LockedForNow"],
        SignInProblem.TooMany => texts["TooMany"],
        SignInProblem.Stale => texts["Stale"],
        _ => texts["Rejected"],
    };

    /// <summary>Rounded up to the minute, so that the time that is shown is never too early; with its zone where it isn't the viewer's own.</summary>
    private static string LockedUntil(DateTimeOffset until, Viewer viewer, DateTimeOffset now, IStringLocalizer texts)
    {
        var minute = TimeSpan.FromMinutes(1);
        var shown = new DateTimeOffset((until.UtcTicks + minute.Ticks - 1) / minute.Ticks * minute.Ticks, TimeSpan.Zero);
        var minutes = Math.Max(1, (int)Math.Ceiling((until - now).TotalMinutes));
        var time = viewer.ShortTime(shown) + (viewer.Zone.Equals(TimeZoneInfo.Utc) ? " (UTC)" : "");
        return texts["Locked", time, minutes];
    }
}
