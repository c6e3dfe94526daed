using Microsoft.Extensions.Options;
using Mihari.Web.Api;

namespace Mihari.Web.Hosting;

/// <summary>
/// Refuses requests that another site's page makes a browser send: everything that changes something, and WebSockets.
/// The session cookie is SameSite=Lax already; this also holds for neighbours of the same site and for old browsers,
/// and needs no token in programs that use the API. Programs send neither header and pass.
/// </summary>
internal sealed class CrossOriginGuard(IOptions<WebOptions> options)
{
    private readonly string? _publicOrigin = options.Value.PublicUrl?.GetLeftPart(UriPartial.Authority);

    public async Task Check(HttpContext context, RequestDelegate next)
    {
        if (Matters(context) && IsForeign(context.Request))
        {
            await Problems.Answer(context, StatusCodes.Status403Forbidden, "not from this origin");
            return;
        }

        await next(context);
    }

    private static bool Matters(HttpContext context)
    {
        var method = context.Request.Method;
        var safe = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
        return !safe || context.WebSockets.IsWebSocketRequest || HttpMethods.IsConnect(method)
            || context.Request.Headers.Upgrade.Count > 0;
    }

    private bool IsForeign(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0 && site is "same-origin" or "none")
            return false;

        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0)
            return site.Length > 0;

        return !IsOurs(origin, request);
    }

    private bool IsOurs(string origin, HttpRequest request) =>
        string.Equals(origin, _publicOrigin, StringComparison.OrdinalIgnoreCase)
        || (Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && string.Equals(from.Authority, Authority(request, from.Scheme), StringComparison.OrdinalIgnoreCase));

    /// <summary>The host as the browser sees it; a port that is the scheme's own is left out of an origin.</summary>
    private static string Authority(HttpRequest request, string scheme)
    {
        var host = request.Host;
        var isDefault = host.Port == (scheme == Uri.UriSchemeHttps ? 443 : 80);
        return isDefault ? host.Host : host.Value ?? "";
    }
}
