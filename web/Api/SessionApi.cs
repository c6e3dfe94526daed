using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Mihari.Accounts;
using Mihari.Web.Accounts;

namespace Mihari.Web.Api;

/// <summary>What to sign in with.</summary>
/// <param name="Email">The account's e-mail address.</param>
/// <param name="Password">Its password.</param>
public sealed record SignInRequest(string Email, string Password)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => "SignInRequest";
}

/// <summary>A session.</summary>
/// <param name="Account">The account's id.</param>
/// <param name="Customer">The customer's id; null for Support.</param>
/// <param name="Role">What the account may do.</param>
/// <param name="Name">The account's name.</param>
/// <param name="MustChangePassword">Whether nothing but a new password is allowed first.</param>
public sealed record SessionView(string Account, string? Customer, Role Role, string Name, bool MustChangePassword)
{
    internal static SessionView Of(SessionGrant of) =>
        Of(of.Caller, of.MustChangePassword);

    internal static SessionView Of(Caller of, bool mustChangePassword) =>
        new(of.Account.Value, of.Customer?.Value, of.Role, of.Name, mustChangePassword);
}

/// <summary>The session of a program: the same cookie as a browser's.</summary>
internal static class SessionApi
{
    public static void MapSessionApi(this RouteGroupBuilder v1)
    {
        var api = v1.MapGroup("").WithTags("Session");
        api.MapPost("/session", SignIn).AllowAnonymous().RequireRateLimiting(Sessions.SignInLimit)
            .WithName("signIn").WithSummary("Signs in").WithDescription("Sets the session cookie. The body must be application/json.")
            .Produces<SessionView>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status423Locked)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        api.MapGet("/session", (HttpContext context) =>
                SessionView.Of(context.ToCaller(), context.User.MustChangePassword()))
            .WithName("getSession").WithSummary("Tells who is signed in").Produces<SessionView>();
        api.MapDelete("/session", async (HttpContext context, SignOutDesk desk) =>
            {
                await desk.SignOut(context);
                return Results.NoContent();
            })
            .WithName("signOut").WithSummary("Signs out").WithDescription("Ends this session wherever its cookie is used; other sessions of the account stay.")
            .RequireAuthorization(PermissionPolicies.Session)
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status403Forbidden);
    }

    /// <summary>The answer while an account is locked.</summary>
    public static Task Locked(HttpContext context, DateTimeOffset until, TimeProvider time)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling((until - time.GetUtcNow()).TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.Answer(
            context, StatusCodes.Status423Locked, "the account is locked after too many wrong passwords", new KeyValuePair<string, object?>("lockedUntil", until));
    }

    private static async Task SignIn(SignInRequest request, HttpContext context, SignInDesk desk, TimeProvider time)
    {
        var result = await desk.SignIn(request.Email ?? "", request.Password ?? "", context.Origin());
        switch (result.Outcome)
        {
            case SignInOutcome.SignedIn:
                await context.SignInAsync(result.Session!.ToPrincipal(CookieAuthenticationDefaults.AuthenticationScheme));
                await Results.Ok(SessionView.Of(result.Session!)).ExecuteAsync(context);
                break;
            case SignInOutcome.Locked:
                await Locked(context, result.LockedUntil!.Value, time);
                break;
            default:
                await Problems.Answer(context, StatusCodes.Status401Unauthorized, "the e-mail address or the password is wrong");
                break;
        }
    }
}
