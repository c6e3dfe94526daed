using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Contracts;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Rooms;
using Mihari.Sensors;
using Mihari.Silo.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mihari.Benchmarks.Motion;

/// <summary>
/// The embedded silo with its gateway and storage, as the portal hosts it, with a property of virtual cameras, each in a room
/// of its own. Clips are as short as can be, so that many events start one.
/// </summary>
internal static class MotionServer
{
    public const string Ready = "ready";

    public static DeviceId Device(int index) => DeviceId.Parse("02BE" + index.ToString("X8", CultureInfo.InvariantCulture));

    public static string Key(DeviceId device) => "key-of-" + device;

    public static async Task<int> Run(string folder, string cameras)
    {
        var builder = WebApplication.CreateBuilder(["--Storage:Folder=" + folder, "--Capture:PreRoll=00:00:00", "--Capture:PostRoll=00:00:05", "--Capture:CoveredTail=00:00:00", "--Gateway:Port=18830", "--Silo:Port=18831", "--urls=http://127.0.0.1:18832"]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddEmbeddedSilo();
        builder.Services.AddSingleton<IUploadAddress>(new NoUploads());
        var app = builder.Build();
        await app.StartAsync();
        await Provision(app.Services.GetRequiredService<IClusterClient>(), int.Parse(cameras, CultureInfo.InvariantCulture));
        Console.WriteLine(Ready);
        await Console.In.ReadLineAsync();
        await app.StopAsync();
        return 0;
    }

    private static async Task Provision(IClusterClient client, int cameras)
    {
        var by = new Caller(new AccountId("load"), null, Role.Support);
        var customer = new CustomerId("load");
        await client.GetGrain<ICustomerGrain>(customer.Value).Register(by, "load");
        var building = client.GetGrain<IBuildingSetup>("load");
        await building.Create(by, customer, "load", null);
        for (var i = 0; i < cameras; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"load-{i}");
            var device = Device(i);
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(Key(device))).ToImmutableArray();
            await client.GetGrain<IContractGrain>(name).Register(by, customer, [new ShippedDevice(device, hash)]);
            await building.AddRoom(by, new NewRoom(new RoomId(name), name, new ContractNumber(name), device));
            await client.GetGrain<IRoomGrain>(name).AddDevices(by, [new NewDevice(device, "camera", [new NewSensor("motion", SensorKind.Motion, "motion")])]);
        }
    }

    private sealed class NoUploads : IUploadAddress
    {
        public Uri Base { get; } = new("http://127.0.0.1:9/");
    }
}
