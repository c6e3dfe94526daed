using Mihari.Accounts;
using Mihari.Rooms;
using Mihari.Web.Accounts;

namespace Mihari.Web.Api;

/// <summary>The devices of a room (manual 1.4).</summary>
internal static class RoomsApi
{
    private const int MostDevices = 100;
    private const string Was = "was is the name that the caller read; where it is another one by now, nothing is deleted. Support can restore it for 30 days.";

    public static void MapRoomsApi(this RouteGroupBuilder v1)
    {
        var api = v1.MapGroup("/rooms/{room}").WithTags("Devices");
        api.MapGet("/devices", Get).RequireAuthorization(nameof(Permission.ViewLive))
            .As("listDevices", "Lists what stands in a room", StatusCodes.Status404NotFound).Produces<RoomDevicesView>();
        api.MapGet("/offers", GetOffers).RequireAuthorization(nameof(Permission.AddDevices))
            .As("listOffers", "Lists the devices that may be put into a room", StatusCodes.Status404NotFound).Produces<OfferListView>();
        api.MapPost("/devices", Add).RequireAuthorization(nameof(Permission.AddDevices))
            .As("addDevices", "Puts devices into a room", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).Taking().Produces<RoomDevicesView>();
        api.MapPut("/devices/{device}", (string room, string device, RenameRequest request, HttpContext context, IGrainFactory grains) =>
                Rename(room, device, null, request, context, grains))
            .RequireAuthorization(nameof(Permission.ChangeDevices))
            .As("renameDevice", "Renames a device", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).Taking().Produces<RoomDevicesView>();
        api.MapPut("/devices/{device}/sensors/{sensor}", Rename).RequireAuthorization(nameof(Permission.ChangeDevices))
            .As("renameSensor", "Renames a sensor", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).Taking().Produces<RoomDevicesView>();
        api.MapDelete("/devices/{device}", (string room, string device, string? was, HttpContext context, IGrainFactory grains) =>
                Delete(room, device, null, was, context, grains))
            .RequireAuthorization(nameof(Permission.ChangeDevices))
            .As("deleteDevice", "Takes a device with its sensors out of a room", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .Nothing().WithDescription(Was);
        api.MapDelete("/devices/{device}/sensors/{sensor}", Delete).RequireAuthorization(nameof(Permission.ChangeDevices))
            .As("deleteSensor", "Takes a sensor out of a room", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .Nothing().WithDescription(Was);
        api.MapPost("/devices/{device}/replace", Replace).RequireAuthorization(nameof(Permission.ReplaceDevices))
            .As("replaceDevice", "Has another device take over name, sensors, rules, settings and history of a broken one", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .Taking().Nothing();
    }

    private static async Task<RoomDevicesView> Get(string room, HttpContext context, IGrainFactory grains)
    {
        var (caller, devices) = Of(room, context, grains);
        return RoomDevicesView.Of(await devices.GetDevices(caller));
    }

    private static async Task<OfferListView> GetOffers(string room, HttpContext context, IGrainFactory grains)
    {
        var (caller, devices) = Of(room, context, grains);
        return OfferListView.Of(await devices.GetOffers(caller));
    }

    private static async Task<RoomDevicesView> Add(string room, AddDevicesRequest request, HttpContext context, IGrainFactory grains)
    {
        var (caller, devices) = Of(room, context, grains);
        var added = Inputs.List("devices", request.Devices, MostDevices).Select(d => d.ToDevice());
        await grains.GetGrain<IRoomGrain>(Inputs.Room(room).Value).AddDevices(caller, [.. added]);
        return RoomDevicesView.Of(await devices.GetDevices(caller));
    }

    private static async Task<RoomDevicesView> Rename(string room, string device, string? sensor, RenameRequest request, HttpContext context, IGrainFactory grains)
    {
        var (caller, devices) = Of(room, context, grains);
        await devices.RenameDevice(
            caller, Inputs.Device(device), sensor is null ? null : Inputs.Sensor(sensor), Inputs.Text("was", request.Was), Inputs.Text("name", request.Name));
        return RoomDevicesView.Of(await devices.GetDevices(caller));
    }

    private static async Task<IResult> Delete(string room, string device, string? sensor, string? was, HttpContext context, IGrainFactory grains)
    {
        var (caller, devices) = Of(room, context, grains);
        await devices.DeleteDevice(caller, Inputs.Device(device), sensor is null ? null : Inputs.Sensor(sensor), Inputs.Text("was", was));
        return Results.NoContent();
    }

    private static async Task<IResult> Replace(string room, string device, ReplaceRequest request, HttpContext context, IGrainFactory grains)
    {
        var (caller, devices) = Of(room, context, grains);
        await devices.ReplaceDevice(caller, Inputs.Device(device), Inputs.Mac("successor", request.Successor));
        return Results.NoContent();
    }

    private static (Caller Caller, IRoomDevices Devices) Of(string room, HttpContext context, IGrainFactory grains) =>
        (context.ToCaller(), grains.GetGrain<IRoomDevices>(Inputs.Room(room).Value));
}
