using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Mihari.Accounts;

namespace Mihari.Web.Accounts;

/// <summary>Changes the password of who is signed in and renews the cookie of this session; all others of the account end.</summary>
internal sealed class PasswordDesk(IGrainFactory grains, OpenSessions open)
{
    private const int Longest = 256;

    /// <exception cref="Refusals.InvalidInputException">The new password breaks a rule.</exception>
    public async Task<SignInResult> Change(HttpContext context, string current, string next)
    {
        var caller = context.ToCaller();
        if (current.Length is 0 or > Longest)
            return new SignInResult(SignInOutcome.Rejected, null, null);

        // A longer one than there can be is cut to one that is too long: the grain says the rule.
        var result = await grains.GetGrain<IAccountSettings>(caller.Account.Value).ChangePassword(caller, current, next.Length > Longest ? next[..Longest] : next);
        if (result.Outcome != SignInOutcome.SignedIn)
            return result;

        open.EndAll(caller.Account);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, result.Session!.ToPrincipal(CookieAuthenticationDefaults.AuthenticationScheme));
        return result;
    }

    /// <summary>Ends all sessions of who is signed in, this one too.</summary>
    public async Task SignOutEverywhere(HttpContext context)
    {
        if (context.User.TryGetSession(out _))
        {
            var caller = context.ToCaller();
            await grains.GetGrain<IAccountGrain>(caller.Account.Value).EndAllSessions(caller);
            open.EndAll(caller.Account);
        }

        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }
}
