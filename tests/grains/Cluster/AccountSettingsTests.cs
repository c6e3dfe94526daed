using Mihari.Accounts;
using Mihari.Grains.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Orleans.Runtime;

namespace Mihari.Tests.Grains.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class AccountSettingsTests(ClusterFixture cluster)
{
    private const string Next = "second-password";

    [Fact]
    public async Task ChangeProfile_ChangesNameAndAddress_AndSessionsGoOn()
    {
        var account = await AccountKeys.Provision(cluster);
        var session = await account.SignIn();
        var email = $"{Property.NewId()}@example.com";

        var profile = await account.Settings.ChangeProfile(session.Caller, new ProfileChange(" 佐藤 ", email, 1));

        Assert.Equal(new AccountProfile(account.Id, account.Customer, "佐藤", email, Role.Administrator, 2), profile);
        Assert.True(await account.IsCurrent(session));
        Assert.Equal(SignInOutcome.SignedIn, (await account.Try(account.Password, email)).Outcome);
        Assert.Equal(SignInOutcome.Rejected, (await account.Try(account.Password)).Outcome);
    }

    [Fact]
    public async Task ChangeProfile_OfAStaleRevision_OrASomebodysAddress_ChangesNothing()
    {
        var account = await AccountKeys.Provision(cluster);
        var other = await AccountKeys.Provision(cluster);
        var by = (await account.SignIn()).Caller;
        await account.Settings.ChangeProfile(by, new ProfileChange("佐藤", account.Email, 1));

        var stale = await Assert.ThrowsAsync<ConflictException>(() => account.Settings.ChangeProfile(by, new ProfileChange("高橋", account.Email, 1)));
        var taken = await Assert.ThrowsAsync<ConflictException>(() => account.Settings.ChangeProfile(by, new ProfileChange("高橋", other.Email.ToUpperInvariant(), 2)));
        await Assert.ThrowsAsync<UnknownIdException>(() => account.Settings.ChangeProfile(other.As(Role.Administrator), new ProfileChange("高橋", account.Email, 2)));

        Assert.Equal((Clash.ChangedMeanwhile, Clash.Taken), (stale.Clash, taken.Clash));
        Assert.Equal(("佐藤", account.Email), ((await account.Grain.GetProfile(by)).Name, (await account.Grain.GetProfile(by)).Email));
    }

    [Fact]
    public async Task TwoAccounts_ThatSwapAddressesAtOnce_AreRefusedAndKeepTheirs()
    {
        var one = await AccountKeys.Provision(cluster);
        var two = await AccountKeys.Provision(cluster);

        var swaps = new[]
        {
            Record.ExceptionAsync(() => one.Settings.ChangeProfile(one.As(Role.Administrator), new ProfileChange("a", two.Email, 1))),
            Record.ExceptionAsync(() => two.Settings.ChangeProfile(two.As(Role.Administrator), new ProfileChange("b", one.Email, 1))),
        };

        Assert.All(await Task.WhenAll(swaps), e => Assert.IsType<ConflictException>(e));
        await one.SignIn();
        await two.SignIn();
    }

    [Fact]
    public async Task Address_ThatWasClaimedAndNeverUsed_OrGivenUp_IsFree()
    {
        var stopped = await AccountKeys.Provision(cluster);
        var (claimed, formerly) = ($"{Property.NewId()}@example.com", stopped.Email);
        Assert.True(await cluster.Client.GetGrain<IEmailClaims>(claimed).Claim(stopped.Id));
        await stopped.Settings.ChangeProfile(stopped.As(Role.Administrator), new ProfileChange("a", $"{Property.NewId()}@example.com", 1));
        var other = await AccountKeys.Provision(cluster);

        await other.Settings.ChangeProfile(other.As(Role.Administrator), new ProfileChange("b", claimed, 1));
        await other.Settings.ChangeProfile(other.As(Role.Administrator), new ProfileChange("b", formerly, 2));

        Assert.Equal(other.Id, await cluster.Client.GetGrain<IEmailDirectoryGrain>(AccountChanges.Key(formerly)).Find());
    }

