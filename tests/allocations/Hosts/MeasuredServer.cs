using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Contracts;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Rooms;
using Mihari.Sensors;
using Mihari.Tests.Fleet.Cameras;
using Mihari.Web;
using Mihari.Web.Hosting;

namespace Mihari.Tests.Allocations.Hosts;

[CollectionDefinition(nameof(MeasuredServer))]
public sealed class MeasuredServerCollection : ICollectionFixture<MeasuredServer>;

/// <summary>
/// The whole server as it ships, alone in this process with the one test that runs: what is allocated meanwhile is its. Nothing of it is replaced;
/// the settings only keep motions within their clip while they are measured.
/// </summary>
public sealed class MeasuredServer : IAsyncLifetime
{
    private const string Email = "admin@allocations.example";
    private const string Password = "Password-1";
    private const int AtOnce = 16;

    private readonly string _folder = Directory.CreateTempSubdirectory("mihari-allocations-").FullName;
    private readonly int _gateway = FreePort();
    private readonly List<MeteredCamera> _connected = [];
    private WebApplication _app = null!;
    private int _cameras;

    internal static CustomerId Customer { get; } = new("allocations");

    internal IServiceProvider Services => _app.Services;

    internal int WebPort => Services.GetRequiredService<WebEndpoint>().Port;

    /// <summary>Who may see everything of the customer.</summary>
    internal Caller Administrator { get; } = new(new AccountId("administrator"), Customer, Role.Administrator);

    private static Caller Support { get; } = new(new AccountId("tests"), null, Role.Support);

    private IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public async Task InitializeAsync()
    {
        _app = Program.Build(
        [
            "--Web:Port=0", $"--Gateway:Port={_gateway}", $"--Silo:Port={FreePort()}", $"--Storage:Folder={Path.Combine(_folder, "data")}",
            "--Capture:PostRoll=00:00:55", "--Logging:LogLevel:Default=Warning",
        ]);
        await _app.StartAsync();
        await Grains.GetGrain<ICustomerGrain>(Customer.Value).Register(Support, "Customer");
        await Grains.GetGrain<IAccountGrain>("administrator").Create(Support, new NewAccount(Customer, "Administrator", Email, Password, Role.Administrator));
    }

    public async Task DisposeAsync()
    {
        foreach (var camera in _connected)
            camera.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>
    /// Cameras that no other test has, each in a room of a building of its own: a push of one is no other's. They stay connected to the end, because
    /// one that is lost makes work too.
    /// </summary>
    internal async Task<IReadOnlyList<MeteredCamera>> Connect(int count)
    {
        foreach (var other in _connected)
            other.KeepAlive();

        var gateway = new IPEndPoint(IPAddress.Loopback, _gateway);
        var first = Interlocked.Add(ref _cameras, count) - count;
        var cameras = new MeteredCamera[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            var building = await Register(first + number);
            cameras[number] = MeteredCamera.Connect(gateway, CameraFleet.Device(first + number), CameraFleet.Key(first + number), building);
        });
        _connected.AddRange(cameras);
        return cameras;
    }

    /// <summary>The cookies of a session of the administrator, as a request has them.</summary>
    internal async Task<string> SignIn()
    {
        var cookies = new CookieContainer();
        var web = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{WebPort}/"));
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies });
        using var body = new StringContent($$"""{"email":"{{Email}}","password":"{{Password}}"}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(web, "api/v1/session"), body);
        answer.EnsureSuccessStatusCode();
        return cookies.GetCookieHeader(web);
    }

    private async Task<BuildingId> Register(int number)
    {
        var device = DeviceId.Parse(CameraFleet.Device(number));
        var name = string.Create(CultureInfo.InvariantCulture, $"A-{number}");
        var id = new BuildingId(name);
        var building = Grains.GetGrain<IBuildingSetup>(name);
        await building.Create(Support, Customer, name, null);
        await Grains.GetGrain<IContractGrain>(name).Register(Support, Customer, [new ShippedDevice(device, [.. SHA256.HashData(Encoding.UTF8.GetBytes(CameraFleet.Key(number)))])]);
        await building.AddRoom(Support, new NewRoom(new RoomId(name), "Room", new ContractNumber(name), device));
        await Grains.GetGrain<IRoomGrain>(name).AddDevices(Support, ImmutableArray.Create(new NewDevice(device, "Camera", [new NewSensor("motion", SensorKind.Motion, "Motion")])));
        return id;
    }

    private static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
