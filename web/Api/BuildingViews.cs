using Mihari.Buildings;
using Mihari.Customers;
using Mihari.Projections;
using Mihari.Troubles;

namespace Mihari.Web.Api;

/// <summary>A customer's buildings.</summary>
/// <param name="Customer">The customer's id.</param>
/// <param name="Name">The customer's name.</param>
/// <param name="Position">Where the list stands; the hub's updates follow on it.</param>
/// <param name="Buildings">The buildings.</param>
public sealed record PortfolioView(string Customer, string Name, PositionView Position, IReadOnlyList<BuildingSummaryView> Buildings)
{
    internal static PortfolioView Of(Portfolio of) => new(
        of.Customer.Value, of.Name, PositionView.Of(of.Buildings.Position), [.. of.Buildings.Items.Select(BuildingSummaryView.Of)]);
}

/// <summary>A building at a glance.</summary>
/// <param name="Id">The building's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Rooms">How many rooms it has.</param>
/// <param name="Cameras">How many cameras.</param>
/// <param name="Online">How many of them are online.</param>
/// <param name="Troubled">How many devices, cameras and hubs, have an active trouble.</param>
/// <param name="Recording">How many are recording an event just now.</param>
/// <param name="Line">The trouble of its line; null while it is well.</param>
public sealed record BuildingSummaryView(string Id, string Name, int Rooms, int Cameras, int Online, int Troubled, int Recording, LineTroubleView? Line)
{
    internal static BuildingSummaryView Of(BuildingSummary of) =>
        new(of.Building.Value, of.Name, of.Rooms, of.Cameras, of.Online, of.Troubled, of.Recording, LineTroubleView.Of(of.Line));
}

/// <summary>A building with its rooms and cameras.</summary>
/// <param name="Id">The building's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Position">Where the list of cameras stands; the hub's updates follow on it.</param>
/// <param name="Rooms">Its rooms, in the order they were added.</param>
/// <param name="Cameras">Its cameras.</param>
/// <param name="Line">The trouble of its line; null while it is well.</param>
public sealed record BuildingView(
    string Id, string Name, PositionView Position, IReadOnlyList<RoomView> Rooms, IReadOnlyList<CameraView> Cameras, LineTroubleView? Line)
{
    internal static BuildingView Of(Dashboard of) => new(
        of.Building.Value,
        of.Name,
        PositionView.Of(of.Cameras.Position),
        [.. of.Rooms.Select(r => new RoomView(r.Room.Value, r.Name, r.Sensors?.All, r.Sensors?.Open, r.Sensors?.Closed))],
        [.. of.Cameras.Items.Where(CameraView.IsListed).Select(CameraView.Of)],
        LineTroubleView.Of(of.Line));
}

/// <summary>Most cameras of a building were lost at once, or come and go together.</summary>
/// <param name="Since">When the first of them was lost, or began to.</param>
/// <param name="Cameras">How many.</param>
/// <param name="Kind">buildingLine or buildingLineUnstable.</param>
public sealed record LineTroubleView(DateTimeOffset Since, int Cameras, TroubleKind Kind)
{
    internal static LineTroubleView? Of(LineTrouble? of) => of is null ? null : new(of.Since, of.Cameras, of.Kind);
}

/// <summary>A room.</summary>
/// <param name="Id">The room's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Sensors">How many sensors it has; null, like the next two, just after a start, until they have been counted.</param>
/// <param name="Open">How many of its contacts are open.</param>
/// <param name="Closed">How many are closed.</param>
public sealed record RoomView(string Id, string Name, int? Sensors, int? Open, int? Closed);

/// <summary>Where a list stands.</summary>
/// <param name="Incarnation">Changes when the server starts the list anew.</param>
/// <param name="Sequence">Goes up with each change.</param>
public sealed record PositionView(string Incarnation, long Sequence)
{
    internal static PositionView Of(ProjectionPosition of) => new(of.Incarnation, of.Sequence);
}
