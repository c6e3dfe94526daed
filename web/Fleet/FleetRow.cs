using Mihari.Buildings;
using Mihari.Identifiers;
using Mihari.Web.Components.Cameras;

namespace Mihari.Web.Fleet;

/// <summary>A camera of the fleet at a moment. One whose facts are unchanged keeps its instance, and is not drawn again.</summary>
/// <param name="Card">As its building's list shows it.</param>
/// <param name="Building">Where it stands.</param>
/// <param name="BuildingName">The building's name.</param>
/// <param name="RoomOrder">The place of its room in the building.</param>
/// <param name="Contract">SPID of its room; null: not known.</param>
/// <param name="Model">As the device says; null: not yet.</param>
/// <param name="Firmware">As the device says; null: not yet.</param>
/// <param name="LifePercent">Life left of its SD card, 0 to 100; null: not known.</param>
/// <param name="Text">All that can be searched, folded.</param>
public sealed record FleetRow(
    CameraCardView Card,
    BuildingId Building,
    string BuildingName,
    int RoomOrder,
    string? Contract,
    string? Model,
    string? Firmware,
    int? LifePercent,
    string Text)
{
    private CameraCardView? _tile;

    public string Id => Card.Id;

    public FleetStates States { get; } = FleetStateRules.Of(Card);

    /// <summary>Its MAC address as it is printed: 02:AA:….</summary>
    public string Mac => string.Join(':', Card.Id.Chunk(2).Select(pair => new string(pair)));

    /// <summary>For a wall of many buildings: its room is named with its building.</summary>
    public CameraCardView Tile => _tile ??= Card with { Room = $"{Card.Room}\n{BuildingName}" };

    internal static FleetRow Of(CameraCard camera, FleetPlace place, FleetRow? before, DateTimeOffset now)
    {
        var (order, contract) = place.Rooms.GetValueOrDefault(camera.Room.Value, (int.MaxValue, null));
        var status = camera.Status;
        var row = new FleetRow(
            CameraCardView.From(camera, now), place.Building, place.Name, order, contract, status.Model, status.Firmware,
            status.Sd?.LifePercent is >= 0 and <= 100 and var life ? life : null, "");
        return row with { Text = before is not null && SameText(before, row) ? before.Text : TextOf(row) };
    }

    /// <summary>The same camera at a later moment; the same instance where nothing has run out.</summary>
    internal FleetRow At(DateTimeOffset now) => Card.At(now) is var card && ReferenceEquals(card, Card)
        ? this
        : new FleetRow(card, Building, BuildingName, RoomOrder, Contract, Model, Firmware, LifePercent, Text);

    /// <summary>Whether it is sorted among names as before.</summary>
    internal static bool SameNames(FleetRow a, FleetRow b) =>
        a.Card.Name == b.Card.Name && a.BuildingName == b.BuildingName && a.Building == b.Building && a.RoomOrder == b.RoomOrder;

    /// <summary>Whether a viewer sees, finds and counts the same of both. Devices say much else, as how many bytes are used.</summary>
    internal static bool ShowSame(FleetRow a, FleetRow b) =>
        SameText(a, b) && a.LifePercent == b.LifePercent && a.Card.Troubles.SequenceEqual(b.Card.Troubles)
        && a.Card.Sd?.State == b.Card.Sd?.State && a.Card.Sd?.UsedPercent == b.Card.Sd?.UsedPercent
        && a.Card == b.Card with { Version = a.Card.Version, Troubles = a.Card.Troubles, Sd = a.Card.Sd };

    private static bool SameText(FleetRow a, FleetRow b) =>
        SameNames(a, b) && a.Card.Room == b.Card.Room && a.Contract == b.Contract && a.Model == b.Model && a.Firmware == b.Firmware;

    private static string TextOf(FleetRow row) => string.Join(
        FleetText.Between,
        FleetText.Fold(row.Card.Name), FleetText.Fold(row.Card.Room), FleetText.Fold(row.BuildingName), FleetText.Fold(row.Id),
        FleetText.Fold(row.Contract), FleetText.Fold(row.Model), FleetText.Fold(row.Firmware));
}

/// <summary>A building as its rows need it.</summary>
/// <param name="Building">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Rooms">Of each room its place and its SPID.</param>
internal sealed record FleetPlace(BuildingId Building, string Name, IReadOnlyDictionary<string, (int Order, string? Contract)> Rooms)
{
    public static FleetPlace Of(Dashboard dashboard) => new(
        dashboard.Building, dashboard.Name,
        dashboard.Rooms.Select((room, order) => (room, order)).ToDictionary(r => r.room.Room.Value, r => (r.order, r.room.Contract?.Value), StringComparer.Ordinal));
}
