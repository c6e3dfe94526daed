using System.Globalization;
using System.Text.Json.Nodes;
using Mihari.Tests.Fleet.Cameras;

namespace Mihari.Tests.Fleet.Property;

/// <summary>How large a property is, and what it is called.</summary>
/// <param name="Name">Of its customer, which is the customer's id too, and of the domain of its administrator's address; 1 to 40 lower-case letters.</param>
/// <param name="Cameras">Those of <see cref="CameraFleet"/> by their numbers.</param>
/// <param name="PerRoom">Cameras a room, by their numbers.</param>
/// <param name="RoomsOfABuilding">Rooms a building, by theirs.</param>
public sealed record PropertyShape(string Name, int Cameras, int PerRoom, int RoomsOfABuilding = 30);

/// <summary>The property of virtual cameras, registered as Support and an administrator register one: by the REST API, over all web nodes.</summary>
public sealed class VirtualProperty : IDisposable
{
    private const string SupportPassword = "a-Support-1-password-of-a-fleet";
    private const string Password = "an-Administrator-1-of-a-fleet";
    private const int AtOnce = 32;

    private readonly PortalSession _support = new();
    private readonly PortalSession _administrator = new();
    private readonly Func<IReadOnlyList<Uri>> _webs;
    private readonly PropertyShape _shape;
    private readonly List<string> _buildings;
    private readonly List<string> _rooms;
    private int _turn;

    /// <param name="webs">The web nodes that answer now.</param>
    /// <param name="shape">How large it is.</param>
    public VirtualProperty(Func<IReadOnlyList<Uri>> webs, PropertyShape shape)
    {
        (_webs, _shape) = (webs, shape);
        _rooms = [.. Enumerable.Range(0, (shape.Cameras + shape.PerRoom - 1) / shape.PerRoom).Select(_ => Guid.NewGuid().ToString("N"))];
        _buildings = [.. Enumerable.Range(1, (_rooms.Count + shape.RoomsOfABuilding - 1) / shape.RoomsOfABuilding).Select(number => number.ToString("x32", CultureInfo.InvariantCulture))];
    }

    /// <summary>The ids of its buildings.</summary>
    public IReadOnlyList<string> Buildings => _buildings;

    /// <summary>The ids of the rooms that it registers.</summary>
    public IReadOnlyList<string> Rooms => _rooms;

    /// <summary>The session of its administrator.</summary>
    public PortalSession Session => _administrator;

    private string Email => $"administrator@{_shape.Name}.example";

    /// <param name="email">The address of the first support account.</param>
    /// <param name="issued">The password that was issued to it.</param>
    public async Task Register(string email, string issued)
    {
        await _support.SignIn(Web(), email, issued, SupportPassword);
        var registered = await _support.Post(Web(), "api/v1/support/customers", new JsonObject
        {
            ["name"] = _shape.Name,
            ["administratorName"] = _shape.Name,
            ["administratorEmail"] = Email,
            ["id"] = _shape.Name,
        });
        await _administrator.SignIn(Web(), Email, (string)registered!["administrator"]!["password"]!, Password);
        await Each(_buildings.Count, building => _administrator.Post(
            Web(), "api/v1/buildings", new JsonObject { ["name"] = Name("Building", building), ["id"] = _buildings[building] }));
        await Each(_rooms.Count, AddRoom);
    }

    /// <summary>Signs in where the property is registered already.</summary>
    public Task SignIn() => _administrator.SignIn(Web(), Email, Password, Password);

    /// <summary>Has a camera record on the motion sensor of another one, in another room.</summary>
    public Task AddRule(int camera, int trigger) => _administrator.Post(
        Web(), $"api/v1/rooms/{_rooms[camera / _shape.PerRoom]}/devices/{CameraFleet.Device(camera)}/capture-rules",
        new JsonObject { ["from"] = _rooms[trigger / _shape.PerRoom], ["sensors"] = new JsonArray(CameraFleet.Device(trigger) + "/motion") });

    /// <summary>Each camera's presence as the portal tells it.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Presence()
    {
        var presence = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var building in _buildings)
        {
            var view = await _administrator.Get(Web(), "api/v1/buildings/" + building);
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
        var first = room * _shape.PerRoom;
        var devices = Enumerable.Range(first, Math.Min(_shape.PerRoom, _shape.Cameras - first)).ToList();
        var contract = Name(_shape.Name.ToUpperInvariant(), room);
        await _support.Post(Web(), $"api/v1/support/customers/{_shape.Name}/contracts", new JsonObject
        {
            ["number"] = contract,
            ["devices"] = new JsonArray([.. devices.Select(device => new JsonObject { ["mac"] = CameraFleet.Device(device), ["key"] = CameraFleet.Key(device) })]),
        });
        await _administrator.Post(Web(), $"api/v1/buildings/{_buildings[room / _shape.RoomsOfABuilding]}/rooms", new JsonObject
        {
            ["name"] = Name("Room", room),
            ["contract"] = contract,
            ["mac"] = CameraFleet.Device(devices[0]),
            ["id"] = _rooms[room],
        });
        await _administrator.Post(Web(), $"api/v1/rooms/{_rooms[room]}/devices", new JsonObject { ["devices"] = new JsonArray([.. devices.Select(Camera)]) });
    }

    private static JsonObject Camera(int device) => new()
    {
        ["mac"] = CameraFleet.Device(device),
        ["name"] = Name("Camera", device),
        ["sensors"] = new JsonArray(new JsonObject { ["sensor"] = "motion", ["kind"] = "motion", ["name"] = "Motion" }),
    };

    /// <summary>Those that answer, in turn.</summary>
    private Uri Web()
    {
        var webs = _webs();
        return webs[(int)((uint)Interlocked.Increment(ref _turn) % webs.Count)];
    }

    /// <summary>Neighbours belong to the same building, which takes one room after the other: so those far apart go together.</summary>
    private async Task Each(int count, Func<int, Task> work)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce };
        var spread = Enumerable.Range(0, count).OrderBy(number => number % _shape.RoomsOfABuilding);
        await Parallel.ForEachAsync(spread, options, async (number, _) => await work(number));
    }

    private static string Name(string what, int number) => string.Create(CultureInfo.InvariantCulture, $"{what}-{number}");
}
