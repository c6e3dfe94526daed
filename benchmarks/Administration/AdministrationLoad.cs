using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Mihari.Benchmarks.Administration;

/// <summary>
/// Makes a large customer in a running server, over REST as its people would, and measures what they ask for: sign-in and the pages
/// of an administrator. Needs a server whose first support password has not been changed yet, and <c>SignIn:AttemptsPerMinute</c>
/// high enough for the sign-ins.
/// </summary>
internal static class AdministrationLoad
{
    private const int Tries = 21;

    public static async Task<int> Run(string[] args)
    {
        var address = new Uri(args[0]);
        var support = JsonNode.Parse(await File.ReadAllTextAsync(args[1]))!;
        var buildings = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1000;
        var rooms = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 10;

        using var desk = new PortalClient(address);
        await desk.SignInFirst((string)support["email"]!, (string)support["password"]!);
        var registered = await desk.Post("support/customers", new { name = "Large", administratorName = "Administrator", administratorEmail = "large@mihari.example", id = "large" });
        using var manager = new PortalClient(address);
        await manager.SignInFirst("large@mihari.example", (string)registered["administrator"]!["password"]!);
        await Time($"{buildings} buildings, {buildings * rooms} rooms made", () => Make(desk, manager, buildings, rooms));

        await Measure("sign-in", async () =>
        {
            using var client = new PortalClient(address);
            await client.SignIn("large@mihari.example");
        });
        string[] pages =
        [
            "/", "/buildings/b-0", "/buildings/b-0/rooms", "/rooms/new", "/devices/new", "/buildings/manage", "/rooms/manage", "/devices/manage",
            "/devices/replace", "/accounts", "/audit", "/account", "/account/tokens", "/buildings/b-0/rename", "/rooms/r-0-0",

            // What the pages fetch once they have their circuit.
            "/api/v1/buildings", "/api/v1/buildings/b-0", "/api/v1/buildings/b-0/rooms", "/api/v1/rooms/r-0-0/devices", "/api/v1/rooms/r-0-0/offers",
            "/api/v1/accounts", "/api/v1/audit",
        ];
        foreach (var page in pages)
            await Measure(page, () => manager.Get(page));

        await Measure("/support", () => desk.Get("/support"));
        await Measure("/support/customers/large", () => desk.Get("/support/customers/large"));
        return 0;
    }

    private static async Task Make(PortalClient desk, PortalClient manager, int buildings, int rooms)
    {
        await Parallel.ForAsync(0, buildings, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (b, _) =>
        {
            for (var r = 0; r < rooms; r++)
            {
                var number = string.Create(CultureInfo.InvariantCulture, $"C-{b}-{r}");
                var mac = string.Create(CultureInfo.InvariantCulture, $"02CC{(b * 100) + r:X8}");
                await desk.Post("support/customers/large/contracts", new { number, devices = new[] { new { mac } } });
                var room = new { name = $"部屋 {r}", contract = number, mac, id = $"r-{b}-{r}" };
                await (r == 0
                    ? manager.Post("buildings", new { name = $"建物 {b}", firstRoom = room, id = $"b-{b}" })
                    : manager.Post($"buildings/b-{b}/rooms", room));
            }
        });
    }

    private static async Task Measure(string what, Func<Task> action)
    {
        await action();
        var times = new List<double>();
        for (var i = 0; i < Tries; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await action();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-28} median {times[Tries / 2],7:0.0} ms   slowest {times[^1],7:0.0} ms"));
    }

    private static async Task Time(string what, Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        await action();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s"));
    }
}
