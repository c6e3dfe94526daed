using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Forms;

namespace Mihari.Web.Components.Accounts;

/// <summary>Adds or changes an account of a customer (manual 1.2), then goes to the list with 成功.</summary>
public sealed partial class AccountForm
{
    // Made once for each form: a second click, or a second try after a timeout, adds the same one.
    private readonly AccountId _new = new(Guid.NewGuid().ToString("N"));
    private string _name = "";
    private string _email = "";
    private string _password = "";
    private Role _role = Role.Viewer;

    [Parameter, EditorRequired]
    public CustomerId Customer { get; set; }

    /// <summary>The account to change; null: another one is added.</summary>
    [Parameter]
    public AccountSummary? Account { get; set; }

    /// <summary>The address of the list.</summary>
    [Parameter]
    public string Root { get; set; } = "accounts";

    /// <summary>The roles on offer. An administrator is Support's to make.</summary>
    [Parameter]
    public IReadOnlyList<Role> Roles { get; set; } = [Role.Viewer, Role.Operator];

    [Inject]
    private PageCaller Caller { get; set; } = null!;

    [Inject]
    private IGrainFactory Grains { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private SuccessNotices Success { get; set; } = null!;

    [Inject]
    private RefusalTexts Refusals { get; set; } = null!;

    [Inject]
    private FormRun Run { get; set; } = null!;

    private Dictionary<string, string> Labels => new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = Texts["Name"],
        ["email"] = Texts["Email"],
        ["password"] = Texts["Password"],
        ["role"] = Texts["RoleLabel"],
    };

    /// <summary>An administrator's password is its own to change, or Support's.</summary>
    private bool HasPassword => Account is not { Role: >= Role.Administrator };

    protected override void OnInitialized()
    {
        if (Account is { } account)
            (_name, _email, _role) = (account.Name, account.Email, account.Role);
    }

    private async Task Submit()
    {
        var isRight = Run.Passes(
            ("name", InputRules.NameBreaks(_name, 1, 64)),
            ("email", InputRules.EmailBreaks(_email)),
            ("password", HasPassword && (Account is null || _password.Length > 0) ? InputRules.PasswordBreaks(_password) : null));
        if (!isRight || !await Run.Do(Send))
            return;

        Success.Leave(Texts[Account is null ? "Added" : "Changed"]);
        Navigation.NavigateTo(Root);
    }

    private async Task Send()
    {
        var caller = await Caller.Get();
        var accounts = Grains.GetGrain<ICustomerAccounts>(Customer.Value);
        if (Account is { } account)
            await accounts.ChangeAccount(caller, account.Account, new AccountDraft(_name, _email, _password.Length == 0 ? null : _password, _role), account.Revision);
        else
            await accounts.AddAccount(caller, _new, new AccountDraft(_name, _email, _password, _role));
    }
}
