using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Mihari.Web.Accounts;

/// <summary>
/// <c>Authorization: Bearer mihari_…</c>: a personal access token, for <c>/api</c> and for reading clips and thumbnails. Everywhere
/// else, the header is not looked at. A request that brings one is judged by it alone, whatever cookie comes with it.
/// </summary>
internal sealed class TokenScheme(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, TokenCallers callers)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    /// <summary>The default scheme: it chooses between cookie and token.</summary>
    public const string Either = nameof(Either);

    /// <summary>How a 401 says which credentials would do (RFC 6750).</summary>
    public const string Realm = "Bearer realm=\"Mihari\"";

    private const string Bearer = "Bearer";
    private const string RetryAfterSeconds = "10"; // One of the six segments of the window in which wrong ones are counted.
    private bool _tooMany;

    /// <summary>The scheme by which a request is to be judged.</summary>
    public static string Choose(HttpContext context) =>
        TakesTokens(context.Request) && TryGetBearer(context.Request, out _) ? Callers.TokenScheme : CookieAuthenticationDefaults.AuthenticationScheme;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!TryGetBearer(Request, out var bearer))
            return AuthenticateResult.NoResult();

        var answer = await callers.Find(bearer, Context.NetworkAddress());
        _tooMany = answer.IsTooMany;
        return answer.Caller is { } caller
            ? AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(Scheme.Name), Scheme.Name))
            : AuthenticateResult.Fail("the token does not stand");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_tooMany)
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            Response.Headers.RetryAfter = RetryAfterSeconds;
            return Task.CompletedTask;
        }

        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = $"{Realm}, error=\"invalid_token\"";
        return Task.CompletedTask;
    }

    private static bool TakesTokens(HttpRequest request) =>
        request.Path.StartsWithSegments("/api")
        || ((HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && (request.Path.StartsWithSegments("/media/clips") || request.Path.StartsWithSegments("/media/thumbnails")));

    private static bool TryGetBearer(HttpRequest request, out string bearer)
    {
        var header = request.Headers[HeaderNames.Authorization].ToString();
        var isBearer = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && (header.Length == Bearer.Length || header[Bearer.Length] == ' ');
        bearer = isBearer ? header[Bearer.Length..].Trim() : "";
        return isBearer;
    }
}
