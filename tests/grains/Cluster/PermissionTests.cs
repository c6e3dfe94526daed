using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Capture;
using Mihari.Contracts;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;

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
        [Permission.ViewLive] = (c, own, by) => c.GetGrain<ICustomerGrain>(own.Customer!.Value.Value).GetPortfolio(by),
        [Permission.AddRooms] = (c, own, by) => c.GetGrain<IBuildingSetup>(Property.NewId()).Create(by, own.Customer!.Value, "建物", null),
        [Permission.UseSupportDesk] = (c, own, by) => c.GetGrain<ICustomerAccounts>(own.Customer!.Value.Value).IssuePassword(by, new AccountId(Property.NewId())),
    };

    /// <summary>What is asked of a building, a room or a camera that stands; refused for its values where the role may ask.</summary>
    private static readonly Dictionary<Permission, Func<Property, IClusterClient, Caller, Task>> PropertyCalls = new()
    {
        [Permission.ViewLive] = (p, _, by) => p.Setup.GetRooms(by),
        [Permission.ViewClips] = (p, _, by) => p.Camera().GetClips(by, default, DateTimeOffset.MaxValue, 1, null),
        [Permission.ViewRecordings] = (p, c, by) => c.GetGrain<Mihari.Recordings.IExportsGrain>(p.Cameras[0].Value).List(by),
        [Permission.AddRooms] = (p, _, by) => p.Setup.AddRoom(by, p.NewRoom("x") with { Room = new RoomId(Property.NewId()) }),
        [Permission.AddDevices] = (p, _, by) => p.Devices.GetOffers(by),
        [Permission.ChangeBuildings] = (p, _, by) => p.Setup.Rename(by, "an older name", "x"),
        [Permission.ChangeRooms] = (p, _, by) => p.Setup.RenameRoom(by, p.Room, "an older name", "x"),
        [Permission.MoveRooms] = (p, _, by) => p.Setup.MoveRoom(by, p.Room, new BuildingId("nowhere")),
        [Permission.ChangeDevices] = (p, _, by) => p.Devices.RenameDevice(by, p.Cameras[0], null, "an older name", "another"),
        [Permission.ReplaceDevices] = (p, _, by) => p.Devices.ReplaceDevice(by, p.Cameras[0], Property.NewDevice()),
        [Permission.SetCaptureRules] = (p, c, by) => c.GetGrain<ICaptureRules>(p.Room.Value).Add(by, p.Cameras[0], p.Room, []),
        [Permission.DeleteCaptureRules] = (p, c, by) => c.GetGrain<ICaptureRules>(p.Room.Value).DeleteAll(by, p.Cameras[0]),
        [Permission.UseSupportDesk] = (p, c, by) => c.GetGrain<IContractDesk>(p.Contract.Value).GetDetail(by),
    };

    /// <summary>What is built with a later feature, and has no call yet.</summary>
    private static readonly Permission[] NotYet = [Permission.ConfigureMail, Permission.ConfigureNotifications];

    public static TheoryData<Permission, Role> PropertyCells
    {
        get
        {
            var cells = new TheoryData<Permission, Role>();
            foreach (var permission in PropertyCalls.Keys)
            {
                foreach (var role in Enum.GetValues<Role>())
                    cells.Add(permission, role);
            }

            return cells;
        }
    }

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

    [Theory]
    [MemberData(nameof(PropertyCells))]
    public async Task PropertyGrain_LetsExactlyThoseRolesPassThatHaveThePermission(Permission permission, Role role)
    {
        var property = await Property.Create(cluster);
        var by = role == Role.Support ? Property.Provider : property.Viewer with { Role = role };

        var refusal = await Record.ExceptionAsync(() => PropertyCalls[permission](property, cluster.Client, by));

        Assert.Equal(!role.Allows(permission), refusal is NotPermittedException);
        Assert.True(refusal is null or RefusalException, refusal?.ToString());
    }

    [Fact]
    public void EveryPermission_HasItsLine() =>
        Assert.Empty(Enum.GetValues<Permission>().Except(Calls.Keys).Except(PropertyCalls.Keys).Except(NotYet));
}
