using Microsoft.AspNetCore.Localization;
using Mihari.Accounts;
using Mihari.Refusals;

namespace Mihari.Web.Accounts;

/// <summary>The language that somebody chose: in the browser, and for who is signed in with the account too, so that another browser speaks it after the next sign-in.</summary>
internal sealed partial class LanguageMemory(IGrainFactory grains, TimeProvider time, ILogger<LanguageMemory> log)
{
    /// <summary>Sets it in the browser.</summary>
    public void Set(HttpContext context, string culture) => context.Response.Cookies.Append(
        CookieRequestCultureProvider.DefaultCookieName,
        CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)),
        new CookieOptions { Expires = time.GetUtcNow().AddYears(1), SameSite = SameSiteMode.Lax, HttpOnly = true, IsEssential = true });

    /// <summary>Sets it in the browser and remembers it with the account; where that fails just now, the browser has it all the same.</summary>
    public async Task Choose(HttpContext context, string culture)
    {
        Set(context, culture);
        if (!context.User.TryGetSession(out _))
            return;

        try
        {
            var caller = context.ToCaller();
            await grains.GetGrain<IAccountSettings>(caller.Account.Value).SetLanguage(caller, culture);
        }
        catch (Exception e) when (e is RefusalException or OrleansException or TimeoutException)
        {
            NotRemembered(e);
        }
    }

    [LoggerMessage(3510, LogLevel.Warning, "A chosen language could not be remembered with its account")]
    private partial void NotRemembered(Exception exception);
}
