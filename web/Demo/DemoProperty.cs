using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Contracts;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Sensors;

namespace Mihari.Web.Demo;

/// <summary>A camera of the demo property and the room that it stands in, each with a contract of its own; the seed draws such a room.</summary>
internal sealed record DemoCamera(DeviceId Device, string Name, RoomId Room, string RoomName, ContractNumber Contract, int Seed);

/// <summary>A building of the demo property.</summary>
internal sealed record DemoBuilding(BuildingId Id, string Name, ImmutableArray<DemoCamera> Cameras);

/// <summary>The demo property: what a small property company would have. Registered as Support registers a customer.</summary>
internal sealed class DemoProperty(IGrainFactory grains)
{
    public const string Email = "demo@mihari.example";
    private const string MotionSensor = "motion";

    private static readonly CustomerId Customer = new("demo");
    private static readonly Caller Provisioning = new(new AccountId("provisioning"), null, Role.Support);

    public static ImmutableArray<DemoBuilding> Buildings { get; } =
    [
        new(new BuildingId("demo-yoga"), "サンライズ用賀マンション",
        [
            Camera(1, "エントランス正面", "demo-yoga-entrance", "エントランス", 4),
            Camera(2, "駐輪場入口", "demo-yoga-bicycles", "駐輪場", 1),
        ]),
        new(new BuildingId("demo-futako"), "グリーンコート二子玉川",
        [
            Camera(3, "ごみ集積場前", "demo-futako-refuse", "ごみ集積場", 3),
            Camera(4, "駐車場出入口", "demo-futako-parking", "駐車場", 2),
        ]),
    ];

    public static IEnumerable<DemoCamera> Cameras => Buildings.SelectMany(b => b.Cameras);

    /// <summary>
    /// Whether all of it has been registered: its account is made last. From then on it is its owner's, who may rename and delete
    /// what is in it, and the address too.
    /// </summary>
    public async Task<bool> IsRegistered()
    {
        try
        {
            return !(await grains.GetGrain<ICustomerAccounts>(Customer.Value).GetAccounts(Provisioning)).IsEmpty;
        }
        catch (UnknownIdException)
        {
            return false;
        }
    }

    /// <summary>The demo's devices that are registered, and with them the hashes of their keys.</summary>
    public async Task<IReadOnlySet<DeviceId>> Registered()
    {
        var devices = new HashSet<DeviceId>();
        foreach (var camera in Cameras)
        {
            try
            {
                devices.UnionWith((await grains.GetGrain<IContractGrain>(camera.Contract.Value).Get(Provisioning)).Devices);
            }
            catch (UnknownIdException)
            {
                // A contract that is yet to be registered.
            }
        }

        return devices;
    }

    /// <summary>Registers what is not registered yet.</summary>
    public async Task Register(string password, IReadOnlyDictionary<DeviceId, string> keys)
    {
        await grains.GetGrain<ICustomerGrain>(Customer.Value).Register(Provisioning, "みはり不動産管理");
        var account = new NewAccount(Customer, "見張 太郎", Email, password, Role.Administrator);
        await Task.WhenAll(Buildings.Select(b => Register(b, keys)));
        await grains.GetGrain<IAccountGrain>("demo-administrator").Create(Provisioning, account);
    }

    private async Task Register(DemoBuilding building, IReadOnlyDictionary<DeviceId, string> keys)
    {
        var grain = grains.GetGrain<IBuildingSetup>(building.Id.Value);
        await grain.Create(Provisioning, Customer, building.Name, null);
        foreach (var camera in building.Cameras)
        {
            var shipped = new ShippedDevice(camera.Device, [.. SHA256.HashData(Encoding.UTF8.GetBytes(keys[camera.Device]))]);
            await grains.GetGrain<IContractGrain>(camera.Contract.Value).Register(Provisioning, Customer, [shipped]);
            await grain.AddRoom(Provisioning, new NewRoom(camera.Room, camera.RoomName, camera.Contract, camera.Device));
            var sensor = new NewSensor(MotionSensor, SensorKind.Motion, "動き検知");
            await grains.GetGrain<IRoomGrain>(camera.Room.Value).AddDevices(Provisioning, [new NewDevice(camera.Device, camera.Name, [sensor])]);
        }
    }

    /// <summary>
    /// The addresses are locally administered ones, which no maker gives out. The agent draws an entrance, bicycles, a car park
    /// or a refuse room by the remainder of the seed by four.
    /// </summary>
    private static DemoCamera Camera(int number, string name, string room, string roomName, int seed) =>
        new(DeviceId.Parse($"02AA0000000{number}"), name, new RoomId(room), roomName, new ContractNumber($"DEMO-000{number}"), seed);
}
