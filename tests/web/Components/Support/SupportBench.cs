using System.Collections.Immutable;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Accounts;
using Mihari.Contracts;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Support;
using Mihari.Tests.Web.Api;
using Mihari.Web.Support;

namespace Mihari.Tests.Web.Components.Support;

/// <summary>The desk as somebody of the staff (a1) sees it: customer c1, its contract K-1, and what the test puts there.</summary>
internal sealed class SupportBench : ISupportDesk, ICustomerDesk, ICustomerAccounts, IContractDesk, IContractGrain, IAsyncDisposable
{
    public const string Mac = "020000000001";
    public static readonly DateTimeOffset At = Cards.Now;

    public SupportBench(string language = "en-US")
    {
        Portal = new Portals(language) { Role = Role.Support };
        CannedGrains.Put(Portal.Grains);
        Portal.Grains.Put<ISupportDesk>(ISupportDesk.Key, this).Put<ICustomerDesk>("c1", this).Put<ICustomerAccounts>("c1", this);
        Portal.Grains.PutOthers<IContractDesk>(number => throw new UnknownIdException("contract", number)).Put<IContractDesk>("K-1", this).Put<IContractGrain>("K-1", this);
        Page.Services.AddSingleton<Imports>();
        Page.Services.AddSingleton<AntiforgeryStateProvider, Token>();
    }

    public Portals Portal { get; }

    public BunitContext Page => Portal.Page;

    public string Uri => Page.Services.GetRequiredService<NavigationManager>().Uri;

    public ImmutableArray<CustomerEntry> Customers { get; set; } = [];

    public CustomerDetail Customer { get; set; } = new(new CustomerId("c1"), "用賀不動産", []);

    public ImmutableArray<AccountSummary> Accounts { get; set; } = [];

    public ImmutableArray<AccountSummary> Staff { get; set; } = [Account("a1", "窓口 一郎", Role.Support)];

    public ImmutableArray<RemovedThing> Removed { get; set; } = [];

    public Registrations Registered { get; set; } = new([], []);

    public ContractDetail Contract { get; set; } = new(
        new ContractNumber("K-1"), new CustomerId("c1"), null, null, null, null, [new ContractDevice(DeviceId.Parse(Mac), true, At, null)]);

    /// <summary>Somebody else registered the device with another key at the same moment.</summary>
    public bool IsBeaten { get; set; }

    /// <summary>What was changed, in order, with what was given.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Thrown by what changes anything.</summary>
    public Exception? Refusal { get; set; }

    public static AccountSummary Account(string id, string name, Role role = Role.Administrator, DateTimeOffset? lockedUntil = null, bool mustChange = false) =>
        new(new AccountId(id), name, $"{id}@example.jp", role, 1, lockedUntil, mustChange);

    public static RegisteredContract Known(string number, string customer = "c1", bool isDeleted = false, params ImmutableArray<DeviceId> devices) =>
        new(new ContractNumber(number), new CustomerId(customer), isDeleted, devices, []);

    /// <summary>The button with these words on it, or the name that screen readers say.</summary>
    public static AngleSharp.Dom.IElement Button<T>(IRenderedComponent<T> page, string words)
        where T : IComponent =>
        page.FindAll("button").First(b => b.TextContent.Trim() == words || b.GetAttribute("aria-label") == words);

    public static IEnumerable<string> Buttons<T>(IRenderedComponent<T> page)
        where T : IComponent => page.FindAll("table button").Select(b => b.GetAttribute("aria-label")!);

    /// <summary>Clicks, and says yes to the question.</summary>
    public static async Task Sure<T>(IRenderedComponent<T> page, string words)
        where T : IComponent
    {
        await Button(page, words).ClickAsync(new());
        await page.Find("dialog .mh-actions button:last-child").ClickAsync(new());
    }

    public Task<CustomerPage> FindCustomers(Caller by, string? search, int skip, int take)
    {
        var found = Customers.Where(c => c.Name.Contains(search ?? "", StringComparison.OrdinalIgnoreCase)).ToList();
        return Task.FromResult(new CustomerPage(found.Count, [.. found.Skip(skip).Take(take)]));
    }

    public async Task<IssuedPassword> RegisterCustomer(Caller by, NewCustomer customer)
    {
        await Do($"register {customer.Customer} {customer.Name} {customer.Administrator} {customer.AdministratorName} {customer.AdministratorEmail}");
        return new IssuedPassword("abcd-efgh");
    }

