using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mihari.Accounts;
using Mihari.Contracts;
using Mihari.Customers;
using Mihari.Grains.Gateways;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Silo.Gateway;
using Mihari.Silo.Hosting;

namespace Mihari.Tests.Silo.Hosts;

/// <summary>A device that is registered, with its key and a source address of its own.</summary>
internal sealed record TestDevice(DeviceId Id, string Key, string Address, ContractNumber Contract)
{
    public string Name => Id.Value;
}

/// <summary>The embedded silo on free ports over a fresh data folder.</summary>
public sealed class GatewayHost : IAsyncLifetime
{
    /// <summary>Below those that the system gives to whoever asks for any: such a one could be given away before it is used.</summary>
    private static int _port = 15_000 + Random.Shared.Next(8_000);

    private static int _devices;

    private readonly Dictionary<string, string?> _settings = [];
    private WebApplication? _app;
    private bool _isKilled;

    internal GrainCalls Calls { get; private set; } = new();

    internal ShiftedTime Time { get; } = new();

    internal LogLines Log { get; } = new();

    internal IServiceProvider Services => _app!.Services;

    internal IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    internal IDeviceConnections Connections => Services.GetRequiredService<IDeviceConnections>();

    internal int Port => Services.GetRequiredService<GatewayEndpoints>().Plain!.Port;

    internal int TlsPort => Services.GetRequiredService<GatewayEndpoints>().Tls!.Port;

    internal string Folder { get; } = Directory.CreateTempSubdirectory("mihari-silo-").FullName;

    internal static Caller Support { get; } = new(new AccountId("support"), null, Role.Support);

    internal GatewayHost With(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ContentRootPath = Folder });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gateway:Port"] = "0",
            ["Gateway:TlsPort"] = "0",
            ["Silo:Port"] = FreePort().ToString(CultureInfo.InvariantCulture),
            ["Storage:Folder"] = Path.Combine(Folder, "data"),
        });
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.Logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<IUploadAddress, NoUploads>();
        builder.Services.AddSingleton<IIncomingGrainCallFilter>(Calls);
        builder.AddEmbeddedSilo();
        _app = builder.Build();
        await _app.StartAsync();
    }

    public async Task Stop()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    /// <summary>Stops without the time to tell the grains anything.</summary>
    internal async Task StopAtOnce()
    {
        var app = _app!;
        _app = null;
        _isKilled = true;
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    /// <summary>A second start over the same data.</summary>
    public async Task Restart()
    {
        await Stop();
        Calls = new GrainCalls();
        await InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await Stop();
        Directory.Delete(Folder, recursive: true);
        Assert.Empty(Log.All.Where(IsUnexpected).Select(line => $"{line.Category} {line.Text}"));
    }

    internal async Task<TestDevice> Register()
    {
        var number = Interlocked.Increment(ref _devices);
        var device = new TestDevice(
            DeviceId.Parse($"0250{number:X8}"),
            $"key-{number}-{Guid.NewGuid():N}",
            $"127.1.{number / 200}.{(number % 200) + 1}",
            new ContractNumber($"C{number}-{Guid.NewGuid():N}"[..20]));
        await Grains.GetGrain<ICustomerGrain>("customer").Register(Support, "Customer");
        await Grains.GetGrain<IContractGrain>(device.Contract.Value).Register(Support, new CustomerId("customer"), [new ShippedDevice(device.Id, [.. SHA256.HashData(Encoding.UTF8.GetBytes(device.Key))])]);
        return device;
    }

    /// <summary>An error, unless it is Orleans' about a clock that is put forward, a stop that is cut short, or readiness that ends with the host.</summary>
    private bool IsUnexpected(LogLine line) =>
        line.Level >= LogLevel.Error
        && !line.Category.EndsWith("LocalSiloHealthMonitor", StringComparison.Ordinal)
        && !line.Text.StartsWith("Health check gateway with status Unhealthy", StringComparison.Ordinal)
        && (!_isKilled || line.Category.StartsWith("Mihari", StringComparison.Ordinal));

    /// <summary>A port that was free just now, for the one thing that can't be asked for any free one.</summary>
    internal static int FreePort()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref _port);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's.
            }
        }
    }
}

/// <summary>Where devices would upload; none of these tests has one that does.</summary>
internal sealed class NoUploads : IUploadAddress
{
    public Uri Base { get; } = new("http://127.0.0.1:1/");
}
