using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Contracts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Web.Accounts;

namespace Mihari.Web.Api;

/// <summary>How buildings and rooms come about and change (manual 1.3).</summary>
internal static class SetupApi
{
    private const string Was = "was is the name that the caller read; where it is another one by now, nothing is deleted.";

    public static void MapSetupApi(this RouteGroupBuilder v1)
    {
        var api = v1.MapGroup("").WithTags("Setup");
        api.MapPost("/contracts/{contract}/check", Check).RequireAuthorization(nameof(Permission.AddRooms))
            .As("checkContract", "Tells whether a room may be added for a contract", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .Taking().Produces<CheckedContractView>();
        api.MapPost("/buildings", Create).RequireAuthorization(nameof(Permission.AddRooms))
            .As("addBuilding", "Adds a building, with its first room where there is one", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .Taking().Made<RoomListView>().WithDescription(PropertyApi.OfCustomer);
        api.MapPut("/buildings/{building}", Rename).RequireAuthorization(nameof(Permission.ChangeBuildings))
            .As("renameBuilding", "Renames a building", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).Taking().Produces<RoomListView>();
        api.MapDelete("/buildings/{building}", Delete).RequireAuthorization(nameof(Permission.ChangeBuildings))
            .As("deleteBuilding", "Deletes a building with its rooms", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .Nothing().WithDescription(Was + " Support can restore it for 30 days.");
        api.MapGet("/buildings/{building}/rooms", GetRooms).RequireAuthorization(nameof(Permission.ViewLive))
            .As("listRooms", "Lists a building's rooms with what stands in them", StatusCodes.Status404NotFound).Produces<RoomListView>();
        api.MapPost("/buildings/{building}/rooms", AddRoom).RequireAuthorization(nameof(Permission.AddRooms))
            .As("addRoom", "Adds a room", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).Taking().Made<RoomSummaryView>();
        api.MapPut("/buildings/{building}/rooms/{room}", RenameRoom).RequireAuthorization(nameof(Permission.ChangeRooms))
            .As("renameRoom", "Renames a room", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).Taking().Produces<RoomSummaryView>();
        api.MapDelete("/buildings/{building}/rooms/{room}", DeleteRoom).RequireAuthorization(nameof(Permission.ChangeRooms))
            .As("deleteRoom", "Deletes a room with its devices", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .Nothing().WithDescription(Was + " Support can restore it for 30 days.");
        api.MapPost("/buildings/{building}/rooms/{room}/move", MoveRoom).RequireAuthorization(nameof(Permission.MoveRooms))
            .As("moveRoom", "Moves a room with its devices and their history to another building of the customer", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .Taking().Nothing();
    }

    private static async Task<CheckedContractView> Check(string contract, DeviceProofRequest request, HttpContext context, IGrainFactory grains)
    {
        var number = Inputs.Contract(contract);
        return CheckedContractView.Of(await grains.GetGrain<IContractDesk>(number.Value).Check(context.ToCaller(), Inputs.Mac("mac", request.Mac)));
    }

    private static async Task<IResult> Create(NewBuildingRequest request, string? customer, HttpContext context, IGrainFactory grains)
    {
        var caller = context.ToCaller();
        var owner = caller.OwnCustomer(customer);
        var building = grains.GetGrain<IBuildingSetup>(Inputs.NewUuid("id", request.Id));
        await building.Create(caller, owner, Inputs.Text("name", request.Name), request.FirstRoom?.ToRoom("firstRoom."));
        return Described.Created(RoomListView.Of(await building.GetRooms(caller)));
    }

    private static async Task<RoomListView> Rename(string building, RenameRequest request, HttpContext context, IGrainFactory grains)
    {
        var (caller, setup) = Of(building, context, grains);
        await setup.Rename(caller, Inputs.Text("was", request.Was), Inputs.Text("name", request.Name));
        return RoomListView.Of(await setup.GetRooms(caller));
    }

    private static async Task<IResult> Delete(string building, string? was, HttpContext context, IGrainFactory grains)
    {
        var (caller, setup) = Of(building, context, grains);
        await setup.Delete(caller, Inputs.Text("was", was));
        return Results.NoContent();
    }

    private static async Task<RoomListView> GetRooms(string building, HttpContext context, IGrainFactory grains)
    {
        var (caller, setup) = Of(building, context, grains);
        return RoomListView.Of(await setup.GetRooms(caller));
    }

    private static async Task<IResult> AddRoom(string building, NewRoomRequest request, HttpContext context, IGrainFactory grains)
    {
        var (caller, setup) = Of(building, context, grains);
        var room = request.ToRoom("");
        await setup.AddRoom(caller, room);
        return Described.Created(await Find(setup, caller, room.Room));
    }

    private static async Task<RoomSummaryView> RenameRoom(string building, string room, RenameRequest request, HttpContext context, IGrainFactory grains)
    {
        var (caller, setup) = Of(building, context, grains);
        var id = Inputs.Room(room);
        await setup.RenameRoom(caller, id, Inputs.Text("was", request.Was), Inputs.Text("name", request.Name));
        return await Find(setup, caller, id);
    }

    private static async Task<IResult> DeleteRoom(string building, string room, string? was, HttpContext context, IGrainFactory grains)
    {
        var (caller, setup) = Of(building, context, grains);
        await setup.DeleteRoom(caller, Inputs.Room(room), Inputs.Text("was", was));
        return Results.NoContent();
    }

    private static async Task<IResult> MoveRoom(string building, string room, MoveRequest request, HttpContext context, IGrainFactory grains)
    {
        var (caller, setup) = Of(building, context, grains);
        await setup.MoveRoom(caller, Inputs.Room(room), Inputs.Building(Inputs.Text("to", request.To)));
        return Results.NoContent();
    }

    private static (Caller Caller, IBuildingSetup Setup) Of(string building, HttpContext context, IGrainFactory grains) =>
        (context.ToCaller(), grains.GetGrain<IBuildingSetup>(Inputs.Building(building).Value));

    private static async Task<RoomSummaryView> Find(IBuildingSetup setup, Caller caller, RoomId room) =>
        RoomSummaryView.Of((await setup.GetRooms(caller)).Rooms.FirstOrDefault(r => r.Room == room) ?? throw new UnknownIdException("room", room.Value));
}
