using System.Collections.Immutable;
using System.Globalization;
using Mihari.Accounts;
using Mihari.Customers;
using Mihari.Grains.Customers;
using Mihari.Grains.State;
using Mihari.Identifiers;
using Mihari.Refusals;
using Orleans.Runtime;

namespace Mihari.Grains.Accounts;

/// <summary>
/// The accounts of a customer. It knows which ones; everything else, and whether one is still there, the accounts know. Calls go from
/// here to the accounts and never wait the other way.
/// </summary>
internal sealed class AccountRosterGrain([PersistentState("roster")] IPersistentState<AccountRosterState> store)
    : StatefulGrain<AccountRosterState>(store), ICustomerAccounts, IAccountRoster
{
    /// <summary>So many accounts a customer may have.</summary>
    public const int Most = 1000;

    private CustomerId Customer => new(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        if (!State.Pending.IsEmpty)
            await this.AsReference<IAccountRoster>().Settle();
    }

    public Task<ImmutableArray<AccountSummary>> GetAccounts(Caller by)
    {
        Demand(by);
        return Read();
    }

    public async Task AddAccount(Caller by, AccountId account, AccountDraft draft)
    {
        Demand(by);
        if (draft.Role == Role.Administrator)
            Access.Demand(by, Permission.UseSupportDesk);

        var wanted = AccountChanges.Checked(account, new NewAccount(Customer, draft.Name, draft.Email, draft.Password ?? "", draft.Role, IsIssued: true));
        if (!await GrainFactory.GetGrain<ICustomerRecord>(Customer.Value).IsRegistered())
            throw new UnknownIdException("customer", Customer.Value);

        var present = await Read();
        if (present.All(a => a.Account != account))
        {
            if (present.Length >= Most)
                throw new ConflictException("accounts", $"there are {Most} already", Clash.Full, Most.ToString(CultureInfo.InvariantCulture));

            if (draft.Role == Role.Administrator && present.Any(a => a.Role == Role.Administrator))
                throw new ConflictException("role", "there is an administrator already", Clash.Full, "1");
        }

        // The entry comes first: an account that was created as this stopped is in the list and not a ghost that holds an address.
        await Commit(State with { Pending = State.Pending.Remove(account).Add(account) });
        try
        {
            await Upkeep(account).Create(by, wanted);
        }
        catch (RefusalException)
        {
            await Settle();
            throw;
        }

        await Commit(Listed(State, account));
    }

    public async Task ChangeAccount(Caller by, AccountId account, AccountDraft draft, long revision)
    {
        Demand(by);
        await Upkeep(account).Change(by, Customer, draft, revision);
    }

    public async Task DeleteAccount(Caller by, AccountId account)
    {
        Demand(by);
        await Upkeep(account).Delete(by, Customer);
        await Commit(Dropped(State, account));
    }

    public Task<IssuedPassword> IssuePassword(Caller by, AccountId account)
    {
        Access.Demand(by, Permission.UseSupportDesk);
        return Upkeep(account).IssuePassword(by, Customer);
    }

    public Task Unlock(Caller by, AccountId account)
    {
        Demand(by);
        return Upkeep(account).Unlock(by, Customer);
    }

    public async Task Adopt(AccountId account)
    {
        // Asked, because the account may have been deleted while the call was on its way.
        if (!State.Accounts.Contains(account) && await Upkeep(account).Describe(Customer) is not null)
            await Commit(Listed(State, account));
    }

    public async Task Settle()
    {
        foreach (var account in State.Pending)
        {
            var isThere = await Upkeep(account).Describe(Customer) is not null;
            await Commit(isThere ? Listed(State, account) : Dropped(State, account));
        }
    }

    private static AccountRosterState Listed(AccountRosterState state, AccountId account) => state with
    {
        Accounts = state.Accounts.Contains(account) ? state.Accounts : state.Accounts.Add(account),
        Pending = state.Pending.Remove(account),
    };

    private static AccountRosterState Dropped(AccountRosterState state, AccountId account) =>
        state.Accounts.Contains(account) || state.Pending.Contains(account)
            ? state with { Accounts = state.Accounts.Remove(account), Pending = state.Pending.Remove(account) }
            : state;

    private void Demand(Caller by) => Access.Demand(by, Permission.ManageAccounts, Customer, "customer", Customer.Value);

    private IAccountUpkeep Upkeep(AccountId account) => GrainFactory.GetGrain<IAccountUpkeep>(account.Value);

    private async Task<ImmutableArray<AccountSummary>> Read()
    {
        var accounts = State.Accounts.AddRange(State.Pending.Except(State.Accounts));
        return [.. (await Task.WhenAll(accounts.Select(a => Upkeep(a).Describe(Customer)))).OfType<AccountSummary>()];
    }
}
