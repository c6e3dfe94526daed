using System.Collections.Immutable;
using Bunit;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Tests.Web.Hosts;
using Mihari.Web.Accounts;
using Mihari.Web.Components.Forms;

namespace Mihari.Tests.Web.Components.Accounts;

/// <summary>Accounts of customer c1 that the test holds, and a portal whose administrator a1 looks at them.</summary>
internal sealed class AccountDesk : ICustomerAccounts, IAsyncDisposable
{
    public AccountDesk(string language = "ja", Role role = Role.Administrator)
    {
        Portal = new Portals(language);
        Page.Services.AddLogging();
        Page.Services.AddForms();
        Page.Services.AddSingleton(new FakeGrains().Put<ICustomerAccounts>("c1", this).Factory);
        Page.Services.AddSingleton<AuthenticationStateProvider>(new Session(role));
        Page.Services.AddScoped<PageCaller>();
    }

    public Portals Portal { get; }

    public BunitContext Page => Portal.Page;

    public ImmutableArray<AccountSummary> Accounts { get; set; } = [];

    /// <summary>What was asked for, in order.</summary>
    public List<string> Calls { get; } = [];

    public List<AccountDraft> Drafts { get; } = [];

    /// <summary>Thrown by what changes anything.</summary>
    public Exception? Refusal { get; set; }

    /// <summary>What changes anything is done no sooner.</summary>
    public Task Until { get; set; } = Task.CompletedTask;

    public static AccountSummary Make(int number, Role role = Role.Viewer, DateTimeOffset? lockedUntil = null) =>
        new(new AccountId($"a{number}"), $"利用者{number}", $"user{number}@example.jp", role, 1, lockedUntil, false);

    public Task<ImmutableArray<AccountSummary>> GetAccounts(Caller by) => Task.FromResult(Accounts);

    public Task AddAccount(Caller by, AccountId account, AccountDraft draft) => Do($"add {account}", draft);

    public Task ChangeAccount(Caller by, AccountId account, AccountDraft draft, long revision) => Do($"change {account} from {revision}", draft);

    public async Task DeleteAccount(Caller by, AccountId account)
    {
        await Do($"delete {account}");
        Accounts = Accounts.RemoveAll(other => other.Account == account);
    }

    public async Task<IssuedPassword> IssuePassword(Caller by, AccountId account)
    {
        await Do($"issue {account}");
        return new IssuedPassword("abcd-efgh");
    }

    public async Task Unlock(Caller by, AccountId account)
    {
        await Do($"unlock {account}");
        Accounts = [.. Accounts.Select(other => other.Account == account ? other with { LockedUntil = null } : other)];
    }

    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    private async Task Do(string call, AccountDraft? draft = null)
    {
        Calls.Add(call);
        if (draft is not null)
            Drafts.Add(draft);

        await Until;
        if (Refusal is not null)
            throw Refusal;
    }

    private sealed class Session(Role role) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(
            new SessionGrant(new Caller(new AccountId("a1"), role == Role.Support ? null : new CustomerId("c1"), role), "さくら", "s", "s1").ToPrincipal("test")));
    }
}
