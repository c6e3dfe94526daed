using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Support;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>Customers and staff at the provider's desk.</summary>
[Collection(ClusterCollection.Name)]
public sealed class SupportDeskTests(ClusterFixture cluster)
{
    private static readonly Caller By = Contracts.Provider;

    private ISupportDesk Desk => cluster.Client.GetGrain<ISupportDesk>(ISupportDesk.Key);

    [Fact]
    public async Task RegisterCustomer_LetsItsAdministratorIn_WithAPasswordToBeChanged()
    {
        var customer = New();

        var issued = await Desk.RegisterCustomer(By, customer);

        var session = await SignIn(customer.Administrator, customer.AdministratorEmail, issued.Password);
        Assert.Equal((customer.Customer, Role.Administrator, true), (session.Caller.Customer, session.Caller.Role, session.MustChangePassword));
        var found = await Desk.FindCustomers(By, customer.Name.ToUpperInvariant(), 0, 10);
        Assert.Equal(customer.Customer, Assert.Single(found.Customers).Customer);
    }

    [Fact]
    public async Task RegisterCustomer_Again_IssuesANewPassword()
    {
        var customer = New();
        var first = await Desk.RegisterCustomer(By, customer);

        var second = await Desk.RegisterCustomer(By, customer);

        Assert.NotEqual(first.Password, second.Password);
        await SignIn(customer.Administrator, customer.AdministratorEmail, second.Password);
        var accounts = await cluster.Client.GetGrain<ICustomerAccounts>(customer.Customer.Value).GetAccounts(By);
        Assert.Single(accounts);
    }

    [Fact]
    public async Task RegisterCustomer_WithAnAddressThatIsTaken_RegistersNothing()
    {
        var known = New();
        await Desk.RegisterCustomer(By, known);
        var customer = New() with { AdministratorEmail = known.AdministratorEmail.ToUpperInvariant() };

        var refused = await Assert.ThrowsAsync<ConflictException>(() => Desk.RegisterCustomer(By, customer));

        Assert.Equal(("administratorEmail", Clash.Taken), (refused.Field, refused.Clash));
        await Assert.ThrowsAsync<UnknownIdException>(() => cluster.Client.GetGrain<ICustomerDesk>(customer.Customer.Value).GetDetail(By));
        Assert.Equal(0, (await Desk.FindCustomers(By, customer.Customer.Value, 0, 10)).Total);
    }

    [Fact]
    public async Task RegisterCustomer_WithAnAccountThatIsTaken_RegistersNothing()
    {
        var known = New();
        await Desk.RegisterCustomer(By, known);
        var customer = New() with { Administrator = known.Administrator };

        var refused = await Assert.ThrowsAsync<ConflictException>(() => Desk.RegisterCustomer(By, customer));

        Assert.Equal(("administratorId", Clash.Taken), (refused.Field, refused.Clash));
        await Assert.ThrowsAsync<UnknownIdException>(() => cluster.Client.GetGrain<ICustomerDesk>(customer.Customer.Value).GetDetail(By));
        Assert.Equal(0, (await Desk.FindCustomers(By, customer.Customer.Value, 0, 10)).Total);
    }

    [Theory]
    [InlineData("", "山田", "a@b.example", "name")]
    [InlineData("会社", "\u202E", "a@b.example", "administratorName")]
    [InlineData("会社", "山田", "nobody", "administratorEmail")]
    public async Task RegisterCustomer_WithWhatBreaksARule_NamesTheField(string name, string administrator, string email, string field)
    {
        var customer = New() with { Name = name, AdministratorName = administrator, AdministratorEmail = email };

        Assert.Equal(field, (await Assert.ThrowsAsync<InvalidInputException>(() => Desk.RegisterCustomer(By, customer))).Field);
    }

    [Fact]
    public async Task FindCustomers_SeesThoseRegisteredOtherwise_AndNewNames()
    {
        var id = new CustomerId(Property.NewId());
        await cluster.Client.GetGrain<ICustomerGrain>(id.Value).Register(By, "以前の名前");

        await cluster.Client.GetGrain<ICustomerDesk>(id.Value).Rename(By, "以前の名前", "今の名前");

        Assert.Equal("今の名前", Assert.Single((await Desk.FindCustomers(By, id.Value, 0, 10)).Customers).Name);
    }

