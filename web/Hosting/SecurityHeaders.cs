namespace Mihari.Web.Hosting;

/// <summary>The headers that every answer carries. No page loads anything from another origin (design, Browser).</summary>
internal static class SecurityHeaders
{
    /// <summary>MudBlazor sets styles on elements, so inline styles are allowed; inline scripts are not.</summary>
    public const string ContentPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "media-src 'self' blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
        + "form-action 'self'; frame-ancestors 'none'";

    public static Func<HttpContext, RequestDelegate, Task> Add(bool https) => (context, next) =>
    {
        // At the very end, because pages add a policy of their own to the headers.
        context.Response.OnStarting(static state =>
        {
            var (response, https) = ((HttpResponse, bool))state;
            var headers = response.Headers;
            headers.ContentSecurityPolicy = ContentPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            if (https)
                headers.StrictTransportSecurity = "max-age=31536000";

            return Task.CompletedTask;
        }, (context.Response, https));
        return next(context);
    };
}
