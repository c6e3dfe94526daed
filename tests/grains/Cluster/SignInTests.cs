using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;

namespace Mihari.Tests.Grains.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class SignInTests(ClusterFixture cluster)
{
    [Fact]
    public async Task FiveWrongPasswords_LockForThirtyMinutes_AndTheRightOneDoesNotShow()
    {
        var account = await AccountKeys.Provision(cluster);
        for (var i = 0; i < 4; i++)
            Assert.Equal(SignInOutcome.Rejected, (await account.Try("wrong-password")).Outcome);

        var until = cluster.Clock.GetUtcNow().AddMinutes(30);
        Assert.Equal(new SignInResult(SignInOutcome.Locked, null, until), await account.Try("wrong-password"));
        await cluster.Deactivate(account.Grain);
        Assert.Equal(new SignInResult(SignInOutcome.Locked, null, until), await account.Try("right-password"));

        cluster.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(SignInOutcome.SignedIn, (await account.Try("right-password")).Outcome);
    }

    [Fact]
    public async Task SignIn_TellsWhoItIsAndFromWhere()
    {
        var account = await AccountKeys.Provision(cluster, isIssued: true);

        var session = await account.SignIn();

        Assert.Equal(new Caller(account.Id, account.Customer, Role.Administrator, "山田", new Origin(OriginKind.Portal, "192.0.2.7")), session.Caller);
        Assert.True(session.MustChangePassword);
        Assert.Null(session.Language);
    }

    [Fact]
    public async Task AnotherAddress_IsRejectedAndDoesNotLockTheAccount()
    {
        var account = await AccountKeys.Provision(cluster);
        for (var i = 0; i < 4; i++)
            Assert.Equal(new SignInResult(SignInOutcome.Rejected, null, null), await account.Try("right-password", "former@example.com"));

        Assert.Equal(SignInOutcome.Locked, (await account.Try("right-password", "former@example.com")).Outcome);
        Assert.Equal(SignInOutcome.SignedIn, (await account.Try("right-password", account.Email.ToUpperInvariant())).Outcome);
    }

    [Fact]
    public async Task Directory_FindsByAddressInAnyCase_AndAnAddressBelongsToOne()
    {
        var account = await AccountKeys.Provision(cluster);

        var found = await cluster.Client.GetGrain<IEmailDirectoryGrain>(account.Email.ToLowerInvariant()).Find();

        Assert.Equal(account.Id, found);
        var second = cluster.Client.GetGrain<IAccountGrain>(Property.NewId());
        var customer = new CustomerId(Property.NewId());
        await Assert.ThrowsAsync<ConflictException>(() =>
            second.Create(AccountKeys.Provider, new NewAccount(customer, "b", account.Email.ToUpperInvariant(), "right-password", Role.Administrator)));
    }

    [Fact]
    public async Task UnknownAccount_IsRejectedAndLockedLikeAnyOther()
    {
        var unknown = new AccountKeys(cluster, new AccountId(Property.NewId()), null, "nobody@example.com", "");
        for (var i = 0; i < 4; i++)
            Assert.Equal(new SignInResult(SignInOutcome.Rejected, null, null), await unknown.Try("right-password"));

        var until = cluster.Clock.GetUtcNow().AddMinutes(30);
        Assert.Equal(new SignInResult(SignInOutcome.Locked, null, until), await unknown.Try("right-password"));
        cluster.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(SignInOutcome.Rejected, (await unknown.Try("right-password")).Outcome);
    }
}