    [Fact]
    public async Task ChangePlan_WithoutTheCloudOption_ListsNoRecordings_UntilItIsBookedAgain()
    {
        var property = await Property.Create(cluster);
        var desk = cluster.Client.GetGrain<ICustomerDesk>(property.Customer.Value);
        var (now, today) = (cluster.Clock.GetUtcNow(), DateOnly.FromDateTime(cluster.Clock.GetUtcNow().UtcDateTime));
        Assert.Equal(ServicePlan.Cloud, (await desk.GetDetail(By)).Plan);

        await desk.ChangePlan(By, ServicePlan.Cloud, ServicePlan.Basic);

        Assert.Equal(ServicePlan.Basic, (await desk.GetDetail(By)).Plan);
        await Assert.ThrowsAsync<NotInPlanException>(() => property.Camera().GetClips(property.Viewer, now.AddDays(-1), now, 10, null));
        await Assert.ThrowsAsync<NotInPlanException>(() => property.Camera().GetClipDays(property.Viewer, today, today, TimeSpan.Zero));
        await property.Camera().Get(property.Viewer);

        // Another one at the desk has not seen it yet.
        await desk.ChangePlan(By, ServicePlan.Cloud, ServicePlan.Basic);
        await Assert.ThrowsAsync<InvalidInputException>(() => desk.ChangePlan(By, ServicePlan.Basic, (ServicePlan)7));
        await Assert.ThrowsAsync<NotPermittedException>(() => desk.ChangePlan(property.Administrator, ServicePlan.Basic, ServicePlan.Cloud));
        await desk.ChangePlan(By, ServicePlan.Basic, ServicePlan.Cloud);
        Assert.Empty((await property.Camera().GetClips(property.Viewer, now.AddDays(-1), now, 10, null)).Clips);

        var query = new AuditQuery(now.AddHours(-1), now.AddHours(1), null, [AuditAction.CustomerPlanChanged], 10, null);
        var noted = await cluster.Client.GetGrain<IAuditTrail>(property.Customer.Value).Read(By, query);
        Assert.Equal(["Basic", "Cloud"], noted.Entries.Select(e => Assert.Single(e.Changes).After).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task FindRegistrations_TellsWhatIsThere_AndLeavesOutTheRest()
    {
        var contract = await Contracts.Create(cluster, devices: 2);

        var found = await Desk.FindRegistrations(By, [contract.Number, new ContractNumber("nothing")], [contract.Devices[1], Property.NewDevice()]);

        Assert.Equal(contract.Number, Assert.Single(found.Contracts).Number);
        Assert.Equal((contract.Devices[1], contract.Number), (Assert.Single(found.Devices).Device, found.Devices[0].Contract));
    }

    [Fact]
    public async Task FindRegistrations_TellsWhichDevicesWereEverConnected()
    {
        var property = await Property.Create(cluster, cameras: 2);
        await property.Connect();

        var found = await Desk.FindRegistrations(By, [], property.Cameras);

        Assert.Equal([(property.Cameras[0], true), (property.Cameras[1], false)], found.Devices.Select(d => (d.Device, d.HasConnected)));
    }

    [Fact]
    public async Task Staff_IsAddedAndDeleted_ButNotOneself()
    {
        var (first, second) = (new AccountId(Property.NewId()), new AccountId(Property.NewId()));
        var email = $"{second}@mihari.example";
        await Desk.AddStaff(By, first, "窓口 一郎", $"{first}@mihari.example");
        var issued = await Desk.AddStaff(By, second, "窓口 花子", email);

        var session = await SignIn(second, email, issued.Password);
        Assert.Equal((Role.Support, null, true), (session.Caller.Role, session.Caller.Customer?.Value, session.MustChangePassword));
        Assert.Contains(await Desk.GetStaff(By), a => a.Account == second && a.MustChangePassword);
        await Assert.ThrowsAsync<ConflictException>(() => Desk.DeleteStaff(session.Caller, second));

        await Desk.DeleteStaff(By, second);

        Assert.DoesNotContain(await Desk.GetStaff(By), a => a.Account == second);
        Assert.False(await cluster.Client.GetGrain<IAccountGrain>(second.Value).IsCurrent(session.SecurityStamp, session.Session));
        await Assert.ThrowsAsync<UnknownIdException>(() => Desk.DeleteStaff(By, second));
    }

    [Fact]
    public async Task Administrators_HaveNoDesk()
    {
        var by = By with { Customer = new CustomerId("c"), Role = Role.Administrator };

        await Assert.ThrowsAsync<NotPermittedException>(() => Desk.RegisterCustomer(by, New()));
        await Assert.ThrowsAsync<NotPermittedException>(() => Desk.FindCustomers(by, null, 0, 10));
        await Assert.ThrowsAsync<NotPermittedException>(() => Desk.FindRegistrations(by, [], []));
        await Assert.ThrowsAsync<NotPermittedException>(() => Desk.GetStaff(by));
        await Assert.ThrowsAsync<NotPermittedException>(() => Desk.AddStaff(by, new AccountId("x"), "x", "x@y.example"));
        await Assert.ThrowsAsync<NotPermittedException>(() => Desk.DeleteStaff(by, new AccountId("x")));
    }

    private static NewCustomer New()
    {
        var id = Property.NewId();
        return new NewCustomer(new CustomerId("c-" + id), "company " + id, new AccountId(id), "山田 太郎", $"{id}@example.com");
    }

    private async Task<SessionGrant> SignIn(AccountId account, string email, string password)
    {
        var result = await cluster.Client.GetGrain<IAccountGrain>(account.Value).SignIn(new SignInAttempt(email, password));
        Assert.Equal(SignInOutcome.SignedIn, result.Outcome);
        return result.Session!;
    }
}
