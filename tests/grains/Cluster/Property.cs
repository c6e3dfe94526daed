using System.Collections.Immutable;
using System.Security.Cryptography;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Contracts;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Rooms;
using Mihari.Sensors;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>A customer of its own with one building and one room, in which cameras stand.</summary>
internal sealed class Property
{
    public static readonly Caller Provider = new(new AccountId("provider"), null, Role.Support);
    private static long _attempts;

    private readonly ClusterFixture _cluster;

    private Property(ClusterFixture cluster, ImmutableArray<DeviceId> cameras) => (_cluster, Cameras) = (cluster, cameras);

    public CustomerId Customer { get; } = new(NewId());

    public BuildingId Building { get; } = new(NewId());

    public RoomId Room { get; } = new(NewId());

    public ContractNumber Contract { get; } = new(NewId());

    public ImmutableArray<DeviceId> Cameras { get; }

    public Caller Administrator => new(new AccountId("a" + Customer), Customer, Role.Administrator);

    public Caller Viewer => new(new AccountId("v" + Customer), Customer, Role.Viewer);

    public IBuildingGrain BuildingGrain => _cluster.Client.GetGrain<IBuildingGrain>(Building.Value);

    public IBuildingSetup Setup => _cluster.Client.GetGrain<IBuildingSetup>(Building.Value);

    public IRoomGrain RoomGrain => _cluster.Client.GetGrain<IRoomGrain>(Room.Value);

    public IRoomDevices Devices => _cluster.Client.GetGrain<IRoomDevices>(Room.Value);

    public static string NewId() => Guid.NewGuid().ToString("N");

    public static DeviceId NewDevice() => DeviceId.Parse("02" + Convert.ToHexString(RandomNumberGenerator.GetBytes(5)));

    public static ImmutableArray<byte> HashOf(DeviceId device) => [.. SHA256.HashData(System.Text.Encoding.UTF8.GetBytes("key of " + device))];

    public static async Task<Property> Create(ClusterFixture cluster, int cameras = 1, int? placed = null)
    {
        var property = new Property(cluster, [.. Enumerable.Range(0, cameras).Select(_ => NewDevice())]);
        var client = cluster.Client;
        await client.GetGrain<ICustomerGrain>(property.Customer.Value).Register(Provider, "管理会社");
        await client.GetGrain<IContractGrain>(property.Contract.Value).Register(
            Provider, property.Customer, [.. property.Cameras.Select(c => new ShippedDevice(c, HashOf(c)))]);
        await property.Setup.Create(property.Administrator, property.Customer, "用賀マンション", property.NewRoom("エントランス"));
        await client.GetGrain<IRoomGrain>(property.Room.Value).AddDevices(property.Administrator, [.. property.Cameras.Take(placed ?? cameras).Select(NewCamera)]);
        return property;
    }

    /// <summary>The property's room, as it is added.</summary>
    public NewRoom NewRoom(string name) => new(Room, name, Contract, Cameras[0]);

    public ICameraGrain Camera(int index = 0) => _cluster.Client.GetGrain<ICameraGrain>(Cameras[index].Value);

    public ICameraLink Link(int index = 0) => _cluster.Client.GetGrain<ICameraLink>(Cameras[index].Value);

    public ISensorLink Motion(int index = 0) => _cluster.Client.GetGrain<ISensorLink>(new SensorId(Cameras[index], "motion").ToString());

    /// <summary>One more contract of the customer, with a device and no room.</summary>
    public async Task<Shipped> Ship()
    {
        var shipped = new Shipped(new ContractNumber(NewId()), NewDevice());
        await _cluster.Client.GetGrain<IContractGrain>(shipped.Number.Value).Register(Provider, Customer, [new ShippedDevice(shipped.Device, HashOf(shipped.Device))]);
        return shipped;
    }

    /// <summary>The customer's buildings as they stand.</summary>
    public async Task<Mihari.Projections.ProjectionSnapshot<BuildingSummary>> Portfolio() =>
        (await _cluster.Client.GetGrain<ICustomerGrain>(Customer.Value).GetPortfolio(Viewer)).Buildings;

    /// <summary>Connects a camera, lets it listen to its commands, and returns the epoch.</summary>
    public async Task<long> Connect(int index = 0)
    {
        var result = await Link(index).Connect(new ConnectRequest(_cluster.Gateway, HashOf(Cameras[index]), Interlocked.Increment(ref _attempts)));
        Assert.True(result.Accepted);
        _cluster.Devices.Listens(Cameras[index], result.Epoch);
        await Link(index).Listen(result.Epoch);
        return result.Epoch;
    }

    public SensorEvent MotionNow(string? id = null) =>
        new(id ?? NewId(), SensorEventKind.Motion, _cluster.Clock.GetUtcNow(), TimeSpan.Zero, 0.9);

    public static NewDevice NewCamera(DeviceId device) =>
        new(device, "カメラ" + device, [new NewSensor("motion", SensorKind.Motion, "モーション")]);
}

/// <summary>A contract with one device.</summary>
internal sealed record Shipped(ContractNumber Number, DeviceId Device)
{
    /// <summary>A new room for it.</summary>
    public NewRoom Room(string name) => new(new RoomId(Property.NewId()), name, Number, Device);
}
