using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Contracts;
using Mihari.Customers;
using Mihari.Grains.Accounts;
using Mihari.Grains.Cameras;
using Mihari.Grains.Contracts;
using Mihari.Grains.State;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Support;
using Orleans.Runtime;

namespace Mihari.Grains.Support;

/// <summary>The provider's desk: registers customers whole or not at all, and keeps the roster of its own staff.</summary>
internal sealed class SupportDeskGrain([PersistentState("desk")] IPersistentState<SupportState> store) : StatefulGrain<SupportState>(store), ISupportDesk
{
    private ISupportReports Customers => GrainFactory.GetGrain<ISupportReports>(ISupportDesk.Key);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!State.Pending.IsEmpty)
            this.RegisterGrainTimer(Resume, new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = TimeSpan.FromMinutes(1) });

        return Task.CompletedTask;
    }

    public async Task<IssuedPassword> RegisterCustomer(Caller by, NewCustomer customer)
    {
        Access.Demand(by, Permission.UseSupportDesk);
        customer = SupportRules.Check(customer);
        await Resume();

        // Known before anything is written.
        if (!await Account(customer.Administrator).IsFreeFor(customer.Customer))
            throw new ConflictException("administratorId", "is another account's", Clash.Taken);

        // A claim that comes to nothing blocks nobody.
        if (!await GrainFactory.GetGrain<IEmailClaims>(customer.AdministratorEmail.ToLowerInvariant()).Claim(customer.Administrator))
            throw new ConflictException("administratorEmail", "is another account's address", Clash.Taken);

        var pending = new PendingCustomer(by, customer);
        await Commit(State with { Pending = State.Pending.Add(pending) });
        return await Complete(pending);
    }

    public Task<CustomerPage> FindCustomers(Caller by, string? search, int skip, int take)
    {
        Access.Demand(by, Permission.UseSupportDesk);
        return Customers.Find(SupportRules.CheckSearch(search, skip, take), skip, take);
    }

    public async Task<Registrations> FindRegistrations(Caller by, ImmutableArray<ContractNumber> contracts, ImmutableArray<DeviceId> devices)
    {
        Access.Demand(by, Permission.UseSupportDesk);
        if (contracts.Length > SupportRules.MostAtOnce || devices.Length > SupportRules.MostAtOnce)
            throw new InvalidInputException("contracts", $"must be at most {SupportRules.MostAtOnce}, as must devices", InputProblem.Range, $"0-{SupportRules.MostAtOnce}");

        var found = await Task.WhenAll(contracts.Select(c => GrainFactory.GetGrain<IContractKeys>(c.Value).FindRegistration()));
        var under = await Task.WhenAll(devices.Select(d => GrainFactory.GetGrain<ICameraSetup>(d.Value).FindRegistration()));
        return new Registrations([.. found.OfType<RegisteredContract>()], [.. under.OfType<RegisteredDevice>()]);
    }

    public async Task<ImmutableArray<AccountSummary>> GetStaff(Caller by)
    {
        Access.Demand(by, Permission.UseSupportDesk);
        var staff = await Task.WhenAll(State.Staff.Select(a => Account(a).Describe(null)));
        return [.. staff.OfType<AccountSummary>()];
    }

    public async Task<IssuedPassword> AddStaff(Caller by, AccountId account, string name, string email)
    {
        Access.Demand(by, Permission.UseSupportDesk);
        if (State.Staff.Contains(account) && await Account(account).Describe(null) is { } present)
        {
            SupportRules.CheckSame(present, name, email);
            return await Account(account).IssuePassword(by, null);
        }

        // The roster first: an account that nobody lists could not be deleted.
        var before = State.Staff;
        await Commit(State with { Staff = before.Contains(account) ? before : before.Add(account) });
        var password = Passwords.Issue();
        try
        {
            await Account(account).Create(by, new NewAccount(null, name, email, password, Role.Support, IsIssued: true));
        }
        catch (RefusalException)
        {
            await Commit(State with { Staff = before.Remove(account) });
            throw;
        }

        return new IssuedPassword(password);
    }

    public async Task<IssuedPassword?> AddFirstStaff(Caller by, AccountId account, string name, string email)
    {
        Access.Demand(by, Permission.UseSupportDesk);
        return (await GetStaff(by)).IsEmpty ? await AddStaff(by, account, name, email) : null;
    }

    public async Task DeleteStaff(Caller by, AccountId account)
    {
        Access.Demand(by, Permission.UseSupportDesk);
        var staff = await GetStaff(by);
        if (staff.All(a => a.Account != account))
            throw new UnknownIdException("account", account.Value);

        if (account == by.Account)
            throw new ConflictException("account", "is the caller's own");

        if (staff.Length == 1)
            throw new ConflictException("account", "is the last one");

        await Account(account).Delete(by, null);
        await Commit(State with { Staff = State.Staff.Remove(account) });
    }

    private IAccountUpkeep Account(AccountId account) => GrainFactory.GetGrain<IAccountUpkeep>(account.Value);

    private async Task Resume()
    {
        foreach (var pending in State.Pending)
        {
            try
            {
                await Complete(pending, issues: false);
            }
            catch (RefusalException)
            {
                // It was refused, and is forgotten.
            }
            catch (Exception e) when (e is TimeoutException or OrleansException)
            {
                // Not now: one customer that can't be reached must not keep the desk from the others.
            }
        }
    }

    /// <summary>Registers the customer and its administrator; what is refused is taken off the list and changes nothing.</summary>
    private async Task<IssuedPassword> Complete(PendingCustomer pending, bool issues = true)
    {
        var (by, customer) = pending;
        IssuedPassword issued;
        try
        {
            await GrainFactory.GetGrain<ICustomerGrain>(customer.Customer.Value).Register(by, customer.Name);
            issued = await AddAdministrator(by, customer, issues);
        }
        catch (RefusalException)
        {
            await Commit(State with { Pending = State.Pending.Remove(pending) });
            throw;
        }

        await Commit(State with { Pending = State.Pending.Remove(pending) });
        return issued;
    }

    /// <summary>An account that is there gets a new password only where somebody waits to be told it.</summary>
    private async Task<IssuedPassword> AddAdministrator(Caller by, NewCustomer customer, bool issues)
    {
        var accounts = GrainFactory.GetGrain<ICustomerAccounts>(customer.Customer.Value);
        if (await Account(customer.Administrator).Describe(customer.Customer) is not null)
            return issues ? await accounts.IssuePassword(by, customer.Administrator) : new IssuedPassword("");

        var password = Passwords.Issue();
        await accounts.AddAccount(
            by, customer.Administrator, new AccountDraft(customer.AdministratorName, customer.AdministratorEmail, password, Role.Administrator));
        return new IssuedPassword(password);
    }
}
