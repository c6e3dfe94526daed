using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;

namespace Mihari.Tests.Grains.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class SignOutTests(ClusterFixture cluster)
{
    private static readonly Caller Provider = new(new AccountId("provider"), null, Role.Support);

    [Fact]
    public async Task EndSession_EndsThatSessionForGoodAndNoOther()
    {
        var account = await Create();
        var (first, second) = (await SignIn(account), await SignIn(account));
        Assert.NotEqual(first.Session, second.Session);
        Assert.True(await account.IsCurrent(first.SecurityStamp, first.Session));

        await account.EndSession(first.Caller, first.Session, cluster.Clock.GetUtcNow().AddHours(12));
        await cluster.Deactivate(account);

        Assert.False(await account.IsCurrent(first.SecurityStamp, first.Session));
        Assert.True(await account.IsCurrent(second.SecurityStamp, second.Session));
    }

    [Fact]
    public async Task EndAllSessions_EndsEachOfThem()
    {
        var account = await Create();
        var (first, second) = (await SignIn(account), await SignIn(account));

        await account.EndAllSessions(first.Caller);
        await cluster.Deactivate(account);

        Assert.False(await account.IsCurrent(first.SecurityStamp, first.Session));
        Assert.False(await account.IsCurrent(second.SecurityStamp, second.Session));
        var third = await SignIn(account);
        Assert.True(await account.IsCurrent(third.SecurityStamp, third.Session));
    }

    [Fact]
    public async Task EndSession_OfSomebodyElse_IsRefusedLikeAnUnknownAccount()
    {
        var account = await Create();
        var (session, stranger) = (await SignIn(account), await SignIn(await Create()));
        var until = cluster.Clock.GetUtcNow().AddHours(12);

        var foreign = await Assert.ThrowsAsync<UnknownIdException>(() => account.EndSession(stranger.Caller, session.Session, until));
        await Assert.ThrowsAsync<UnknownIdException>(() => account.EndAllSessions(stranger.Caller));
        await Assert.ThrowsAsync<UnknownIdException>(() => account.EndSession(Provider, session.Session, until));
        var nobodys = await Assert.ThrowsAsync<UnknownIdException>(() =>
            cluster.Client.GetGrain<IAccountGrain>(Property.NewId()).EndSession(stranger.Caller, session.Session, until));

        Assert.Equal(nobodys.Message, foreign.Message);
        Assert.True(await account.IsCurrent(session.SecurityStamp, session.Session));
    }

    private static async Task<SessionGrant> SignIn(IAccountGrain account) => (await account.SignIn("right-password")).Session!;

    private async Task<IAccountGrain> Create()
    {
        var account = cluster.Client.GetGrain<IAccountGrain>(Property.NewId());
        await account.Create(
            Provider, new NewAccount(new CustomerId(Property.NewId()), "山田", $"{Property.NewId()}@example.com", "right-password", Role.Administrator));
        return account;
    }
}