    [Fact]
    public async Task ChangePassword_EndsAllSessions_AndAnswersWithANewOne()
    {
        var account = await AccountKeys.Provision(cluster, isIssued: true);
        var (first, second) = (await account.SignIn(), await account.SignIn());
        await Assert.ThrowsAsync<NotPermittedException>(() => account.Settings.ChangeProfile(first.Caller, new ProfileChange("a", account.Email, 1)));

        var result = await account.Settings.ChangePassword(first.Caller, account.Password, Next);

        Assert.False(await account.IsCurrent(first));
        Assert.False(await account.IsCurrent(second));
        Assert.True(await account.IsCurrent(result.Session!));
        Assert.False(result.Session!.MustChangePassword);
        Assert.Equal(SignInOutcome.Rejected, (await account.Try(account.Password)).Outcome);
        await account.SignIn(Next);
    }

    [Fact]
    public async Task WrongPasswords_AreCountedOverSignInAndChange_AndARightOneDuringTheLockIsRefused()
    {
        var account = await AccountKeys.Provision(cluster);
        var by = account.As(Role.Administrator);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(SignInOutcome.Rejected, (await account.Try("wrong-password")).Outcome);
            Assert.Equal(SignInOutcome.Rejected, (await account.Settings.ChangePassword(by, "wrong-password", Next)).Outcome);
        }

        var locked = await account.Settings.ChangePassword(by, "wrong-password", Next);

        Assert.Equal(new SignInResult(SignInOutcome.Locked, null, cluster.Clock.GetUtcNow().AddMinutes(30)), locked);
        Assert.Equal(locked, await account.Settings.ChangePassword(by, account.Password, Next));
        Assert.Equal(locked, await account.Try(account.Password));
    }

    [Fact]
    public async Task ChangePassword_ToTheCurrentOneOrAnIllegalOne_IsRefused()
    {
        var account = await AccountKeys.Provision(cluster);
        var by = account.As(Role.Administrator);

        var same = await Assert.ThrowsAsync<InvalidInputException>(() => account.Settings.ChangePassword(by, account.Password, account.Password));
        var illegal = await Assert.ThrowsAsync<InvalidInputException>(() => account.Settings.ChangePassword(by, account.Password, "emoji-🐈-password"));

        Assert.Equal((InputProblem.Unchanged, InputProblem.PasswordCharacter, "🐈"), (same.Problem, illegal.Problem, illegal.Detail));
        Assert.Equal(SignInOutcome.Rejected, (await account.Settings.ChangePassword(by, Next, Next)).Outcome);
        await account.SignIn();
    }

    [Fact]
    public async Task SetLanguage_IsInTheNextSession()
    {
        var account = await AccountKeys.Provision(cluster);

        await account.Settings.SetLanguage(account.As(Role.Administrator), "en-US");

        Assert.Equal("en-US", (await account.SignIn()).Language);
        await Assert.ThrowsAsync<InvalidInputException>(() => account.Settings.SetLanguage(account.As(Role.Administrator), "fr"));
    }

    [Fact]
    public async Task SignIn_RenewsAHashOfFewerRounds()
    {
        var account = await AccountKeys.Provision(cluster);
        var state = await cluster.ReadState<AccountState>("account", account.Grain.GetGrainId());
        var weak = new Passwords(Microsoft.Extensions.Options.Options.Create(new PasswordOptions { Iterations = 100_000 }));
        await cluster.Deactivate(account.Grain);
        await cluster.WriteState("account", account.Grain.GetGrainId(), state with { PasswordHash = await weak.Hash(account.Password) });

        await account.SignIn();

        var renewed = await cluster.ReadState<AccountState>("account", account.Grain.GetGrainId());
        Assert.Equal(PasswordCheck.Right, await new Passwords(Microsoft.Extensions.Options.Options.Create(new PasswordOptions())).Check(renewed.PasswordHash, account.Password));
    }
}
