using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;

namespace Mihari.Web.Components.Support;

/// <summary>The accounts of the provider's own staff.</summary>
public sealed partial class StaffPage
{
    private ImmutableArray<AccountSummary> _staff = [];
    private AccountId _own;
    private AccountId _new;
    private bool _isAdding;
    private string _name = "";
    private string _email = "";
    private (string Title, string Email, string Password)? _issued;

    private Dictionary<string, string> Labels => new(StringComparer.Ordinal) { ["name"] = Texts["Name"], ["email"] = Texts["Email"] };

    protected override Task OnInitializedAsync() => Load();

    private async Task Load()
    {
        var by = await Page.Get();
        _own = by.Account;
        _staff = await Desk.GetStaff(by);
    }

    private void Open()
    {
        Run.Clear();
        (_isAdding, _issued, _name, _email) = (true, null, "", "");
        _new = new AccountId(Guid.NewGuid().ToString("N"));
    }

    private void Close()
    {
        Run.Clear();
        _isAdding = false;
    }

    private async Task Add()
    {
        var isRight = Run.Passes(("name", InputRules.NameBreaks(_name, 1, 64)), ("email", InputRules.EmailBreaks(_email)));
        if (!isRight || !await Do(async by => _issued = (Texts["StaffAdded", _name.Trim()], _email.Trim(), (await Desk.AddStaff(by, _new, _name, _email)).Password)))
            return;

        _isAdding = false;
        await Load();
    }

    private void AskIssue(AccountSummary account) => Ask(
        Texts["IssuePassword"], Texts["IssuePasswordAsk", account.Name], async () =>
        {
            await Do(async by => _issued = (Texts["PasswordIssued", account.Name], account.Email, (await Desk.AddStaff(by, account.Account, account.Name, account.Email)).Password));
            await Load();
        });

    private void AskDelete(AccountSummary account) => Ask(
        Texts["Delete"], Texts["DeleteStaffAsk", account.Name], async () =>
        {
            await Do(by => Desk.DeleteStaff(by, account.Account), Texts["StaffDeleted", account.Name]);
            await Load();
        }, isDanger: true);
}
