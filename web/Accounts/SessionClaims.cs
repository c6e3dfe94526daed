using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using Mihari.Accounts;
using Mihari.Identifiers;

namespace Mihari.Web.Accounts;

/// <summary>What a session carries, as the claims of its cookie.</summary>
public static class SessionClaims
{
    private const string Account = "account";
    private const string Customer = "customer";
    private const string RoleName = "role";
    private const string Name = "name";
    private const string Stamp = "stamp";
    private const string Session = "session";

    /// <summary>The principal of a session.</summary>
    public static ClaimsPrincipal ToPrincipal(this SessionGrant session, string scheme)
    {
        var claims = new List<Claim>
        {
            new(Account, session.Caller.Account.Value),
            new(RoleName, session.Caller.Role.ToString()),
            new(Name, session.Name),
            new(Stamp, session.SecurityStamp),
            new(Session, session.Session),
        };
        if (session.Caller.Customer is { } customer)
            claims.Add(new Claim(Customer, customer.Value));

        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme, Name, RoleName));
    }

    /// <summary>Reads the session back; false where nobody is signed in.</summary>
    public static bool TryGetSession(this ClaimsPrincipal? principal, [NotNullWhen(true)] out SessionGrant? session)
    {
        session = null;
        if (principal?.Identity?.IsAuthenticated is not true
            || principal.FindFirstValue(Account) is not { Length: > 0 } account
            || principal.FindFirstValue(Stamp) is not { Length: > 0 } stamp
            || principal.FindFirstValue(Session) is not { Length: > 0 } id
            || !Enum.TryParse<Role>(principal.FindFirstValue(RoleName), out var role))
            return false;

        var customer = principal.FindFirstValue(Customer);
        var caller = new Caller(new AccountId(account), customer is null ? null : new CustomerId(customer), role);
        session = new SessionGrant(caller, principal.FindFirstValue(Name) ?? "", stamp, id);
        return true;
    }

    /// <summary>On whose behalf grains are called.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in: the page or endpoint lacks its authorisation.</exception>
    public static Caller ToCaller(this ClaimsPrincipal? principal) =>
        principal.TryGetSession(out var session)
            ? session.Caller
            : throw new InvalidOperationException("nobody is signed in");
}
