using Mihari.Accounts;

namespace Mihari.Web.Accounts;

/// <summary>Who calls, and from where, for the endpoints.</summary>
internal static class Callers
{
    /// <summary>The scheme of requests with a personal access token.</summary>
    public const string TokenScheme = "Token";

    private const int LongestAddress = 64;

    /// <summary>On whose behalf grains are called.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in: the endpoint lacks its authorisation.</exception>
    public static Caller ToCaller(this HttpContext context) =>
        context.User.TryGetCaller(out var caller)
            ? caller with { From = context.Origin() }
            : throw new InvalidOperationException("nobody is signed in");

    /// <summary>From where a request comes.</summary>
    public static Origin Origin(this HttpContext context)
    {
        var kind = context.User.Identity?.AuthenticationType == TokenScheme ? OriginKind.Token
            : context.Request.Headers["Sec-Fetch-Site"] == "same-origin" ? OriginKind.Portal // A page of ours asks: browsers say so, and no page's script can.
            : context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/hubs") ? OriginKind.Api
            : OriginKind.Portal;
        return new Origin(kind, context.NetworkAddress());
    }

    /// <summary>The peer's address; behind a proxy that is trusted, what the proxy says it is.</summary>
    public static string NetworkAddress(this HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        var text = (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString() ?? "";
        return text.Length <= LongestAddress ? text : text[..LongestAddress];
    }
}
