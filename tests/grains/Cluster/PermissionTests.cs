using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Identifiers;
using Mihari.Refusals;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>
/// The table of manual 1.2, cell by cell, at the grains. A permission has its line in <see cref="Calls"/>: a call that needs it and
/// that is refused for no other reason than the role, or for one that is told only to who may call.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class PermissionTests(ClusterFixture cluster)
{
    private static readonly Dictionary<Permission, Func<IClusterClient, AccountKeys, Caller, Task>> Calls = new()
    {
        [Permission.ManageAccounts] = (c, own, by) => c.GetGrain<ICustomerAccounts>(own.Customer!.Value.Value).GetAccounts(by),
        [Permission.ChangeOwnAccount] = (_, own, by) => own.Settings.SetLanguage(by, "ja"),
        [Permission.ManageOwnTokens] = (_, own, by) => own.Tokens.GetTokens(by),
        [Permission.ReadAudit] = (c, own, by) => c.GetGrain<IAuditTrail>(own.Customer!.Value.Value)
            .Read(by, new AuditQuery(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), null, [], 1, null)),
        [Permission.UseSupportDesk] = (c, own, by) => c.GetGrain<ICustomerAccounts>(own.Customer!.Value.Value).IssuePassword(by, new AccountId(Property.NewId())),
    };

    public static TheoryData<Permission, Role> Cells
    {
        get
        {
            var cells = new TheoryData<Permission, Role>();
            foreach (var permission in Calls.Keys)
            {
                foreach (var role in Enum.GetValues<Role>())
                    cells.Add(permission, role);
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Grain_LetsExactlyThoseRolesPassThatHaveThePermission(Permission permission, Role role)
    {
        var own = await AccountKeys.ProvisionCustomer(cluster);

        var refusal = await Record.ExceptionAsync(() => Calls[permission](cluster.Client, own, own.As(role)));

        Assert.Equal(!role.Allows(permission), refusal is NotPermittedException);
        Assert.True(refusal is null or RefusalException, refusal?.ToString());
    }
}
