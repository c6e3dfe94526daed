using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Forms;
using PersistentStateAttribute = Microsoft.AspNetCore.Components.PersistentStateAttribute;

namespace Mihari.Web.Components.Accounts;

/// <summary>The accounts of a customer (manual 1.2): for its administrator, and for the support desk.</summary>
public sealed partial class AccountList
{
    private AccountTable _table = new();
    private Paging _paging = new(0);
    private AccountId? _self;
    private AccountSummary? _deleting;
    private AccountSummary? _issuing;
    private (string Name, string Password)? _issued;
    private bool _isUnread;

    [Parameter, EditorRequired]
    public CustomerId Customer { get; set; }

    /// <summary>The address of the list; an account's form is below it by the account's id, and that of another one at <c>new</c>.</summary>
    [Parameter]
    public string Root { get; set; } = "accounts";

    /// <summary>Whether an account can be given a new password (manual 6), which is for Support.</summary>
    [Parameter]
    public bool OffersPasswords { get; set; }

    /// <summary>Goes over from the page that was prepared to the circuit, so that the list does not go away and come again.</summary>
    [PersistentState]
    public AccountSummary[]? Accounts { get; set; }

    [Inject]
    private PageCaller Caller { get; set; } = null!;

    [Inject]
    private IGrainFactory Grains { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private SuccessNotices Success { get; set; } = null!;

    [Inject]
    private FormRun Run { get; set; } = null!;

    private ICustomerAccounts Grain => Grains.GetGrain<ICustomerAccounts>(Customer.Value);

    private ImmutableArray<AccountSummary> Shown => _table.Of(Accounts ?? [], NameOf);

    private Paging Page => _paging with { Total = Shown.Length };

    protected override async Task OnInitializedAsync()
    {
        _self = (await Caller.Get()).Account;
        if (Accounts is null)
            await Read();
    }

    private string NameOf(Role role) => Texts[$"Role{(int)role}"];

    /// <summary>Nobody but themselves and Support changes an administrator.</summary>
    private string? HrefOf(AccountSummary account) =>
        account.Account == _self ? "account"
        : account.Role >= Role.Administrator && !OffersPasswords ? null
        : $"{Root}/{Uri.EscapeDataString(account.Account.Value)}";

    private async Task Read() => _isUnread = !await Run.Do(async () => Accounts = [.. await Grain.GetAccounts(await Caller.Get())]);

    /// <summary>After a change, beside why it was refused.</summary>
    private async Task Refresh()
    {
        try
        {
            Accounts = [.. await Grain.GetAccounts(await Caller.Get())];
        }
        catch (Exception error) when (error is RefusalException or SessionEndedException or TimeoutException or OrleansException)
        {
            // What stands there is what was read last.
        }
    }

    private void Turn(Paging paging) => _paging = paging;

    private void Search(string? typed) => (_table, _paging) = (_table with { Search = typed ?? "" }, _paging with { Page = 0 });

    private void Sort(AccountColumn column) => (_table, _paging) = (_table.By(column), _paging with { Page = 0 });

    private Task Unlock(AccountSummary account) => Do("Unlocked", async caller => await Grain.Unlock(caller, account.Account));

    private async Task Delete(AccountSummary account)
    {
        await Do("Deleted", async caller => await Grain.DeleteAccount(caller, account.Account));
        _deleting = null;
    }

    private async Task Issue(AccountSummary account)
    {
        await Do(null, async caller => _issued = (account.Name, (await Grain.IssuePassword(caller, account.Account)).Password));
        _issuing = null;
    }

    /// <summary>Done or refused, the list is then as it is now.</summary>
    private async Task Do(string? success, Func<Caller, Task> action)
    {
        if (Run.IsBusy)
            return;

        var isDone = await Run.Do(async () => await action(await Caller.Get()));
        if (isDone && success is not null)
            Success.Leave(Texts[success]);

        await Refresh();
    }
}
