using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using Mihari.Accounts;
using Mihari.Identifiers;

namespace Mihari.Web.Accounts;

/// <summary>What a session carries, as the claims of its cookie; and who acts with a personal access token, as the claims of its request.</summary>
public static class SessionClaims
{
    private const string Account = "account";
    private const string Customer = "customer";
    private const string RoleName = "role";
    private const string Name = "name";
    private const string Stamp = "stamp";
    private const string Session = "session";
    /// <summary>By this one a form's antiforgery token knows whose it is: without it, by all claims, and a changed name would make every open form stale.</summary>
    private const string Subject = "sub";
    private const string MustChange = "must-change-password";

    /// <summary>The principal of a session.</summary>
    public static ClaimsPrincipal ToPrincipal(this SessionGrant session, string scheme)
    {
        var claims = Claims(session.Caller, session.Name);
        claims.Add(new Claim(Stamp, session.SecurityStamp));
        claims.Add(new Claim(Session, session.Session));
        claims.Add(new Claim(Subject, session.Session));
        if (session.MustChangePassword)
            claims.Add(new Claim(MustChange, "1"));

        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme, Name, RoleName));
    }

    /// <summary>The principal of a request with a personal access token: a caller without a session.</summary>
    internal static ClaimsPrincipal ToPrincipal(this Caller caller, string scheme) =>
        new(new ClaimsIdentity(Claims(caller, caller.Name), scheme, Name, RoleName));

    /// <summary>The same session, greeted otherwise.</summary>
    internal static ClaimsPrincipal WithName(this ClaimsPrincipal principal, string name) => new(new ClaimsIdentity(
        principal.Claims.Select(c => c.Type == Name ? new Claim(Name, name.Trim()) : c), principal.Identity!.AuthenticationType, Name, RoleName));

    /// <summary>Reads the session back; false where nobody is signed in, and for a request with a token.</summary>
    public static bool TryGetSession(this ClaimsPrincipal? principal, [NotNullWhen(true)] out SessionGrant? session)
    {
        session = null;
        if (principal is null
            || !principal.TryGetCaller(out var caller)
            || principal.FindFirstValue(Stamp) is not { Length: > 0 } stamp
            || principal.FindFirstValue(Session) is not { Length: > 0 } id)
            return false;

        session = new SessionGrant(caller, caller.Name, stamp, id, principal.HasClaim(c => c.Type == MustChange));
        return true;
    }

    /// <summary>Who it is, by session or token; without the origin, which belongs to the request.</summary>
    public static bool TryGetCaller(this ClaimsPrincipal? principal, [NotNullWhen(true)] out Caller? caller)
    {
        caller = null;
        if (principal?.Identity?.IsAuthenticated is not true
            || principal.FindFirstValue(Account) is not { Length: > 0 } account
            || !Enum.TryParse<Role>(principal.FindFirstValue(RoleName), out var role))
            return false;

        var customer = principal.FindFirstValue(Customer);
        caller = new Caller(new AccountId(account), customer is null ? null : new CustomerId(customer), role, principal.FindFirstValue(Name) ?? "");
        return true;
    }

    /// <summary>Whether it is a session that is good for nothing but a new password.</summary>
    internal static bool MustChangePassword(this ClaimsPrincipal? principal) => principal?.HasClaim(static c => c.Type == MustChange) is true;

    private static List<Claim> Claims(Caller caller, string name)
    {
        var claims = new List<Claim> { new(Account, caller.Account.Value), new(RoleName, caller.Role.ToString()), new(Name, name) };
        if (caller.Customer is { } customer)
            claims.Add(new Claim(Customer, customer.Value));

        return claims;
    }
}
