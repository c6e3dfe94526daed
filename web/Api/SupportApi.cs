using Mihari.Accounts;
using Mihari.Customers;
using Mihari.Support;
using Mihari.Web.Accounts;

namespace Mihari.Web.Api;

/// <summary>The support desk (サポート窓口): customers, their accounts, what they deleted, and the provider's own staff.</summary>
internal static class SupportApi
{
    private const int MostCustomers = 200;
    private const int PresetCustomers = 50;

    public static void MapSupportApi(this RouteGroupBuilder v1)
    {
        var api = v1.MapGroup("/support").WithTags("Support").RequireAuthorization(nameof(Permission.UseSupportDesk));
        api.MapGet("/customers", Find).As("listCustomers", "Lists customers, by name", StatusCodes.Status400BadRequest)
            .WithDescription("search is contained in name or id; skip is 0 and up, take 1 to 200.").Produces<CustomerPageView>();
        api.MapPost("/customers", Register).RequireAuthorization(PermissionPolicies.Session).As("registerCustomer", "Registers a customer with its administrator", StatusCodes.Status409Conflict)
            .Taking().Made<RegisteredCustomerView>();
        api.MapGet("/customers/{customer}", Get).As("getCustomer", "Shows a customer", StatusCodes.Status404NotFound).Produces<CustomerView>();
        api.MapPut("/customers/{customer}", Rename).As("renameCustomer", "Renames a customer", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .Taking().Produces<CustomerView>();
        api.MapPut("/customers/{customer}/plan", ChangePlan).As("changePlan", "Changes what a customer has booked", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .Taking().Produces<CustomerView>();
        api.MapGet("/customers/{customer}/accounts", GetAccounts).As("listAccountsOf", "Lists a customer's accounts", StatusCodes.Status404NotFound)
            .Produces<AccountListView>();
        api.MapPost("/customers/{customer}/accounts/{account}/password", IssuePassword)
            .RequireAuthorization(PermissionPolicies.Session).As("issuePassword", "Gives an account a new password, unlocks it and ends its sessions", StatusCodes.Status404NotFound)
            .Produces<IssuedPasswordView>();
        api.MapPost("/customers/{customer}/accounts/{account}/unlock", Unlock).As("unlockAccountOf", "Ends an account's lock", StatusCodes.Status404NotFound).Nothing();
        api.MapGet("/customers/{customer}/removed", GetRemoved).As("listRemoved", "Lists what a customer's managers deleted and can be restored", StatusCodes.Status404NotFound)
            .Produces<RemovedListView>();
        api.MapPost("/customers/{customer}/removed/restore", Restore)
            .As("restoreRemoved", "Restores something with what was deleted with it", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).Taking().Nothing();
        api.MapGet("/staff", GetStaff).As("listStaff", "Lists the accounts of the provider's own staff").Produces<AccountListView>();
        api.MapPost("/staff", AddStaff).RequireAuthorization(PermissionPolicies.Session).As("addStaff", "Makes an account for one of the staff", StatusCodes.Status409Conflict).Taking().Made<IssuedPasswordView>();
        api.MapDelete("/staff/{account}", DeleteStaff)
            .As("deleteStaff", "Deletes an account of the staff and ends its sessions", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).Nothing();
    }

    private static async Task<CustomerPageView> Find(string? search, string? skip, string? take, HttpContext context, IGrainFactory grains) =>
        CustomerPageView.Of(await Desk(grains).FindCustomers(
            context.ToCaller(), search, Inputs.Number(nameof(skip), skip, 0, int.MaxValue, 0), Inputs.Limit(nameof(take), take, MostCustomers, PresetCustomers)));

    private static async Task<IResult> Register(NewCustomerRequest request, HttpContext context, IGrainFactory grains)
    {
        var (id, administrator) = (Inputs.NewId("id", request.Id), Inputs.NewId("administratorId", request.AdministratorId));
        var issued = await Desk(grains).RegisterCustomer(context.ToCaller(), new NewCustomer(
            new(id), Inputs.Text("name", request.Name), new(administrator),
            Inputs.Text("administratorName", request.AdministratorName), Inputs.Text("administratorEmail", request.AdministratorEmail)));
        return Described.Created(new RegisteredCustomerView(id, new IssuedPasswordView(administrator, issued.Password)));
    }

    private static async Task<CustomerView> Get(string customer, HttpContext context, IGrainFactory grains) =>
        CustomerView.Of(await Customer(customer, grains).GetDetail(context.ToCaller()));

    private static async Task<CustomerView> Rename(string customer, RenameRequest request, HttpContext context, IGrainFactory grains)
    {
        await Customer(customer, grains).Rename(context.ToCaller(), Inputs.Text("was", request.Was), Inputs.Text("name", request.Name));
        return await Get(customer, context, grains);
    }

    private static async Task<CustomerView> ChangePlan(string customer, ChangePlanRequest request, HttpContext context, IGrainFactory grains)
    {
        await Customer(customer, grains).ChangePlan(context.ToCaller(), Inputs.Value("was", request.Was), Inputs.Value("plan", request.Plan));
        return await Get(customer, context, grains);
    }

    private static async Task<AccountListView> GetAccounts(string customer, HttpContext context, IGrainFactory grains) =>
        AccountListView.Of(await Accounts(customer, grains).GetAccounts(context.ToCaller()));

    private static async Task<IssuedPasswordView> IssuePassword(string customer, string account, HttpContext context, IGrainFactory grains, OpenSessions open)
    {
        var id = Inputs.Account(account);
        var issued = await Accounts(customer, grains).IssuePassword(context.ToCaller(), id);
        open.EndAll(id);
        return new IssuedPasswordView(id.Value, issued.Password);
    }

    private static async Task<IResult> Unlock(string customer, string account, HttpContext context, IGrainFactory grains)
    {
        await Accounts(customer, grains).Unlock(context.ToCaller(), Inputs.Account(account));
        return Results.NoContent();
    }

    private static async Task<RemovedListView> GetRemoved(string customer, HttpContext context, IGrainFactory grains) =>
        RemovedListView.Of(await Customer(customer, grains).GetRemoved(context.ToCaller()));

    private static async Task<IResult> Restore(string customer, RestoreRequest request, HttpContext context, IGrainFactory grains)
    {
        await Customer(customer, grains).Restore(context.ToCaller(), Inputs.Value("kind", request.Kind), Inputs.Text("id", request.Id));
        return Results.NoContent();
    }

    private static async Task<AccountListView> GetStaff(HttpContext context, IGrainFactory grains) =>
        AccountListView.Of(await Desk(grains).GetStaff(context.ToCaller()));

    private static async Task<IResult> AddStaff(NewStaffRequest request, HttpContext context, IGrainFactory grains)
    {
        var id = Inputs.NewId("id", request.Id);
        var issued = await Desk(grains).AddStaff(context.ToCaller(), new(id), Inputs.Text("name", request.Name), Inputs.Text("email", request.Email));
        return Described.Created(new IssuedPasswordView(id, issued.Password));
    }

    private static async Task<IResult> DeleteStaff(string account, HttpContext context, IGrainFactory grains, OpenSessions open)
    {
        var id = Inputs.Account(account);
        await Desk(grains).DeleteStaff(context.ToCaller(), id);
        open.EndAll(id);
        return Results.NoContent();
    }

    private static ISupportDesk Desk(IGrainFactory grains) => grains.GetGrain<ISupportDesk>(ISupportDesk.Key);

    private static ICustomerDesk Customer(string customer, IGrainFactory grains) => grains.GetGrain<ICustomerDesk>(Inputs.Customer(customer).Value);

    private static ICustomerAccounts Accounts(string customer, IGrainFactory grains) => grains.GetGrain<ICustomerAccounts>(Inputs.Customer(customer).Value);
}
