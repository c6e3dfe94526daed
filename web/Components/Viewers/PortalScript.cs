using Microsoft.JSInterop;

namespace Mihari.Web.Components.Viewers;

/// <summary>The portal's one script module.</summary>
internal static class PortalScript
{
    /// <summary>Its address as the page itself loads it, so that page and circuit share one instance; an import map would be an inline script, which the content policy forbids.</summary>
    public const string Path = "./js/portal.js";

    /// <summary>Whether a call failed only because its page was left meanwhile.</summary>
    public static bool IsPageGone(Exception error) => error is JSDisconnectedException or OperationCanceledException;

    public static ValueTask<IJSObjectReference> ImportPortal(this IJSRuntime browser) =>
        browser.InvokeAsync<IJSObjectReference>("import", Path);
}
