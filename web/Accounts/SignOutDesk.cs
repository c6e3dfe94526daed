using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using Mihari.Accounts;

namespace Mihari.Web.Accounts;

/// <summary>Signs out: the session is over wherever its cookie has been copied to, and the account's other sessions stay.</summary>
internal sealed class SignOutDesk(IGrainFactory grains, OpenSessions open, IOptions<SignInOptions> options, TimeProvider time)
{
    /// <summary>Another node renews a copy of the cookie for as long as it believes an earlier answer, and its clock may differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>The session has ended for good when this returns; where that can't be stored, the cookie stays and it can be tried again.</summary>
    public async Task SignOut(HttpContext context)
    {
        var ticket = await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (ticket.Principal.TryGetSession(out var session))
        {
            await grains.GetGrain<IAccountGrain>(session.Caller.Account.Value)
                .EndSession(session.Caller, session.Session, LastUse(ticket.Properties?.ExpiresUtc));
            open.End(SessionKey.Of(session));
        }

        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }

    /// <summary>The cookie may have been made with a longer session length than today's.</summary>
    private DateTimeOffset LastUse(DateTimeOffset? expires)
    {
        var renewed = time.GetUtcNow() + options.Value.SessionLength;
        return (expires > renewed ? expires.Value : renewed) + Margin;
    }
}
