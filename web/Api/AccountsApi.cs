using Mihari.Accounts;
using Mihari.Web.Accounts;

namespace Mihari.Web.Api;

/// <summary>The accounts of a customer (manual 1.2). What makes or changes a way to sign in takes a session: a stolen token must not breed.</summary>
internal static class AccountsApi
{
    public static void MapAccountsApi(this RouteGroupBuilder v1)
    {
        var api = v1.MapGroup("/accounts").WithTags("Accounts").RequireAuthorization(nameof(Permission.ManageAccounts));
        api.MapGet("", Get).As("listAccounts", "Lists the customer's accounts", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound)
            .Produces<AccountListView>().WithDescription(PropertyApi.OfCustomer);
        api.MapPost("", Add).RequireAuthorization(PermissionPolicies.Session).As("addAccount", "Adds an account", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .Taking().Made<AccountView>().WithDescription(PropertyApi.OfCustomer);
        api.MapPut("/{account}", Change).RequireAuthorization(PermissionPolicies.Session).As("changeAccountOf", "Changes an account", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .Taking().Produces<AccountView>().WithDescription("A new role, password or address ends its sessions. " + PropertyApi.OfCustomer);
        api.MapDelete("/{account}", Delete).As("deleteAccount", "Deletes an account with its tokens and ends its sessions", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound)
            .Nothing().WithDescription(PropertyApi.OfCustomer);
        api.MapPost("/{account}/unlock", Unlock).As("unlockAccount", "Ends an account's lock", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound)
            .Nothing().WithDescription(PropertyApi.OfCustomer);
    }

    private static async Task<AccountListView> Get(string? customer, HttpContext context, IGrainFactory grains)
    {
        var (caller, accounts) = Of(context, customer, grains);
        return AccountListView.Of(await accounts.GetAccounts(caller));
    }

    private static async Task<IResult> Add(NewAccountRequest request, string? customer, HttpContext context, IGrainFactory grains)
    {
        var (caller, accounts) = Of(context, customer, grains);
        var id = Inputs.NewUuid("id", request.Id);
        var draft = new AccountDraft(
            Inputs.Text("name", request.Name), Inputs.Text("email", request.Email), Inputs.Text("password", request.Password), Inputs.Value("role", request.Role));
        await accounts.AddAccount(caller, new(id), draft);
        return Described.Created(AccountView.Of(await accounts.GetAccounts(caller), id));
    }

    private static async Task<AccountView> Change(string account, AccountRequest request, string? customer, HttpContext context, IGrainFactory grains)
    {
        var (caller, accounts) = Of(context, customer, grains);
        var id = Inputs.Account(account);
        var draft = new AccountDraft(
            Inputs.Text("name", request.Name), Inputs.Text("email", request.Email), request.Password, Inputs.Value("role", request.Role));
        await accounts.ChangeAccount(caller, id, draft, Inputs.Value("revision", request.Revision));
        return AccountView.Of(await accounts.GetAccounts(caller), id.Value);
    }

    private static async Task<IResult> Delete(string account, string? customer, HttpContext context, IGrainFactory grains, OpenSessions open)
    {
        var (caller, accounts) = Of(context, customer, grains);
        var id = Inputs.Account(account);
        await accounts.DeleteAccount(caller, id);
        open.EndAll(id);
        return Results.NoContent();
    }

    private static async Task<IResult> Unlock(string account, string? customer, HttpContext context, IGrainFactory grains)
    {
        var (caller, accounts) = Of(context, customer, grains);
        await accounts.Unlock(caller, Inputs.Account(account));
        return Results.NoContent();
    }

    private static (Caller Caller, ICustomerAccounts Accounts) Of(HttpContext context, string? customer, IGrainFactory grains)
    {
        var caller = context.ToCaller();
        return (caller, grains.GetGrain<ICustomerAccounts>(caller.OwnCustomer(customer).Value));
    }
}
