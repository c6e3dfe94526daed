using System.Collections.Immutable;
using System.Globalization;
using Mihari.Buildings;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Troubles;

namespace Mihari.Web.Components.Cameras;

/// <summary>All devices of a building in the order they are shown; every change gives a new board, and cards that did not change stay the same instances.</summary>
public sealed class CameraBoard
{
    private readonly ImmutableDictionary<string, (int Order, RoomEntry Entry)> _rooms;

    private CameraBoard(
        BuildingId building, string name, LineTrouble? line, ImmutableDictionary<string, (int Order, RoomEntry Entry)> rooms, IEnumerable<CameraCardView> devices)
    {
        Building = building;
        Name = name;
        Line = line;
        _rooms = rooms;
        Devices = [.. devices
            .OrderBy(card => rooms.TryGetValue(card.RoomId, out var room) ? room.Order : int.MaxValue)
            .ThenBy(card => card.Name, NameOrder.Current)
            .ThenBy(card => card.Id, StringComparer.Ordinal)];
        Cards = Devices.All(card => card.HasVideo) ? Devices : [.. Devices.Where(card => card.HasVideo)];
    }

    public BuildingId Building { get; }

    public string Name { get; }

    /// <summary>The trouble of its line; null: it is well.</summary>
    public LineTrouble? Line { get; }

    /// <summary>Its cameras and hubs.</summary>
    public ImmutableArray<CameraCardView> Devices { get; }

    /// <summary>Its cameras.</summary>
    public ImmutableArray<CameraCardView> Cards { get; }

    public int Rooms => _rooms.Count;

    public int Online => Cards.Count(card => card.IsOnline);

    public int Recording => Cards.Count(card => card.IsRecording);

    /// <summary>How many devices have a trouble, hubs too.</summary>
    public int Troubled => Devices.Count(card => card.IsTroubled);

    /// <summary>The hubs that have one.</summary>
    public IEnumerable<CameraCardView> TroubledHubs => Devices.Where(card => card is { HasVideo: false, IsTroubled: true });

    /// <summary>When the board changes by itself: the first recording to end, or the first word that a trouble did.</summary>
    public DateTimeOffset? NextChange => Devices.Min(card => card.NextChange);

    /// <param name="dashboard">As the building stands.</param>
    /// <param name="now">When it is shown.</param>
    /// <param name="before">What was shown until then; null: nothing.</param>
    public static CameraBoard From(Dashboard dashboard, DateTimeOffset now, CameraBoard? before = null)
    {
        var shown = before?.Devices.ToDictionary(card => card.Id, StringComparer.Ordinal);
        return new(
            dashboard.Building,
            dashboard.Name,
            dashboard.Line,
            dashboard.Rooms.Select((room, order) => (order, room)).ToImmutableDictionary(pair => pair.room.Room.Value, StringComparer.Ordinal),
            dashboard.Cameras.Items.Select(card => CameraCardView.From(card, now).After(shown?.GetValueOrDefault(card.Camera.Value), now)));
    }

    /// <summary>What the board is after a delta. A status that is older than the one shown is ignored.</summary>
    public CameraBoard Apply(ProjectionDelta<CameraCard> delta, DateTimeOffset now)
    {
        var cards = Devices.ToDictionary(card => card.Id, card => card.At(now), StringComparer.Ordinal);
        foreach (var key in delta.Removed)
            cards.Remove(key);

        foreach (var card in delta.Changed)
        {
            if (!cards.TryGetValue(card.Camera.Value, out var shown) || card.Status.Version >= shown.Version)
                cards[card.Camera.Value] = CameraCardView.From(card, now).After(shown, now);
        }

        return new CameraBoard(Building, Name, Line, _rooms, cards.Values);
    }

    /// <summary>The board at a later moment; the same instance where nothing has run out.</summary>
    public CameraBoard At(DateTimeOffset now) =>
        NextChange <= now ? new CameraBoard(Building, Name, Line, _rooms, Devices.Select(card => card.At(now))) : this;

    /// <summary>A room of the building; null: there is none of that id.</summary>
    public RoomEntry? FindRoom(RoomId room) => _rooms.TryGetValue(room.Value, out var found) ? found.Entry : null;

    /// <summary>What stands in a room of it.</summary>
    public IReadOnlyList<CameraCardView> DevicesOf(RoomId room) => [.. Devices.Where(card => string.Equals(card.RoomId, room.Value, StringComparison.Ordinal))];

    /// <summary>A camera or hub; null: there is none of that id.</summary>
    public CameraCardView? FindDevice(DeviceId device) => Devices.FirstOrDefault(card => string.Equals(card.Id, device.Value, StringComparison.Ordinal));

    /// <summary>A camera; null: there is none of that id.</summary>
    public CameraCardView? Find(string? camera) => Cards.FirstOrDefault(card => string.Equals(card.Id, camera, StringComparison.OrdinalIgnoreCase));

    /// <summary>The cameras whose own or room name contains the text, in any width, case or kana.</summary>
    public IReadOnlyList<CameraCardView> Matching(string? text, bool troublesOnly) =>
        [.. Cards.Where(card => (!troublesOnly || card.IsTroubled) && (NameFilter.Matches(card.Name, text) || NameFilter.Matches(card.Room, text)))];
}

/// <summary>The filter of names.</summary>
internal static class NameFilter
{
    private const CompareOptions Loose = CompareOptions.IgnoreCase | CompareOptions.IgnoreWidth | CompareOptions.IgnoreKanaType;

    public static bool Matches(string name, string? text) =>
        string.IsNullOrWhiteSpace(text) || CultureInfo.InvariantCulture.CompareInfo.IndexOf(name, text.Trim(), Loose) >= 0;
}

/// <summary>Names in the viewer's language, numbers by value: カメラ2 before カメラ10.</summary>
internal static class NameOrder
{
    public static StringComparer Current => Of(CultureInfo.CurrentUICulture);

    public static StringComparer Of(CultureInfo language) => StringComparer.Create(language, CompareOptions.NumericOrdering);
}
