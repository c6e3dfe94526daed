using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;

namespace Mihari.Tests.Grains.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class SignInTests(ClusterFixture cluster)
{
    private static readonly Caller Provider = new(new AccountId("provider"), null, Role.Support);

    [Fact]
    public async Task FiveWrongPasswords_LockForThirtyMinutes_AndTheRightOneDoesNotShow()
    {
        var account = await Create(out _);
        for (var i = 0; i < 4; i++)
            Assert.Equal(SignInOutcome.Rejected, (await account.SignIn("wrong-password")).Outcome);

        var until = cluster.Clock.GetUtcNow().AddMinutes(30);
        Assert.Equal(new SignInResult(SignInOutcome.Locked, null, until), await account.SignIn("wrong-password"));
        await cluster.Deactivate(account);
        Assert.Equal(new SignInResult(SignInOutcome.Locked, null, until), await account.SignIn("right-password"));

        cluster.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(SignInOutcome.SignedIn, (await account.SignIn("right-password")).Outcome);
    }

    [Fact]
    public async Task Directory_FindsByAddressInAnyCase_AndAnAddressBelongsToOne()
    {
        var account = await Create(out var email);

        var found = await cluster.Client.GetGrain<IEmailDirectoryGrain>(email.ToLowerInvariant()).Find();

        Assert.Equal(account.GetPrimaryKeyString(), found?.Value);
        var second = cluster.Client.GetGrain<IAccountGrain>(Property.NewId());
        var customer = new CustomerId(Property.NewId());
        await Assert.ThrowsAsync<ConflictException>(() =>
            second.Create(Provider, new NewAccount(customer, "b", email.ToUpperInvariant(), "right-password", Role.Administrator)));
    }

    [Fact]
    public async Task UnknownAccount_IsRejectedAndLockedLikeAnyOther()
    {
        var unknown = cluster.Client.GetGrain<IAccountGrain>(Property.NewId());
        for (var i = 0; i < 4; i++)
            Assert.Equal(new SignInResult(SignInOutcome.Rejected, null, null), await unknown.SignIn("right-password"));

        var until = cluster.Clock.GetUtcNow().AddMinutes(30);
        Assert.Equal(new SignInResult(SignInOutcome.Locked, null, until), await unknown.SignIn("right-password"));
        cluster.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(SignInOutcome.Rejected, (await unknown.SignIn("right-password")).Outcome);
    }

    private Task<IAccountGrain> Create(out string email)
    {
        email = $"{Property.NewId()}@Example.com";
        return CreateAs(email);
    }

    private async Task<IAccountGrain> CreateAs(string email)
    {
        var account = cluster.Client.GetGrain<IAccountGrain>(Property.NewId());
        var customer = new CustomerId(Property.NewId());
        await account.Create(Provider, new NewAccount(customer, "山田", email, "right-password", Role.Administrator));
        return account;
    }
}
