using Microsoft.AspNetCore.Antiforgery;
using Mihari.Accounts;
using Mihari.Refusals;

namespace Mihari.Web.Accounts;

/// <summary>
/// The addresses that the account's forms post to, each with an antiforgery token. <see cref="Path"/> takes the fields
/// <c>current</c>, <c>password</c>, <c>again</c>, <c>returnUrl</c> (where to go when it is changed) and <c>page</c> (where to go
/// back to when it is not; default <see cref="Page"/>); either page finds a <see cref="PasswordNotice"/>.
/// <see cref="SignOutEverywherePath"/> takes the token alone.
/// </summary>
public static class PasswordForm
{
    /// <summary>The page of a session that must change its password; its query is <c>returnUrl</c>.</summary>
    public const string Page = "/account/password";

    /// <summary>Where the form of a new password posts to.</summary>
    public const string Path = "/session/password";

    /// <summary>Where the form posts to that ends all sessions of the account.</summary>
    public const string SignOutEverywherePath = "/session/sign-out-everywhere";

    internal static void MapPasswordForm(this IEndpointRouteBuilder app)
    {
        app.MapPost(Path, Change).RequireAuthorization(PermissionPolicies.Session).RequireRateLimiting(Sessions.SignInLimit).ExcludeFromDescription();
        app.MapPost(SignOutEverywherePath, SignOutEverywhere).AllowAnonymous().ExcludeFromDescription();
    }

    internal static string PageFor(string? returnUrl, string page = Page)
    {
        var local = SignInForm.LocalOnly(returnUrl);
        return local == "/" || local.StartsWith(Page, StringComparison.Ordinal) ? page : $"{page}?returnUrl={Uri.EscapeDataString(local)}";
    }

    private static async Task<IResult> Change(HttpContext context, IAntiforgery antiforgery, PasswordDesk desk, PasswordNotices notices)
    {
        if (!context.Request.HasFormContentType)
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var returnUrl = SignInForm.LocalOnly(form["returnUrl"]);
        var page = SignInForm.LocalOnly(form["page"]) is var asked and not "/" ? asked : Page;
        string password = form["password"].ToString();
        if (!await antiforgery.IsRequestValidAsync(context))
            return Back(new PasswordNotice(PasswordOutcome.Stale));

        if (!string.Equals(password, form["again"].ToString(), StringComparison.Ordinal))
            return Back(new PasswordNotice(PasswordOutcome.NotTheSame));

        try
        {
            var result = await desk.Change(context, form["current"].ToString(), password);
            if (result.Outcome != SignInOutcome.SignedIn)
                return Back(new PasswordNotice(result.Outcome == SignInOutcome.Locked ? PasswordOutcome.Locked : PasswordOutcome.WrongCurrent, result.LockedUntil));
        }
        catch (InvalidInputException refused)
        {
            return Back(new PasswordNotice(PasswordOutcome.BreaksRule, Rule: refused.Problem, Detail: refused.Detail));
        }

        notices.Leave(context, new PasswordNotice(PasswordOutcome.Changed));
        return Results.LocalRedirect(returnUrl);

        IResult Back(PasswordNotice notice)
        {
            notices.Leave(context, notice);
            return Results.LocalRedirect(PageFor(returnUrl, page));
        }
    }

    private static async Task<IResult> SignOutEverywhere(HttpContext context, IAntiforgery antiforgery, PasswordDesk desk)
    {
        // Unlike signing out here, it takes something from others: a stale page tries again from the sign-in that it still has.
        if (!await antiforgery.IsRequestValidAsync(context))
            return Results.LocalRedirect("/");

        await desk.SignOutEverywhere(context);
        return Results.LocalRedirect(SignInForm.Page);
    }
}
