namespace Mihari.Web.Components.Viewers;

/// <summary>What the browser remembers of its viewer's taste; written by <c>early.js</c>, and never trusted to be well-formed.</summary>
internal static class ViewerCookies
{
    /// <summary><c>auto</c>, <c>light</c> or <c>dark</c>.</summary>
    public static string ThemeOf(HttpRequest request) =>
        request.Cookies["mihari.theme"] is "light" or "dark" ? request.Cookies["mihari.theme"]! : "auto";

    /// <summary>The IANA name of the browser's zone.</summary>
    public static string? TimeZoneOf(HttpRequest request) =>
        request.Cookies["mihari.tz"] is { Length: <= 64 } zone ? zone : null;
}
