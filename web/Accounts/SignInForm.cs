using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Mihari.Accounts;

namespace Mihari.Web.Accounts;

/// <summary>
/// The addresses that the portal's forms post to. <see cref="SignInPath"/> takes the fields <c>email</c>, <c>password</c>
/// and <c>returnUrl</c> with an antiforgery token; it goes to the return address, or back to <see cref="Page"/> with a
/// <see cref="SignInNotice"/>. <see cref="SignOutPath"/> takes the token alone.
/// </summary>
public static class SignInForm
{
    /// <summary>The sign-in page; its query is <c>returnUrl</c>.</summary>
    public const string Page = "/sign-in";

    /// <summary>Where the sign-in form posts to.</summary>
    public const string SignInPath = "/session/sign-in";

    /// <summary>Where the sign-out form posts to.</summary>
    public const string SignOutPath = "/session/sign-out";

    internal static void MapSignInForm(this IEndpointRouteBuilder app)
    {
        app.MapPasswordForm();
        app.MapPost(SignInPath, SignIn).AllowAnonymous().RequireRateLimiting(Sessions.SignInLimit).ExcludeFromDescription();
        app.MapPost(SignOutPath, SignOut).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>A path of this site; anything else (other hosts, <c>//host</c>, <c>/\host</c>, control characters) becomes the top page.</summary>
    internal static string LocalOnly(string? url) =>
        url is ['/', ..] and not ['/', '/' or '\\', ..] && url.Length <= 2048 && !url.Any(char.IsControl) ? url : "/";

    internal static string PageFor(string? returnUrl)
    {
        var local = LocalOnly(returnUrl);
        return local == "/" ? Page : $"{Page}?returnUrl={Uri.EscapeDataString(local)}";
    }

    private static async Task<IResult> SignIn(HttpContext context, IAntiforgery antiforgery, SignInDesk desk, SignInNotices notices, LanguageMemory languages)
    {
        if (!context.Request.HasFormContentType)
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        string email = form["email"].ToString(), returnUrl = LocalOnly(form["returnUrl"]);
        if (!await antiforgery.IsRequestValidAsync(context))
            return Back(SignInProblem.Stale, null);

        var result = await desk.SignIn(email, form["password"].ToString(), context.Origin());
        switch (result.Outcome)
        {
            case SignInOutcome.SignedIn when result.Session is { } session:
                await context.SignInAsync(session.ToPrincipal(CookieAuthenticationDefaults.AuthenticationScheme));
                if (session.Language is { } language)
                    languages.Set(context, language);

                return Results.LocalRedirect(session.MustChangePassword ? PasswordForm.PageFor(returnUrl) : returnUrl);
            case SignInOutcome.Locked:
                return Back(SignInProblem.Locked, result.LockedUntil);
            default:
                return Back(SignInProblem.Rejected, null);
        }

        IResult Back(SignInProblem problem, DateTimeOffset? until)
        {
            notices.Leave(context, new SignInNotice(problem, email.Length <= 254 ? email : "", until));
            return Results.LocalRedirect(PageFor(returnUrl));
        }
    }

    private static async Task<IResult> SignOut(HttpContext context, IAntiforgery antiforgery, SignOutDesk desk)
    {
        // A stale token must not keep anybody signed in; the cross-origin guard has already turned other sites away.
        _ = await antiforgery.IsRequestValidAsync(context);
        await desk.SignOut(context);
        return Results.LocalRedirect(Page);
    }
}
