using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Mihari.Benchmarks.Administration;
using Mihari.Identifiers;

namespace Mihari.Benchmarks.Streams;

/// <summary>A customer with a room for each camera, registered as its people would, and the session of its administrator.</summary>
internal static class RelayProperty
{
    private const string Email = "relay@mihari.example";
    private static readonly string Building = Guid.NewGuid().ToString("N");

    public static DeviceId Device(int index) => DeviceId.Parse("02BD" + index.ToString("X8", CultureInfo.InvariantCulture));

    public static string Key(int index) => "a-key-of-the-relays-camera-" + Device(index);

    /// <summary>The cookies of who may watch.</summary>
    public static async Task<CookieContainer> Register(RelayServer server, int cameras)
    {
        var first = JsonNode.Parse(await File.ReadAllTextAsync(server.SignInFile))!;
        using var desk = new PortalClient(server.Address);
        await desk.SignInFirst((string)first["email"]!, (string)first["password"]!);
        var customer = new { name = "Relay", administratorName = "Administrator", administratorEmail = Email, id = "relay" };
        var registered = await desk.Post("support/customers", customer);
        using var manager = new PortalClient(server.Address);
        await manager.SignInFirst(Email, (string)registered["administrator"]!["password"]!);
        await manager.Post("buildings", new { name = "Relay", id = Building });
        for (var i = 0; i < cameras; i++)
        {
            var (name, mac, room) = (string.Create(CultureInfo.InvariantCulture, $"relay-{i}"), Device(i).Value, Guid.NewGuid().ToString("N"));
            await desk.Post("support/customers/relay/contracts", new { number = name, devices = new[] { new { mac, key = Key(i) } } });
            await manager.Post($"buildings/{Building}/rooms", new { name, contract = name, mac, id = room });
            var sensors = new[] { new { sensor = "motion", kind = "motion", name = "Motion" } };
            await manager.Post($"rooms/{room}/devices", new { devices = new[] { new { mac, name, sensors } } });
        }

        return manager.Cookies;
    }
}
