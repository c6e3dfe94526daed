using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components;

/// <summary>The document. Pages that need no circuit (sign-in) get none, and none of its scripts.</summary>
public sealed partial class App
{
    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName is "ja" ? "ja" : "en-US";

    private bool IsInteractive => Http.AcceptsInteractiveRouting();

    private IComponentRenderMode? Mode => IsInteractive ? RenderMode.InteractiveServer : null;

    private string Theme => ViewerCookies.ThemeOf(Http.Request);

    private string Address => Http.NetworkAddress();

    private string? TimeZone => ViewerCookies.TimeZoneOf(Http.Request);
}
