using Mihari.Accounts;
using Mihari.Refusals;

namespace Mihari.Tests.Grains.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class SignOutTests(ClusterFixture cluster)
{
    [Fact]
    public async Task EndSession_EndsThatSessionForGoodAndNoOther()
    {
        var account = await AccountKeys.Provision(cluster);
        var (first, second) = (await account.SignIn(), await account.SignIn());
        Assert.NotEqual(first.Session, second.Session);
        Assert.True(await account.IsCurrent(first));

        await account.Grain.EndSession(first.Caller, first.Session, cluster.Clock.GetUtcNow().AddHours(12));
        await cluster.Deactivate(account.Grain);

        Assert.False(await account.IsCurrent(first));
        Assert.True(await account.IsCurrent(second));
    }

    [Fact]
    public async Task EndAllSessions_EndsEachOfThem()
    {
        var account = await AccountKeys.Provision(cluster);
        var (first, second) = (await account.SignIn(), await account.SignIn());

        await account.Grain.EndAllSessions(first.Caller);
        await cluster.Deactivate(account.Grain);

        Assert.False(await account.IsCurrent(first));
        Assert.False(await account.IsCurrent(second));
        var third = await account.SignIn();
        Assert.True(await account.IsCurrent(third));
    }

    [Fact]
    public async Task EndSession_OfSomebodyElse_IsRefusedLikeAnUnknownAccount()
    {
        var account = await AccountKeys.Provision(cluster);
        var (session, stranger) = (await account.SignIn(), await (await AccountKeys.Provision(cluster)).SignIn());
        var until = cluster.Clock.GetUtcNow().AddHours(12);

        var foreign = await Assert.ThrowsAsync<UnknownIdException>(() => account.Grain.EndSession(stranger.Caller, session.Session, until));
        await Assert.ThrowsAsync<UnknownIdException>(() => account.Grain.EndAllSessions(stranger.Caller));
        await Assert.ThrowsAsync<UnknownIdException>(() => account.Grain.EndSession(AccountKeys.Provider, session.Session, until));
        var nobodys = await Assert.ThrowsAsync<UnknownIdException>(() =>
            cluster.Client.GetGrain<IAccountGrain>(Property.NewId()).EndSession(stranger.Caller, session.Session, until));

        Assert.Equal(nobodys.Message, foreign.Message);
        Assert.True(await account.IsCurrent(session));
    }
}
