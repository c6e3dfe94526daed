using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Mihari.Accounts;
using Mihari.Grains.Accounts;
using Mihari.Refusals;
using Orleans.Runtime;

namespace Mihari.Tests.Grains.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class TokenTests(ClusterFixture cluster)
{
    [Fact]
    public async Task Token_ActsForItsAccountWithTheLowerRole_UntilItExpires()
    {
        var account = await AccountKeys.Provision(cluster);
        var issued = await Create(account, Role.Operator, TimeSpan.FromHours(1));
        var parts = issued.Bearer.Split('_');

        Assert.Equal(["mihari", account.Id.Value, issued.Info.Token], parts[..3]);
        Assert.Matches("^[0-9a-f]{64}$", parts[3]);
        Assert.Equal(new Caller(account.Id, account.Customer, Role.Operator, "山田"), await Find(account, issued.Info.Token, parts[3]));
        Assert.Null(await Find(account, issued.Info.Token, parts[3][..63] + "x"));
        Assert.Null(await Find(account, "0011223344556677", parts[3]));
        Assert.Null(await account.Tokens.FindCaller(issued.Info.Token, []));
        Assert.DoesNotContain(parts[3], (await cluster.ReadState<AccountState>("account", account.Grain.GetGrainId())).Tokens.Select(t => t.SecretHash));

        cluster.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(await Find(account, issued.Info.Token, parts[3]));
    }

    [Fact]
    public async Task Token_OfALockedAccountActs_OfOneWithAnIssuedPasswordOrDeletedDoesNot()
    {
        var boss = await AccountKeys.ProvisionCustomer(cluster);
        var list = cluster.Client.GetGrain<ICustomerAccounts>(boss.Customer!.Value.Value);
        var account = await AccountKeys.Provision(cluster, Role.Operator, customer: boss.Customer);
        var issued = await Create(account, Role.Viewer, TimeSpan.FromDays(1));
        var secret = issued.Bearer.Split('_')[3];
        for (var i = 0; i < 5; i++)
            await account.Try("wrong-password");

        Assert.NotNull(await Find(account, issued.Info.Token, secret));
        var password = await list.IssuePassword(AccountKeys.Provider, account.Id);
        Assert.Null(await Find(account, issued.Info.Token, secret));
        await account.Settings.ChangePassword(account.As(Role.Operator), password.Password, "second-password");
        Assert.NotNull(await Find(account, issued.Info.Token, secret));
        await list.DeleteAccount(boss.As(Role.Administrator), account.Id);
        Assert.Null(await Find(account, issued.Info.Token, secret));
    }

    [Fact]
    public void Token_SinksWithTheRoleOfItsAccount()
    {
        var state = new AccountState { Exists = true, Role = Role.Administrator };
        var now = cluster.Clock.GetUtcNow();
        var (next, issued) = AccessTokens.Add(state, "a", new NewToken("t", Role.Administrator, now.AddDays(1)), now);
        var hash = Hash(issued.Bearer.Split('_')[3]);

        Assert.Equal(Role.Administrator, AccessTokens.RoleOf(next, issued.Info.Token, hash, now));
        Assert.Equal(Role.Viewer, AccessTokens.RoleOf(next with { Role = Role.Viewer }, issued.Info.Token, hash, now));
    }

    [Fact]
    public async Task RevokeToken_IsForGoodAndRepeatable()
    {
        var account = await AccountKeys.Provision(cluster);
        var by = account.As(Role.Administrator);
        var (kept, issued) = (await Create(account, Role.Viewer, TimeSpan.FromDays(2)), await Create(account, Role.Viewer, TimeSpan.FromDays(1)));
        Assert.Equal([issued.Info, kept.Info], (await account.Tokens.GetTokens(by)).AsEnumerable());

        await account.Tokens.RevokeToken(by, issued.Info.Token);
        await account.Tokens.RevokeToken(by, issued.Info.Token);

        Assert.Null(await Find(account, issued.Info.Token, issued.Bearer.Split('_')[3]));
        Assert.Equal([kept.Info], (await account.Tokens.GetTokens(by)).AsEnumerable());
        await Assert.ThrowsAsync<UnknownIdException>(() => account.Tokens.RevokeToken(by, "0011223344556677"));
    }

    [Fact]
    public async Task CreateToken_OutsideOfItsBounds_IsRefused()
    {
        var account = await AccountKeys.Provision(cluster, Role.Operator);
        var now = cluster.Clock.GetUtcNow();
        foreach (var wanted in new NewToken[]
        {
            new("t", Role.Administrator, now.AddDays(1)), new("t", (Role)0, now.AddDays(1)), new("t", Role.Viewer, now),
            new("t", Role.Viewer, now.AddDays(367)), new("", Role.Viewer, now.AddDays(1)), new(new string('x', 10_000), Role.Viewer, now.AddDays(1)),
        })
            await Assert.ThrowsAsync<InvalidInputException>(() => account.Tokens.CreateToken(account.As(Role.Operator), wanted));

        for (var i = 0; i < 50; i++)
            await Create(account, Role.Viewer, TimeSpan.FromDays(1));

        await Assert.ThrowsAsync<ConflictException>(() => Create(account, Role.Viewer, TimeSpan.FromDays(1)));
        var stranger = await AccountKeys.Provision(cluster);
        await Assert.ThrowsAsync<UnknownIdException>(() => account.Tokens.GetTokens(stranger.As(Role.Administrator)));
    }

    private static ImmutableArray<byte> Hash(string secret) => [.. SHA256.HashData(Encoding.UTF8.GetBytes(secret))];

    private static Task<Caller?> Find(AccountKeys account, string token, string secret) => account.Tokens.FindCaller(token, Hash(secret));

    private Task<IssuedToken> Create(AccountKeys account, Role role, TimeSpan lifetime) =>
        account.Tokens.CreateToken(account.As(Role.Administrator), new NewToken("スクリプト", role, cluster.Clock.GetUtcNow() + lifetime));
}
