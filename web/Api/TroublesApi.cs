using Mihari.Accounts;
using Mihari.Refusals;
using Mihari.Troubles;
using Mihari.Web.Accounts;

namespace Mihari.Web.Api;

/// <summary>Troubles of a building (manual 5).</summary>
internal static class TroublesApi
{
    public static void MapTroublesApi(this RouteGroupBuilder v1)
    {
        var api = v1.MapGroup("/buildings/{building}/trouble-refresh").WithTags("Property").RequireAuthorization(nameof(Permission.ViewLive));
        api.MapPost("", Begin).As("beginTroubleRefresh", "Asks all devices of a building how they are", StatusCodes.Status404NotFound).Produces<TroubleRefreshView>()
            .WithDescription("Each is waited for 5 seconds; the answer does not wait. While they are asked, and for 2 seconds after it began, the same inquiry is joined.");
        api.MapGet("", Get).As("getTroubleRefresh", "Shows how far the newest inquiry is", StatusCodes.Status404NotFound).Produces<TroubleRefreshView>();
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
