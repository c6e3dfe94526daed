using Mihari.Accounts;
using Mihari.Grains.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Orleans.Runtime;

namespace Mihari.Tests.Grains.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class AccountListTests(ClusterFixture cluster)
{
    private const string Password = "first-password";

    [Fact]
    public async Task AddAccount_ListsItAndItSignsInWithAnIssuedPassword()
    {
        var (boss, list) = await Customer();
        var account = NewId();
        var draft = Draft();
        await list.AddAccount(boss.As(Role.Administrator), account, draft);
        await list.AddAccount(boss.As(Role.Administrator), account, draft);

        var all = await list.GetAccounts(boss.As(Role.Administrator));

        Assert.Equal([boss.Id, account], all.Select(a => a.Account).Order(Comparer<AccountId>.Create((a, _) => a == boss.Id ? -1 : 1)));
        Assert.Equal(new AccountSummary(account, "鈴木", draft.Email, Role.Viewer, 1, null, true), all.Single(a => a.Account == account));
        var session = await Keys(account, boss, draft.Email).SignIn(Password);
        Assert.True(session.MustChangePassword);
    }

    [Fact]
    public async Task AddAccount_TwoOfOneAddressAtOnce_OneGetsIt()
    {
        var (boss, list) = await Customer();
        var (other, otherList) = await Customer();
        var draft = Draft();

        var tries = new[] { list.AddAccount(boss.As(Role.Administrator), NewId(), draft), otherList.AddAccount(other.As(Role.Administrator), NewId(), draft) };
        var refused = (await Task.WhenAll(tries.Select(t => Record.ExceptionAsync(() => t)))).Where(e => e is not null).ToList();

        Assert.Equal(Clash.Taken, Assert.IsType<ConflictException>(Assert.Single(refused)).Clash);
        var listed = (await list.GetAccounts(boss.As(Role.Administrator))).Length + (await otherList.GetAccounts(other.As(Role.Administrator))).Length;
        Assert.Equal(3, listed);
    }

    [Fact]
    public async Task Administrator_IsMadeBySupportAlone_OncePerCustomer_AndNotDeleted()
    {
        var (boss, list) = await Customer();
        var draft = Draft() with { Role = Role.Administrator };

        await Assert.ThrowsAsync<NotPermittedException>(() => list.AddAccount(boss.As(Role.Administrator), NewId(), draft));
        await Assert.ThrowsAsync<ConflictException>(() => list.AddAccount(AccountKeys.Provider, NewId(), draft));
        await Assert.ThrowsAsync<NotPermittedException>(() => list.DeleteAccount(boss.As(Role.Administrator), boss.Id));
        await Assert.ThrowsAsync<NotPermittedException>(() => list.DeleteAccount(AccountKeys.Provider, boss.Id));
        await Assert.ThrowsAsync<NotPermittedException>(() =>
            list.ChangeAccount(boss.As(Role.Administrator), boss.Id, new AccountDraft("山田", boss.Email, null, Role.Viewer), 1));
        await Assert.ThrowsAsync<NotPermittedException>(() =>
            list.ChangeAccount(boss.As(Role.Administrator), boss.Id, new AccountDraft("山田", boss.Email, "second-password", Role.Administrator), 1));
        var viewer = await Add(boss, list);
        await Assert.ThrowsAsync<NotPermittedException>(() =>
            list.ChangeAccount(boss.As(Role.Administrator), viewer.Id, new AccountDraft("鈴木", viewer.Email, null, Role.Administrator), 1));
        await Assert.ThrowsAsync<InvalidInputException>(() => list.AddAccount(boss.As(Role.Administrator), NewId(), Draft() with { Role = Role.Support }));
    }

