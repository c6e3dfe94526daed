using Mihari.Accounts;
using Mihari.Customers;
using Mihari.Identifiers;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>An account and what its owner knows of it.</summary>
internal sealed record AccountKeys(ClusterFixture Cluster, AccountId Id, CustomerId? Customer, string Email, string Password)
{
    public static readonly Caller Provider = new(new AccountId("provider"), null, Role.Support, "窓口");

    public IAccountGrain Grain => Cluster.Client.GetGrain<IAccountGrain>(Id.Value);

    public IAccountSettings Settings => Cluster.Client.GetGrain<IAccountSettings>(Id.Value);

    public IAccountTokens Tokens => Cluster.Client.GetGrain<IAccountTokens>(Id.Value);

    public Caller As(Role role) => new(Id, role == Role.Support ? null : Customer, role, "山田", new Origin(OriginKind.Portal, "192.0.2.1"));

    /// <summary>An account that was provisioned, of a customer that has no other one.</summary>
    public static async Task<AccountKeys> Provision(ClusterFixture cluster, Role role = Role.Administrator, bool isIssued = false, CustomerId? customer = null)
    {
        var keys = new AccountKeys(
            cluster, new AccountId(Property.NewId()), role == Role.Support ? null : customer ?? new CustomerId(Property.NewId()),
            $"{Property.NewId()}@Example.com", "right-password");
        await keys.Grain.Create(Provider, new NewAccount(keys.Customer, "山田", keys.Email, keys.Password, role, isIssued));
        return keys;
    }

    /// <summary>A customer that is registered, with its administrator.</summary>
    public static async Task<AccountKeys> ProvisionCustomer(ClusterFixture cluster)
    {
        var customer = new CustomerId(Property.NewId());
        await cluster.Client.GetGrain<ICustomerGrain>(customer.Value).Register(Provider, "管理会社");
        return await Provision(cluster, customer: customer);
    }

    public Task<SignInResult> Try(string password, string? email = null) =>
        Grain.SignIn(new SignInAttempt(email ?? Email, password, new Origin(OriginKind.Portal, "192.0.2.7")));

    public async Task<SessionGrant> SignIn(string? password = null)
    {
        var result = await Try(password ?? Password);
        Assert.Equal(SignInOutcome.SignedIn, result.Outcome);
        return result.Session!;
    }

    public Task<bool> IsCurrent(SessionGrant session) => Grain.IsCurrent(session.SecurityStamp, session.Session);
}
