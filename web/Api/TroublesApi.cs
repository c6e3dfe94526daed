using Microsoft.OpenApi;
using Mihari.Accounts;
using Mihari.Refusals;
using Mihari.Troubles;
using Mihari.Web.Accounts;

namespace Mihari.Web.Api;

/// <summary>Troubles of a building (manual 5).</summary>
internal static class TroublesApi
{
    private const int Preset = 50;

    public static void MapTroublesApi(this RouteGroupBuilder v1)
    {
        var api = v1.MapGroup("/buildings/{building}/trouble-refresh").WithTags("Property").RequireAuthorization(nameof(Permission.ViewLive));
        api.MapPost("", Begin).As("beginTroubleRefresh", "Asks all devices of a building how they are", StatusCodes.Status404NotFound).Produces<TroubleRefreshView>()
            .WithDescription("Each is waited for 5 seconds; the answer does not wait. While they are asked, and for 2 seconds after it began, the same inquiry is joined.");
        api.MapGet("", Get).As("getTroubleRefresh", "Shows how far the newest inquiry is", StatusCodes.Status404NotFound).Produces<TroubleRefreshView>();
        v1.MapGet("/buildings/{building}/troubles", GetHistory).WithTags("Property").RequireAuthorization(nameof(Permission.ViewLive))
            .As("listTroubles", "Lists the troubles of a building, those that go on and those that are over, newest first", StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound)
            .WithDescription("With room or device, only of that one. Devices that were replaced, deleted or moved are in it with what they had in their time; a device also with what those had whose places it took.")
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.SetParameter("limit", new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = $"{ITroubleHistory.LargestPage}", Default = Preset });
                return Task.CompletedTask;
            })
            .Produces<TroublePageView>();
    }

    private static async Task<TroublePageView> GetHistory(
        string building, string? room, string? device, string? limit, string? continuation, HttpContext context, IGrainFactory grains)
    {
        var history = grains.GetGrain<ITroubleHistory>(Inputs.Building(building).Value);
        return TroublePageView.Of(await history.Read(context.ToCaller(), new TroubleQuery(
            string.IsNullOrEmpty(room) ? null : Inputs.Room(room),
            string.IsNullOrEmpty(device) ? null : Inputs.Device(device),
            Inputs.Limit(nameof(limit), limit, ITroubleHistory.LargestPage, Preset),
            string.IsNullOrEmpty(continuation) ? null : continuation)));
    }

    private static async Task<TroubleRefreshView> Begin(string building, HttpContext context, IGrainFactory grains) =>
        TroubleRefreshView.Of(await Refresh(building, grains).Begin(context.ToCaller()));

    private static async Task<TroubleRefreshView> Get(string building, HttpContext context, IGrainFactory grains) =>
        TroubleRefreshView.Of(await Refresh(building, grains).Get(context.ToCaller()) ?? throw new UnknownIdException("trouble-refresh", building));

    private static ITroubleRefresh Refresh(string building, IGrainFactory grains) => grains.GetGrain<ITroubleRefresh>(Inputs.Building(building).Value);
}

/// <summary>How an inquiry stands.</summary>
/// <param name="At">When it began.</param>
/// <param name="IsOver">Whether nothing more is to come.</param>
/// <param name="Devices">All devices of the building.</param>
public sealed record TroubleRefreshView(DateTimeOffset At, bool IsOver, IReadOnlyList<AskedDeviceView> Devices)
{
    internal static TroubleRefreshView Of(TroubleInquiry of) =>
        new(of.At, of.IsOver, [.. of.Devices.Select(device => new AskedDeviceView(device.Device.Value, device.Name, device.Room, device.Answer))]);
}

/// <summary>What came of a device that was asked.</summary>
/// <param name="Device">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Room">Its room's name.</param>
/// <param name="Answer">awaited; answered: it said how it is; silent: it is connected and said nothing within 5 seconds; offline: it is not connected; unable: it answered, but not how it is.</param>
public sealed record AskedDeviceView(string Device, string Name, string Room, DeviceAnswer Answer);

/// <summary>A page of the history of troubles.</summary>
/// <param name="Troubles">Those that were raised last first.</param>
/// <param name="Continuation">Give it back for the next page; null on the last.</param>
public sealed record TroublePageView(IReadOnlyList<PastTroubleView> Troubles, string? Continuation)
{
    internal static TroublePageView Of(TroublePage of) => new([.. of.Troubles.Select(PastTroubleView.Of)], of.Continuation);
}

/// <summary>A trouble of the history.</summary>
/// <param name="Kind">As in a camera's troubles; buildingLine: most cameras of the building were lost at once; buildingLineUnstable: they come and go together.</param>
/// <param name="Device">Whose; null: the building's own.</param>
/// <param name="Name">The name of the device, the last that it had in the room, or of the building.</param>
/// <param name="Room">Where the device stood; null of the building's own.</param>
/// <param name="RoomName">The room's present name.</param>
/// <param name="Since">When it began: of a device that was away, when it was lost, and not when that was raised as a trouble.</param>
/// <param name="Ended">When it was over, or the device left the room; null while it goes on.</param>
public sealed record PastTroubleView(TroubleKind Kind, string? Device, string Name, string? Room, string? RoomName, DateTimeOffset Since, DateTimeOffset? Ended)
{
    internal static PastTroubleView Of(PastTrouble of) =>
        new(of.Kind, of.Device?.Value, of.Name, of.Room?.Value, of.Room is null ? null : of.RoomName, of.Began, of.Ended);
}
