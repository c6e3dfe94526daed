using Mihari.Accounts;
using Mihari.Refusals;
using Mihari.Web.Accounts;

namespace Mihari.Web.Api;

/// <summary>One's own account and its personal access tokens. What would outlive or multiply a stolen token takes a session.</summary>
internal static class AccountApi
{
    public static void MapAccountApi(this RouteGroupBuilder v1)
    {
        var api = v1.MapGroup("/account").WithTags("Own account");
        api.MapGet("", Get).RequireAuthorization(nameof(Permission.ChangeOwnAccount))
            .As("getAccount", "Shows one's own account").Produces<ProfileView>();
        api.MapPut("", Change).RequireAuthorization(nameof(Permission.ChangeOwnAccount), PermissionPolicies.Session)
            .As("changeAccount", "Changes one's own name and address", StatusCodes.Status409Conflict).Taking().Produces<ProfileView>()
            .WithDescription("With a session, not with a token.");

        // Not by the permission: a session whose password must be changed has none yet.
        api.MapPost("/password", ChangePassword).RequireAuthorization(PermissionPolicies.Session).RequireRateLimiting(Sessions.SignInLimit)
            .As("changePassword", "Changes one's own password", StatusCodes.Status423Locked).Taking().Produces<SessionView>()
            .WithDescription("Renews the session cookie and ends all other sessions. With a session, not with a token.");
        api.MapPost("/sign-out-everywhere", SignOutEverywhere).RequireAuthorization(PermissionPolicies.Session)
            .As("signOutEverywhere", "Ends all sessions of the account, this one too").Nothing()
            .WithDescription("With a session, not with a token. Tokens stay.");

        api.MapGet("/tokens", GetTokens).RequireAuthorization(nameof(Permission.ManageOwnTokens), PermissionPolicies.Session)
            .As("listTokens", "Lists one's own personal access tokens").Produces<TokenListView>()
            .WithDescription("With a session, not with a token.");
        api.MapPost("/tokens", CreateToken).RequireAuthorization(nameof(Permission.ManageOwnTokens), PermissionPolicies.Session)
            .As("createToken", "Makes a personal access token", StatusCodes.Status409Conflict).Taking().Made<IssuedTokenView>()
            .WithDescription("With a session, not with a token. The answer alone has its secret.");
        api.MapDelete("/tokens/{token}", RevokeToken).RequireAuthorization(nameof(Permission.ManageOwnTokens), PermissionPolicies.Session)
            .As("revokeToken", "Revokes a personal access token", StatusCodes.Status404NotFound).Nothing()
            .WithDescription("With a session, not with a token. It is refused everywhere within 5 seconds.");
    }

    private static async Task<ProfileView> Get(HttpContext context, IGrainFactory grains)
    {
        var caller = context.ToCaller();
        return ProfileView.Of(await grains.GetGrain<IAccountGrain>(caller.Account.Value).GetProfile(caller));
    }

    private static async Task<ProfileView> Change(ProfileRequest request, HttpContext context, IGrainFactory grains)
    {
        var caller = context.ToCaller();
        var change = new ProfileChange(Inputs.Text("name", request.Name), Inputs.Text("email", request.Email), Inputs.Value("revision", request.Revision));
        return ProfileView.Of(await grains.GetGrain<IAccountSettings>(caller.Account.Value).ChangeProfile(caller, change));
    }

    private static async Task ChangePassword(PasswordRequest request, HttpContext context, PasswordDesk desk, TimeProvider time)
    {
        var result = await desk.Change(context, Inputs.Text("current", request.Current), Inputs.Text("password", request.Password));
        switch (result.Outcome)
        {
            case SignInOutcome.SignedIn:
                await Results.Ok(SessionView.Of(result.Session!)).ExecuteAsync(context);
                break;
            case SignInOutcome.Locked:
                await SessionApi.Locked(context, result.LockedUntil!.Value, time);
                break;
            default:
                throw new InvalidInputException("current", "is wrong");
        }
    }

    private static async Task<IResult> SignOutEverywhere(HttpContext context, PasswordDesk desk)
    {
        await desk.SignOutEverywhere(context);
        return Results.NoContent();
    }

    private static async Task<TokenListView> GetTokens(HttpContext context, IGrainFactory grains)
    {
        var caller = context.ToCaller();
        return TokenListView.Of(await grains.GetGrain<IAccountTokens>(caller.Account.Value).GetTokens(caller));
    }

    private static async Task<IResult> CreateToken(TokenRequest request, HttpContext context, IGrainFactory grains)
    {
        var caller = context.ToCaller();
        var token = new NewToken(Inputs.Text("name", request.Name), Inputs.Value("role", request.Role), Inputs.Value("expires", request.Expires));
        return Described.Created(IssuedTokenView.Of(await grains.GetGrain<IAccountTokens>(caller.Account.Value).CreateToken(caller, token)));
    }

    private static async Task<IResult> RevokeToken(string token, HttpContext context, IGrainFactory grains, TokenCallers tokens)
    {
        var caller = context.ToCaller();
        await grains.GetGrain<IAccountTokens>(caller.Account.Value).RevokeToken(caller, token);
        tokens.Revoked(caller.Account, token);
        return Results.NoContent();
    }
}
