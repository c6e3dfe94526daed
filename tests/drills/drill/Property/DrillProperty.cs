using System.Globalization;
using System.Text.Json.Nodes;
using Mihari.Tests.Drills.Cameras;
using Mihari.Tests.Drills.Nodes;
using Mihari.Tests.Drills.Running;

namespace Mihari.Tests.Drills.Property;

/// <summary>The property whose cameras are drilled, registered as Support and an administrator register one: by the REST API, over all web nodes.</summary>
internal sealed class DrillProperty : IDisposable
{
    private const string Customer = "drill";
    private const string Email = "administrator@drill.example";
    private const string SupportPassword = "a-Support-1-password-of-a-drill";
    private const string Password = "an-Administrator-1-of-a-drill";
    private const int RoomsOfABuilding = 30;
    private const int AtOnce = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PortalSession _support = new();
    private readonly PortalSession _administrator = new();
    private readonly Topology _topology;
    private readonly int _cameras;
    private readonly int _perRoom;
    private readonly List<string> _buildings;
    private int _turn;

    public DrillProperty(Topology topology, DrillOptions options)
    {
        (_topology, _cameras, _perRoom) = (topology, options.Cameras, options.PerRoom);
        _buildings = [.. Enumerable.Range(1, (Rooms + RoomsOfABuilding - 1) / RoomsOfABuilding).Select(number => number.ToString("x32", CultureInfo.InvariantCulture))];
    }

    /// <summary>The ids of its buildings.</summary>
    public IReadOnlyList<string> Buildings => _buildings;

    /// <summary>The session of its administrator.</summary>
    public PortalSession Session => _administrator;

    private int Rooms => (_cameras + _perRoom - 1) / _perRoom;

    public async Task Register()
    {
        var first = _topology.Webs[0].Address!;
        var (email, issued) = await SupportSignIn();
        await _support.SignIn(first, email, issued, SupportPassword);
        var registered = await _support.Post(first, "api/v1/support/customers", new JsonObject
        {
            ["name"] = "Drill",
            ["administratorName"] = "Drill",
            ["administratorEmail"] = Email,
            ["id"] = Customer,
        });
        await _administrator.SignIn(first, Email, (string)registered!["administrator"]!["password"]!, Password);
        await Each(_buildings.Count, building => _administrator.Post(
            Web(), "api/v1/buildings", new JsonObject { ["name"] = Name("Building", building), ["id"] = _buildings[building] }));
        await Each(Rooms, AddRoom);
    }

    /// <summary>Signs in where the property is registered already.</summary>
    public Task SignIn() => _administrator.SignIn(_topology.Webs[0].Address!, Email, Password, Password);

    /// <summary>Each camera's presence as the portal tells it; from a web node that answers.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Presence()
    {
        var presence = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var building in _buildings)
        {
            var view = await _administrator.Get(_topology.Webs.First(web => web.IsRunning).Address!, "api/v1/buildings/" + building);
            foreach (var camera in view["cameras"]!.AsArray())
                presence[(string)camera!["id"]!] = (string)camera["presence"]!;
        }

        return presence;
    }

    public void Dispose()
    {
        _support.Dispose();
        _administrator.Dispose();
    }

    private async Task AddRoom(int room)
    {
        var devices = Enumerable.Range(room * _perRoom, Math.Min(_perRoom, _cameras - (room * _perRoom))).ToList();
        var (contract, id) = (Name("DRILL", room), Guid.NewGuid().ToString("N"));
        await _support.Post(Web(), $"api/v1/support/customers/{Customer}/contracts", new JsonObject
        {
            ["number"] = contract,
            ["devices"] = new JsonArray([.. devices.Select(device => new JsonObject { ["mac"] = Fleet.Device(device), ["key"] = Fleet.Key(device) })]),
        });
        await _administrator.Post(Web(), $"api/v1/buildings/{_buildings[room / RoomsOfABuilding]}/rooms", new JsonObject
        {
            ["name"] = Name("Room", room),
            ["contract"] = contract,
            ["mac"] = Fleet.Device(devices[0]),
            ["id"] = id,
        });
        await _administrator.Post(Web(), $"api/v1/rooms/{id}/devices", new JsonObject { ["devices"] = new JsonArray([.. devices.Select(Camera)]) });
    }

    private static JsonObject Camera(int device) => new()
    {
        ["mac"] = Fleet.Device(device),
        ["name"] = Name("Camera", device),
        ["sensors"] = new JsonArray(new JsonObject { ["sensor"] = "motion", ["kind"] = "motion", ["name"] = "Motion" }),
    };

    /// <summary>The first web node that starts writes it into its folder.</summary>
    private async Task<(string Email, string Password)> SupportSignIn()
    {
        string? Found() => _topology.Webs.SelectMany(web => Directory.EnumerateFiles(web.Folder, "sign-in.json", SearchOption.AllDirectories)).FirstOrDefault();
        if (await Clock.Until(() => Found() is not null, Patience) is null)
            throw new DrillFailedException("no web node has written the sign-in of the first support account");

        var file = JsonNode.Parse(await File.ReadAllTextAsync(Found()!))!;
        return ((string)file["email"]!, (string)file["password"]!);
    }

    /// <summary>The web nodes in turn.</summary>
    private Uri Web() => _topology.Webs[(int)((uint)Interlocked.Increment(ref _turn) % _topology.Webs.Count)].Address!;

    /// <summary>Neighbours belong to the same building, which takes one room after the other: so those far apart go together.</summary>
    private static async Task Each(int count, Func<int, Task> work)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce };
        var spread = Enumerable.Range(0, count).OrderBy(number => number % RoomsOfABuilding);
        await Parallel.ForEachAsync(spread, options, async (number, _) => await work(number));
    }

    private static string Name(string what, int number) => string.Create(CultureInfo.InvariantCulture, $"{what}-{number}");
}
