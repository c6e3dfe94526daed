using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Identifiers;

namespace Mihari.Web.Components.Support;

/// <summary>The accounts of a customer: what Support does with them (manual 6).</summary>
public sealed partial class CustomerAccounts
{
    private ImmutableArray<AccountSummary>? _accounts;
    private (AccountSummary Account, string Password)? _issued;

    [Parameter, EditorRequired]
    public CustomerId Customer { get; set; }

    private ICustomerAccounts Accounts => Grains.GetGrain<ICustomerAccounts>(Customer.Value);

    protected override Task OnInitializedAsync() => Load();

    private async Task Load() => _accounts = await Accounts.GetAccounts(await Page.Get());

    private async Task Unlock(AccountSummary account)
    {
        await Do(by => Accounts.Unlock(by, account.Account), Texts["Unlocked", account.Name]);
        await Load();
    }

    private void AskIssue(AccountSummary account) => Ask(
        Texts["IssuePassword"], Texts["IssuePasswordAsk", account.Name], async () =>
        {
            await Do(async by => _issued = (account, (await Accounts.IssuePassword(by, account.Account)).Password));
            await Load();
        });
}
