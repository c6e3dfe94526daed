using System.Collections.Immutable;
using System.Globalization;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Projections;

namespace Mihari.Web.Components.Cameras;

/// <summary>All cards of a building in the order they are shown; every change gives a new board, and cards that did not change stay the same instances.</summary>
public sealed class CameraBoard
{
    private readonly ImmutableDictionary<string, int> roomOrder;

    private CameraBoard(BuildingId building, string name, ImmutableDictionary<string, int> roomOrder, IEnumerable<CameraCardView> cards)
    {
        Building = building;
        Name = name;
        this.roomOrder = roomOrder;
        Cards = [.. cards
            .OrderBy(card => roomOrder.GetValueOrDefault(card.RoomId, int.MaxValue))
            .ThenBy(card => card.Name, NameOrder.Current)
            .ThenBy(card => card.Id, StringComparer.Ordinal)];
    }

    public BuildingId Building { get; }

    public string Name { get; }

    public ImmutableArray<CameraCardView> Cards { get; }

    public int Rooms => roomOrder.Count;

    public int Online => Cards.Count(card => card.IsOnline);

    public int Recording => Cards.Count(card => card.IsRecording);

    public int Troubled => Cards.Count(card => card.IsTroubled);

    /// <summary>When the board changes by itself: the first recording to end.</summary>
    public DateTimeOffset? NextChange => Cards.Min(card => card.RecordingUntil);

    public static CameraBoard From(Dashboard dashboard, DateTimeOffset now) => new(
        dashboard.Building,
        dashboard.Name,
        dashboard.Rooms.Select((room, index) => (room.Room.Value, index)).ToImmutableDictionary(pair => pair.Value, pair => pair.index, StringComparer.Ordinal),
        dashboard.Cameras.Items.Where(IsCamera).Select(card => CameraCardView.From(card, now)));

    /// <summary>What the board is after a delta. A status that is older than the one shown is ignored.</summary>
    public CameraBoard Apply(ProjectionDelta<CameraCard> delta, DateTimeOffset now)
    {
        var cards = Cards.ToDictionary(card => card.Id, card => card.At(now), StringComparer.Ordinal);
        foreach (var key in delta.Removed)
            cards.Remove(key);

        foreach (var card in delta.Changed.Where(IsCamera))
        {
            if (!cards.TryGetValue(card.Camera.Value, out var shown) || card.Status.Version >= shown.Version)
                cards[card.Camera.Value] = CameraCardView.From(card, now);
        }

        return new CameraBoard(Building, Name, roomOrder, cards.Values);
    }

    /// <summary>The board at a later moment; the same instance where nothing has run out.</summary>
    public CameraBoard At(DateTimeOffset now) =>
        NextChange <= now ? new CameraBoard(Building, Name, roomOrder, Cards.Select(card => card.At(now))) : this;

    public CameraCardView? Find(string? camera) => Cards.FirstOrDefault(card => string.Equals(card.Id, camera, StringComparison.OrdinalIgnoreCase));

    /// <summary>The cards whose camera or room name contains the text, in any width, case or kana.</summary>
    public IReadOnlyList<CameraCardView> Matching(string? text, bool troublesOnly) =>
        [.. Cards.Where(card => (!troublesOnly || card.IsTroubled) && (NameFilter.Matches(card.Name, text) || NameFilter.Matches(card.Room, text)))];

    private static bool IsCamera(CameraCard card) => card.Status.Kind == DeviceKind.Camera;
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
    public static StringComparer Current => StringComparer.Create(CultureInfo.CurrentUICulture, CompareOptions.NumericOrdering);
}
