using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Mihari.Accounts;
using Mihari.Cameras;
using Mihari.Troubles;
using Mihari.Web.Accounts;
using Mihari.Web.Fleet;

namespace Mihari.Web.Api;

/// <summary>A page of the cameras of all of a customer's buildings.</summary>
/// <param name="Total">How many the filter lets through.</param>
/// <param name="Offset">How many of them come before these.</param>
/// <param name="Cameras">These.</param>
/// <param name="Unread">The ids of buildings that could not be read now: their cameras are missing.</param>
public sealed record FleetPageView(int Total, int Offset, IReadOnlyList<FleetCameraView> Cameras, IReadOnlyList<string> Unread)
{
    internal static FleetPageView Of(FleetResult of, int offset, int limit) => new(
        of.Rows.Length, offset, [.. of.Rows.Skip(offset).Take(limit).Select(row => FleetCameraView.Of(row, of.Snapshot))], [.. of.Snapshot.Unread.Select(b => b.Value)]);
}

/// <summary>A camera with its building.</summary>
/// <param name="Id">Its MAC address, 12 hex digits.</param>
/// <param name="Name">Its name.</param>
/// <param name="Building">The id of the building it stands in.</param>
/// <param name="BuildingName">The building's name.</param>
/// <param name="Room">The id of the room it stands in.</param>
/// <param name="RoomName">The room's name.</param>
/// <param name="Contract">SPID of the room; null where it is not known.</param>
/// <param name="Presence">Whether it is connected.</param>
/// <param name="PresenceSince">Since when; null for one that never was.</param>
/// <param name="Troubles">What is wrong now, the gravest first.</param>
/// <param name="RecordingUntil">The end of the capture that runs; null where none does.</param>
/// <param name="Sd">The state of its SD card; null before its first connection.</param>
/// <param name="SdUsedPercent">How full it is, 0 to 100; null where the device has not said.</param>
/// <param name="SdLifePercent">Life left, 0 to 100; null where the device has not said.</param>
/// <param name="Model">As the device says.</param>
/// <param name="Firmware">As the device says.</param>
/// <param name="IsOutdated">Whether a camera of the fleet of the same model has a newer firmware.</param>
public sealed record FleetCameraView(
    string Id,
    string Name,
    string Building,
    string BuildingName,
    string Room,
    string RoomName,
    string? Contract,
    Presence Presence,
    DateTimeOffset? PresenceSince,
    IReadOnlyList<TroubleKind> Troubles,
    DateTimeOffset? RecordingUntil,
    SdCardState? Sd,
    int? SdUsedPercent,
    int? SdLifePercent,
    string? Model,
    string? Firmware,
    bool IsOutdated)
{
    internal static FleetCameraView Of(FleetRow of, FleetSnapshot fleet) => new(
        of.Id, of.Card.Name, of.Building.Value, of.BuildingName, of.Card.RoomId, of.Card.Room, of.Contract, of.Card.Presence, of.Card.Since,
        [.. of.Card.Troubles], of.Card.RecordingUntil, of.Card.Sd?.State, of.Card.Sd?.UsedPercent, of.LifePercent, of.Model, of.Firmware, fleet.IsOutdated(of));
}

/// <summary>How many cameras are of each state. A camera has one of online, suspect, offline and neverSeen, and may be troubled or recording beside it.</summary>
/// <param name="Total">All.</param>
/// <param name="Online">Connected.</param>
/// <param name="Suspect">Its server was lost; it has a while to come back.</param>
/// <param name="Offline">Not connected.</param>
/// <param name="NeverSeen">It never was.</param>
/// <param name="Troubled">With an active trouble.</param>
/// <param name="Recording">Recording an event.</param>
public sealed record FleetCountsView(int Total, int Online, int Suspect, int Offline, int NeverSeen, int Troubled, int Recording)
{
    internal static FleetCountsView Of(FleetCounts of) => new(of.Total, of.Online, of.Suspect, of.Offline, of.NeverSeen, of.Troubled, of.Recording);
}

/// <summary>A building with how its cameras are.</summary>
/// <param name="Building">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Counts">Of its cameras.</param>
public sealed record FleetBuildingView(string Building, string Name, FleetCountsView Counts);

/// <summary>A firmware, and how many cameras have it.</summary>
/// <param name="Version">As devices say.</param>
/// <param name="Cameras">How many.</param>
public sealed record FleetFirmwareView(string Version, int Cameras);

/// <summary>How the cameras of all of a customer's buildings are, as far as a filter lets them through.</summary>
/// <param name="Counts">By state, whichever states the filter names.</param>
/// <param name="Buildings">Those with cameras, whichever building or room it names; those with most to do first.</param>
/// <param name="Firmware">The newest first, whichever it names.</param>
/// <param name="Unread">The ids of buildings that could not be read now: their cameras are missing.</param>
public sealed record FleetSummaryView(
    FleetCountsView Counts, IReadOnlyList<FleetBuildingView> Buildings, IReadOnlyList<FleetFirmwareView> Firmware, IReadOnlyList<string> Unread)
{
    internal static FleetSummaryView Of(FleetResult of) => new(
        FleetCountsView.Of(of.States), [.. of.Buildings.Select(b => new FleetBuildingView(b.Building.Value, b.Name, FleetCountsView.Of(b.Counts)))],
        [.. of.Firmware.Select(f => new FleetFirmwareView(f.Version, f.Cameras))], [.. of.Snapshot.Unread.Select(b => b.Value)]);
}

/// <summary>All cameras of a customer in one list.</summary>
internal static class FleetApi
{
    private const int Most = 1_000;
    private const int Preset = 100;
    private const int MostOffset = 1_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static void MapFleetApi(this RouteGroupBuilder v1)
    {
        var api = v1.MapGroup("/fleet").WithTags("Fleet").RequireAuthorization(nameof(Permission.ViewLive));
        api.MapGet("", List)
            .As("listFleet", "Lists the cameras of all of the customer's buildings", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound)
            .WithDescription("It is live: a page that is asked for later may have moved by what came or went meanwhile. " + PropertyApi.OfCustomer)
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.SetParameter("limit", new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = $"{Most}", Default = Preset });
                operation.SetParameter("offset", new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0", Maximum = $"{MostOffset}", Default = 0 });
                return Task.CompletedTask;
            })
            .Produces<FleetPageView>();
        api.MapGet("/summary", Summarise)
            .As("summariseFleet", "Counts the cameras of all of the customer's buildings", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound)
            .WithDescription(PropertyApi.OfCustomer)
            .Produces<FleetSummaryView>();
    }

    private static async Task<FleetPageView> List(
        [AsParameters] FleetParameters parameters, string? limit, string? offset, string? customer, HttpContext context, IFleets fleets)
    {
        var filter = parameters.ToFilter();
        var count = Inputs.Limit(nameof(limit), limit, Most, Preset);
        var from = Inputs.Number(nameof(offset), offset, 0, MostOffset, 0);
        return FleetPageView.Of(await Find(filter, customer, context, fleets), from, count);
    }

    private static async Task<FleetSummaryView> Summarise([AsParameters] FleetParameters parameters, string? customer, HttpContext context, IFleets fleets) =>
        FleetSummaryView.Of(await Find(parameters.ToFilter(), customer, context, fleets));

    private static async Task<FleetResult> Find(FleetFilter filter, string? customer, HttpContext context, IFleets fleets)
    {
        var caller = context.ToCaller();
        var fleet = await fleets.Get(caller, caller.OwnCustomer(customer), Patience, context.RequestAborted);
        return (fleet ?? throw new TimeoutException("the cameras of the fleet are not known yet")).Query(filter);
    }
}
