using System.Collections.Immutable;
using Mihari.Identifiers;

namespace Mihari.Web.Fleet;

/// <summary>The cameras that a filter lets through, and what it would let through were one part of it another.</summary>
/// <param name="Snapshot">Of what.</param>
/// <param name="Filter">The filter.</param>
/// <param name="Rows">In its order.</param>
/// <param name="States">How many are of each state, whichever states the filter names.</param>
/// <param name="Buildings">Those with cameras, whichever building and room it names: those with most to do first, then by name.</param>
/// <param name="Firmware">How many have each firmware, whichever it names; the newest first.</param>
public sealed record FleetResult(
    FleetSnapshot Snapshot,
    FleetFilter Filter,
    ImmutableArray<FleetRow> Rows,
    FleetCounts States,
    ImmutableArray<FleetBuilding> Buildings,
    ImmutableArray<FleetFirmware> Firmware)
{
    private readonly Lazy<ImmutableArray<(string Id, string Name)>> _rooms = new(() => RoomsOf(Snapshot, Filter));

    /// <summary>Of the building that the filter names, in their order; made once for all who ask.</summary>
    public ImmutableArray<(string Id, string Name)> Rooms => _rooms.Value;

    private static ImmutableArray<(string Id, string Name)> RoomsOf(FleetSnapshot fleet, FleetFilter filter) => filter.Building is not { } building ? [] :
    [
        .. fleet.Rows.Where(row => row.Building.Value == building).OrderBy(row => row.RoomOrder).Select(row => (row.Card.RoomId, row.Card.Room)).Distinct(),
    ];
}

/// <summary>How many cameras are of each state.</summary>
/// <param name="Total">All of them.</param>
/// <param name="Online">オンライン.</param>
/// <param name="Suspect">接続確認中.</param>
/// <param name="Offline">オフライン.</param>
/// <param name="NeverSeen">未接続.</param>
/// <param name="Troubled">With a trouble.</param>
/// <param name="Recording">撮影中.</param>
public readonly record struct FleetCounts(int Total, int Online, int Suspect, int Offline, int NeverSeen, int Troubled, int Recording)
{
    public int Of(FleetStates state) => state switch
    {
        FleetStates.Online => Online,
        FleetStates.Suspect => Suspect,
        FleetStates.Offline => Offline,
        FleetStates.NeverSeen => NeverSeen,
        FleetStates.Troubled => Troubled,
        FleetStates.Recording => Recording,
        _ => Total,
    };

    internal FleetCounts With(FleetStates states) => new(
        Total + 1,
        Online + One(states, FleetStates.Online),
        Suspect + One(states, FleetStates.Suspect),
        Offline + One(states, FleetStates.Offline),
        NeverSeen + One(states, FleetStates.NeverSeen),
        Troubled + One(states, FleetStates.Troubled),
        Recording + One(states, FleetStates.Recording));

    private static int One(FleetStates states, FleetStates state) => (states & state) == 0 ? 0 : 1;
}

/// <summary>A building with how many of its cameras are of each state.</summary>
/// <param name="Building">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Counts">Of those that the filter lets through.</param>
public sealed record FleetBuilding(BuildingId Building, string Name, FleetCounts Counts);

/// <summary>A firmware, and how many cameras have it.</summary>
/// <param name="Version">As devices say.</param>
/// <param name="Cameras">How many.</param>
public sealed record FleetFirmware(string Version, int Cameras);