    public Task<Registrations> FindRegistrations(Caller by, ImmutableArray<ContractNumber> contracts, ImmutableArray<DeviceId> devices) => Task.FromResult(new Registrations(
        [.. Registered.Contracts.Where(c => contracts.Contains(c.Number))], [.. Registered.Devices.Where(d => devices.Contains(d.Device))]));

    public Task<ImmutableArray<AccountSummary>> GetStaff(Caller by) => Task.FromResult(Staff);

    public async Task<IssuedPassword> AddStaff(Caller by, AccountId account, string name, string email)
    {
        await Do($"staff {name} {email}");
        return new IssuedPassword("abcd-efgh");
    }

    public Task<IssuedPassword?> AddFirstStaff(Caller by, AccountId account, string name, string email) => Task.FromResult<IssuedPassword?>(null);

    public async Task DeleteStaff(Caller by, AccountId account)
    {
        await Do($"delete {account}");
        Staff = Staff.RemoveAll(a => a.Account == account);
    }

    Task<CustomerDetail> ICustomerDesk.GetDetail(Caller by) => Task.FromResult(Customer);

    public Task Rename(Caller by, string was, string name) => Do($"rename {was} {name}");

    public Task ChangePlan(Caller by, ServicePlan was, ServicePlan plan) => Do($"plan {was} {plan}");

    public Task<ImmutableArray<RemovedThing>> GetRemoved(Caller by) => Task.FromResult(Removed);

    public async Task Restore(Caller by, RemovedKind kind, string id)
    {
        await Do($"restore {kind} {id}");
        Removed = Removed.RemoveAll(r => r.Id == id);
    }

    public Task<ImmutableArray<AccountSummary>> GetAccounts(Caller by) => Task.FromResult(Accounts);

    public Task AddAccount(Caller by, AccountId account, AccountDraft draft) => throw new NotSupportedException();

    public Task ChangeAccount(Caller by, AccountId account, AccountDraft draft, long revision) => throw new NotSupportedException();

    public Task DeleteAccount(Caller by, AccountId account) => throw new NotSupportedException();

    public async Task<IssuedPassword> IssuePassword(Caller by, AccountId account)
    {
        await Do($"issue {account}");
        return new IssuedPassword("abcd-efgh");
    }

    public async Task Unlock(Caller by, AccountId account)
    {
        await Do($"unlock {account}");
        Accounts = [.. Accounts.Select(a => a with { LockedUntil = null })];
    }

    Task<ContractDetail> IContractDesk.GetDetail(Caller by) => Task.FromResult(Contract);

    public Task<ContractInfo> Check(Caller by, DeviceId device) => throw new NotSupportedException();

    public Task<ContractInfo> Get(Caller by) => throw new NotSupportedException();

    public Task<ImmutableArray<DeviceId>> Match(Caller by, ImmutableArray<ShippedDevice> devices) =>
        Task.FromResult<ImmutableArray<DeviceId>>(IsBeaten ? [] : [.. devices.Select(d => d.Device)]);

    public Task Register(Caller by, CustomerId customer, ImmutableArray<ShippedDevice> devices) => Do($"register {customer} {string.Join(' ', devices.Select(d => d.Device))}");

    public async Task<string> IssueKey(Caller by, DeviceId device)
    {
        await Do($"key {device}");
        return "0123456789abcdef";
    }

    public Task RevokeKey(Caller by, DeviceId device) => Do($"revoke {device}");

    public async Task Delete(Caller by)
    {
        await Do("delete contract");
        Contract = Contract with { Deleted = At };
    }

    public async Task DeleteDevice(Caller by, DeviceId device)
    {
        await Do($"delete {device}");
        Contract = Contract with { Devices = [.. Contract.Devices.Select(d => d with { Deleted = At })] };
    }

    public async Task Restore(Caller by)
    {
        await Do("restore contract");
        Contract = Contract with { Deleted = null };
    }

    public async Task RestoreDevice(Caller by, DeviceId device)
    {
        await Do($"restore {device}");
        Contract = Contract with { Devices = [.. Contract.Devices.Select(d => d with { Deleted = null })] };
    }

    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    private Task Do(string call)
    {
        Calls.Add(call);
        return Refusal is null ? Task.CompletedTask : Task.FromException(Refusal);
    }

    private sealed class Token : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken GetAntiforgeryToken() => new("token", "__RequestVerificationToken");
    }
}
