using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Grains.Audit;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Timeline;

namespace Mihari.Tests.Grains.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class AuditTrailTests(ClusterFixture cluster)
{
    [Fact]
    public async Task Changes_AreToldWithBeforeAndAfter_AndNoSecret()
    {
        var boss = await AccountKeys.ProvisionCustomer(cluster);
        var by = boss.As(Role.Administrator);
        var list = cluster.Client.GetGrain<ICustomerAccounts>(boss.Customer!.Value.Value);
        var (id, email) = (new AccountId(Property.NewId()), $"{Property.NewId()}@example.com");
        await list.AddAccount(by, id, new AccountDraft("鈴木", email, "first-password", Role.Viewer));
        await list.ChangeAccount(by, id, new AccountDraft("佐藤", email, "third-password", Role.Operator), 1);
        await list.DeleteAccount(by, id);

        var entries = (await Read(by)).Entries.Where(e => e.SubjectId == id.Value).ToList();

        Assert.Equal([AuditAction.AccountDeleted, AuditAction.PasswordIssued, AuditAction.AccountChanged, AuditAction.AccountAdded], entries.Select(e => e.Action).OrderBy(a => a switch
        {
            AuditAction.AccountDeleted => 0,
            AuditAction.PasswordIssued => 1,
            AuditAction.AccountChanged => 2,
            _ => 3,
        }));
        var changed = entries.Single(e => e.Action == AuditAction.AccountChanged);
        Assert.Equal((by.Account, "山田", by.From, "鈴木"), (changed.Actor, changed.ActorName, changed.From, changed.SubjectName));
        Assert.Equal([new AuditChange("name", "鈴木", "佐藤"), new AuditChange("role", "Viewer", "Operator")], changed.Changes.AsEnumerable());
        Assert.DoesNotContain(entries.SelectMany(e => e.Changes), c => (c.Before + c.After).Contains("-password", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignIns_AreTold_TheRefusedOnesAndTheLockToo()
    {
        var boss = await AccountKeys.ProvisionCustomer(cluster);
        await boss.SignIn();
        for (var i = 0; i < 20; i++)
            await boss.Try("wrong-password");

        var actions = (await Read(boss.As(Role.Administrator))).Entries.GroupBy(e => e.Action).ToDictionary(g => g.Key, g => g.Count());

        // Four wrong ones, the fifth locks, and one stands for the fifteen during the lock.
        Assert.Equal((1, 5, 1), (actions[AuditAction.SignedIn], actions[AuditAction.SignInRefused], actions[AuditAction.AccountLocked]));
    }

    [Fact]
    public async Task Change_WhoseEntryCouldNotBeAppended_IsToldAfterTheNextStart()
    {
        var boss = await AccountKeys.ProvisionCustomer(cluster);
        var by = boss.As(Role.Administrator);
        cluster.AuditFaults.FailNext(boss.Customer!.Value.Value);
        await Assert.ThrowsAnyAsync<Exception>(() => boss.Settings.ChangeProfile(by, new ProfileChange("佐藤", boss.Email, 1)));
        await cluster.Deactivate(boss.Grain);

        Assert.Equal("佐藤", (await boss.Grain.GetProfile(by)).Name);
        var told = Assert.Single((await Read(by)).Entries, e => e.Action == AuditAction.AccountChanged);
        Assert.Equal(new AuditChange("name", "山田", "佐藤"), Assert.Single(told.Changes));
    }

    [Fact]
    public async Task Read_PagesWithoutGapsOrRepeats_AndFilters()
    {
        var customer = await Fill(25);
        var by = Boss(customer);
        var ids = new List<string>();
        string? next = null;
        do
        {
            var page = await Read(by, q => q with { Limit = 10, Continuation = next });
            ids.AddRange(page.Entries.Select(e => e.Id));
            next = page.Continuation;
        }
        while (next is not null);

        Assert.Equal(25, ids.Count);
        Assert.Equal(ids.Order(StringComparer.Ordinal).Reverse(), ids);
        Assert.Single((await Read(by, q => q with { Text = "BUILDING-07" })).Entries);
        Assert.Equal(25, (await Read(by, q => q with { Text = "192.0.2." })).Entries.Length);
        Assert.Equal(13, (await Read(by, q => q with { Actions = [AuditAction.RoomAdded] })).Entries.Length);
        Assert.Empty((await Read(by, q => q with { Text = "nowhere" })).Entries);
    }

    [Fact]
    public async Task Read_LooksAtBoundedlyManyEntriesACall_AndGoesOn()
    {
        var customer = await Fill(AuditTrailGrain.MostScanned + 500, rare: 3);
        var by = Boss(customer);

        var first = await Read(by, q => q with { Text = "rare" });
        Assert.Empty(first.Entries);
        var second = await Read(by, q => q with { Text = "rare", Continuation = first.Continuation });

        Assert.Single(second.Entries);
        Assert.Null(second.Continuation);
    }

    [Fact]
    public async Task Trail_IsItsCustomersAndSupports()
    {
        var (mine, theirs) = (await Fill(1), await Fill(1));
        foreach (var key in new[] { theirs.Value, Property.NewId(), IAuditTrail.Everything })
            await Assert.ThrowsAsync<UnknownIdException>(() => Trail(key).Read(Boss(mine), Query()));

        await Assert.ThrowsAsync<NotPermittedException>(() => Trail(mine.Value).Read(Boss(mine) with { Role = Role.Operator }, Query()));
        Assert.Single((await Trail(theirs.Value).Read(AccountKeys.Provider, Query())).Entries);
        Assert.NotEmpty((await Trail(IAuditTrail.Everything).Read(AccountKeys.Provider, Query())).Entries);
    }

    [Fact]
    public async Task Read_OfABrokenQuery_IsRefused()
    {
        var by = Boss(await Fill(1));
        foreach (var query in new[]
        {
            Query() with { Limit = 0 }, Query() with { Limit = 501 }, Query() with { To = Query().From }, Query() with { To = Query().From.AddDays(401) },
            Query() with { Text = new string('x', 65) }, Query() with { Actions = [(AuditAction)999] }, Query() with { Continuation = "x" }, Query() with { Continuation = "99999999999999999.a" },
        })
            await Assert.ThrowsAsync<InvalidInputException>(() => Trail(by.Customer!.Value.Value).Read(by, query));
    }

    private static Caller Boss(CustomerId customer) => new(new AccountId("boss"), customer, Role.Administrator, "山田", new Origin(OriginKind.Portal, "192.0.2.1"));

    private AuditQuery Query() => new(cluster.Clock.GetUtcNow().AddDays(-1), cluster.Clock.GetUtcNow().AddDays(1), null, [], 500, null);

    private IAuditTrail Trail(string key) => cluster.Client.GetGrain<IAuditTrail>(key);

    private Task<AuditPage> Read(Caller by, Func<AuditQuery, AuditQuery>? asked = null) =>
        Trail(by.Customer!.Value.Value).Read(by, asked is null ? Query() : asked(Query()));

    /// <summary>A trail of so many entries, four of each millisecond; the one that is rare is the n-th.</summary>
    private async Task<CustomerId> Fill(int count, int rare = -1)
    {
        var customer = new CustomerId(Property.NewId());
        var start = cluster.Clock.GetUtcNow().AddHours(-1);
        var entries = Enumerable.Range(0, count).Select(i => AuditLines.New(
            Boss(customer), start.AddMilliseconds(i / 4), customer, i % 2 == 0 ? AuditAction.RoomAdded : AuditAction.RoomRenamed, AuditSubject.Room, $"room-{i}",
            i == rare ? "Rare" : $"Building-{i:00}") with
        { Id = $"{i:000000}" });
        await cluster.Timeline.Append([.. entries.SelectMany(AuditLines.Of).Where(e => e.Owner == customer.Value)]);
        return customer;
    }
}