    [Fact]
    public async Task AddAccount_ToACustomerThatIsNotRegistered_IsRefused()
    {
        var unknown = Property.NewId();

        await Assert.ThrowsAsync<UnknownIdException>(() =>
            cluster.Client.GetGrain<ICustomerAccounts>(unknown).AddAccount(AccountKeys.Provider, NewId(), Draft()));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task ChangeAccount_ANewRoleEndsItsSessions_ANewNameDoesNot(bool newRole, bool ends)
    {
        var (boss, list) = await Customer();
        var account = await Add(boss, list);
        var session = await account.SignIn();

        await list.ChangeAccount(boss.As(Role.Administrator), account.Id, new AccountDraft("佐藤", account.Email, null, newRole ? Role.Operator : Role.Viewer), 1);

        Assert.Equal(!ends, await account.IsCurrent(session));
        var changed = (await list.GetAccounts(boss.As(Role.Administrator))).Single(a => a.Account == account.Id);
        Assert.Equal(("佐藤", 2), (changed.Name, changed.Revision));
    }

    [Fact]
    public async Task ChangeAccount_OfAStaleRevision_ChangesNothing()
    {
        var (boss, list) = await Customer();
        var account = await Add(boss, list);
        await list.ChangeAccount(boss.As(Role.Administrator), account.Id, new AccountDraft("佐藤", account.Email, null, Role.Viewer), 1);

        var refusal = await Assert.ThrowsAsync<ConflictException>(() =>
            list.ChangeAccount(boss.As(Role.Administrator), account.Id, new AccountDraft("高橋", account.Email, "third-password", Role.Operator), 1));

        Assert.Equal((Clash.ChangedMeanwhile, "佐藤"), (refusal.Clash, refusal.Detail));
        await account.SignIn();
    }

    [Fact]
    public async Task ChangeAccount_ANewPassword_EndsSessionsAndMustBeChanged()
    {
        var (boss, list) = await Customer();
        var account = await Add(boss, list);
        var session = await account.SignIn();

        await list.ChangeAccount(boss.As(Role.Administrator), account.Id, new AccountDraft("鈴木", account.Email, "third-password", Role.Viewer), 1);

        Assert.False(await account.IsCurrent(session));
        Assert.Equal(SignInOutcome.Rejected, (await account.Try(Password)).Outcome);
        Assert.True((await account.SignIn("third-password")).MustChangePassword);
    }

    [Fact]
    public async Task DeleteAccount_EndsSessionsAndTokens_FreesTheAddress_AndTheIdStaysUsed()
    {
        var (boss, list) = await Customer();
        var account = await Add(boss, list);
        var session = await account.SignIn();

        await list.DeleteAccount(boss.As(Role.Administrator), account.Id);
        await list.DeleteAccount(boss.As(Role.Administrator), account.Id);

        Assert.False(await account.IsCurrent(session));
        Assert.Equal(SignInOutcome.Rejected, (await account.Try(Password)).Outcome);
        Assert.DoesNotContain(await list.GetAccounts(boss.As(Role.Administrator)), a => a.Account == account.Id);
        var again = await Assert.ThrowsAsync<ConflictException>(() => list.AddAccount(boss.As(Role.Administrator), account.Id, Draft()));
        Assert.Equal(Clash.Deleted, again.Clash);
        await list.AddAccount(boss.As(Role.Administrator), NewId(), Draft() with { Email = account.Email });
    }

    [Fact]
    public async Task AnothersAccount_AnswersLikeAnUnknownOne()
    {
        var (boss, list) = await Customer();
        var (other, otherList) = await Customer();
        var theirs = await Add(other, otherList);
        var by = boss.As(Role.Administrator);
        var draft = new AccountDraft("佐藤", theirs.Email, null, Role.Viewer);

        await Assert.ThrowsAsync<UnknownIdException>(() => otherList.GetAccounts(by));
        await Assert.ThrowsAsync<UnknownIdException>(() => otherList.DeleteAccount(by, theirs.Id));
        foreach (var id in new[] { theirs.Id, NewId() })
        {
            await Assert.ThrowsAsync<UnknownIdException>(() => list.ChangeAccount(by, id, draft, 1));
            await Assert.ThrowsAsync<UnknownIdException>(() => list.DeleteAccount(by, id));
            await Assert.ThrowsAsync<UnknownIdException>(() => list.Unlock(by, id));
            await Assert.ThrowsAsync<UnknownIdException>(() => list.IssuePassword(AccountKeys.Provider, id == theirs.Id ? NewId() : id));
        }

        await theirs.SignIn();
    }

    [Fact]
    public async Task IssuePassword_UnlocksAndEndsSessions_AndUnlockEndsTheLockAlone()
    {
        var (boss, list) = await Customer();
        var account = await Add(boss, list);
        var session = await account.SignIn();
        await Lock(account);

        await list.Unlock(boss.As(Role.Administrator), account.Id);
        Assert.True(await account.IsCurrent(session));
        await account.SignIn();

        await Lock(account);
        Assert.NotNull((await list.GetAccounts(boss.As(Role.Administrator))).Single(a => a.Account == account.Id).LockedUntil);
        var issued = await list.IssuePassword(AccountKeys.Provider, account.Id);

        Assert.Matches("^[a-km-np-z2-9]{4}(-[a-km-np-z2-9]{4}){3}$", issued.Password);
        Assert.False(await account.IsCurrent(session));
        Assert.True((await account.SignIn(issued.Password)).MustChangePassword);
    }

    [Fact]
    public async Task AddAccount_ThatStoppedHalfway_IsFinishedByTheList()
    {
        var (boss, list) = await Customer();
        var (there, missing) = (NewId(), NewId());
        var draft = Draft();
        await cluster.Client.GetGrain<IAccountUpkeep>(there.Value).Create(
            AccountKeys.Provider, new NewAccount(boss.Customer, "鈴木", draft.Email, Password, Role.Viewer, true));
        await cluster.Deactivate(list);
        await cluster.WriteState("roster", list.GetGrainId(), new AccountRosterState { Accounts = [boss.Id], Pending = [there, missing] });

        Assert.Equal([boss.Id, there], (await list.GetAccounts(boss.As(Role.Administrator))).Select(a => a.Account));
        await cluster.Client.GetGrain<IAccountRoster>(boss.Customer!.Value.Value).Settle();
        await list.AddAccount(boss.As(Role.Administrator), NewId(), Draft());

        var stored = await cluster.ReadState<AccountRosterState>("roster", list.GetGrainId());
        Assert.Empty(stored.Pending);
        Assert.Contains(there, stored.Accounts);
        Assert.DoesNotContain(missing, stored.Accounts);
    }

    private static AccountId NewId() => new(Property.NewId());

    private static AccountDraft Draft() => new("鈴木", $"{Property.NewId()}@example.com", Password, Role.Viewer);

    private static async Task Lock(AccountKeys account)
    {
        for (var i = 0; i < 5; i++)
            await account.Try("wrong-password");

        Assert.Equal(SignInOutcome.Locked, (await account.Try(account.Password)).Outcome);
    }

    private AccountKeys Keys(AccountId id, AccountKeys boss, string email) => new(cluster, id, boss.Customer, email, Password);

    private async Task<AccountKeys> Add(AccountKeys boss, ICustomerAccounts list)
    {
        var (id, draft) = (NewId(), Draft());
        await list.AddAccount(boss.As(Role.Administrator), id, draft);
        return Keys(id, boss, draft.Email);
    }

    private async Task<(AccountKeys Boss, ICustomerAccounts List)> Customer()
    {
        var boss = await AccountKeys.ProvisionCustomer(cluster);
        var list = cluster.Client.GetGrain<ICustomerAccounts>(boss.Customer!.Value.Value);

        // The account tells the list of itself and waits for no answer.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await list.GetAccounts(boss.As(Role.Administrator))).IsEmpty)
            limit.Token.ThrowIfCancellationRequested();

        return (boss, list);
    }
}
