using System.Collections.Immutable;
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
using Mihari.Web;
using Mihari.Web.Hosting;
using Orleans;
using Xunit;

namespace Mihari.Tests.Web.Hosts;

[CollectionDefinition(nameof(EmbeddedFixture))]
public sealed class EmbeddedCollection : ICollectionFixture<EmbeddedFixture>;

/// <summary>The whole server as it ships, on free ports and a fresh data folder, with two customers of a building and a camera each.</summary>
public sealed class EmbeddedFixture : IAsyncLifetime
{
    public const string Password = "Password-1";

    /// <summary>The key of every camera here.</summary>
    public const string DeviceKey = "device-key";

    private readonly TemporaryFolder _folder = new();
    private WebApplication _app = null!;

    /// <summary>Settings beside those of every test, as on the command line.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    public Uri Address { get; private set; } = null!;

    public string Folder => _folder.Path;

    public IServiceProvider Services => _app.Services;

    public IGrainFactory Grains => _app.Services.GetRequiredService<IGrainFactory>();

    /// <summary>The device gateway of this server, as cameras name it.</summary>
    public string Gateway => _app.Services.GetRequiredService<Orleans.Runtime.ILocalSiloDetails>().SiloAddress.ToParsableString();

    private static Caller Support { get; } = new(new AccountId("tests"), null, Role.Support);

    public async Task InitializeAsync()
    {
        await Open();
        await Property("one", "02AA00000101");
        await Property("two", "02AA00000201");
    }

    public async Task DisposeAsync()
    {
        await Close();
        _folder.Dispose();
    }

    public HttpClient Client(CookieContainer? cookies = null) => Clients.Make(Address, cookies);

    public async Task<HttpClient> SignedIn(string customer)
    {
        var client = Client();
        using var answer = await client.SignIn($"admin@{customer}.example", Password);
        answer.EnsureSuccessStatusCode();
        return client;
    }

    /// <summary>Stops the server and starts it anew on the same data folder.</summary>
    public async Task Restart()
    {
        await Close();
        await Open();
    }

    /// <summary>An account that can be locked without being in another test's way.</summary>
    public Task AddAccount(string id, string email) =>
        Grains.GetGrain<IAccountGrain>(id).Create(Support, new NewAccount(new CustomerId("one"), "試験 花子", email, Password, Role.Viewer));

    private async Task Open()
    {
        _app = Program.Build(
        [
            "--Web:Port=0", "--Gateway:Port=0", $"--Silo:Port={FreePort()}", $"--Storage:Folder={_folder.Path}", "--SignIn:AttemptsPerMinute=1000",
            "--Demo:Enabled=true", "--Logging:LogLevel:Default=Error", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Error",
            .. More,
        ]);
        await _app.StartAsync();
        Address = new Uri($"http://127.0.0.1:{_app.Services.GetRequiredService<WebEndpoint>().Port}/");
    }

    private async Task Close()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task Property(string customer, string camera)
    {
        var owner = new CustomerId(customer);
        var device = DeviceId.Parse(camera);
        await Grains.GetGrain<ICustomerGrain>(customer).Register(Support, $"{customer}不動産");
        await Grains.GetGrain<IAccountGrain>($"admin-{customer}").Create(
            Support, new NewAccount(owner, "管理 一郎", $"admin@{customer}.example", Password, Role.Administrator));
        var building = Grains.GetGrain<IBuildingSetup>($"building-{customer}");
        await building.Create(Support, owner, "建物", null);
        await Grains.GetGrain<IContractGrain>($"contract-{customer}").Register(Support, owner, [new ShippedDevice(device, [.. SHA256.HashData(Encoding.UTF8.GetBytes(DeviceKey))])]);
        await building.AddRoom(Support, new NewRoom(new RoomId($"room-{customer}"), "エントランス", new ContractNumber($"contract-{customer}"), device));
        await Grains.GetGrain<IRoomGrain>($"room-{customer}").AddDevices(
            Support, ImmutableArray.Create(new NewDevice(device, "玄関カメラ", [new NewSensor("motion", SensorKind.Motion, "動き検知")])));
    }

    internal static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
