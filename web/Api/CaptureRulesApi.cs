using Mihari.Accounts;
using Mihari.Capture;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Sensors;
using Mihari.Web.Accounts;

namespace Mihari.Web.Api;

/// <summary>The capture rules of a camera (manual 4).</summary>
internal static class CaptureRulesApi
{
    public static void MapCaptureRulesApi(this RouteGroupBuilder v1)
    {
        var api = v1.MapGroup("/rooms/{room}/devices/{device}/capture-rules").WithTags("Devices");
        api.MapGet("", Get).RequireAuthorization(nameof(Permission.ViewLive))
            .As("listCaptureRules", "Lists the sensors of other rooms on which a camera records", StatusCodes.Status404NotFound).Produces<CaptureRuleListView>();
        api.MapPost("", Add).RequireAuthorization(nameof(Permission.SetCaptureRules))
            .As("addCaptureRules", "Has a camera record on sensors of another room", StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).Taking().Produces<CaptureRuleListView>()
            .WithDescription("from is the sensors' room, of any of the customer's buildings. What is a rule already stays as it is.");
        api.MapDelete("", DeleteAll).RequireAuthorization(nameof(Permission.DeleteCaptureRules))
            .As("deleteCaptureRules", "Deletes all rules of a camera; it goes on recording on the sensors of its own room", StatusCodes.Status404NotFound).Nothing();
    }

    private static async Task<CaptureRuleListView> Get(string room, string device, HttpContext context, IGrainFactory grains) =>
        new([.. (await Rules(room, grains).Get(context.ToCaller(), Inputs.Device(device))).Select(CaptureRuleView.Of)]);

    private static async Task<CaptureRuleListView> Add(string room, string device, AddCaptureRulesRequest request, HttpContext context, IGrainFactory grains)
    {
        var sensors = Inputs.List("sensors", request.Sensors, ICaptureRules.MostOfCamera).Select(Sensor);
        await Rules(room, grains).Add(context.ToCaller(), Inputs.Device(device), new RoomId(Inputs.Text("from", request.From)), [.. sensors]);
        return await Get(room, device, context, grains);
    }

    private static async Task<IResult> DeleteAll(string room, string device, HttpContext context, IGrainFactory grains)
    {
        await Rules(room, grains).DeleteAll(context.ToCaller(), Inputs.Device(device));
        return Results.NoContent();
    }

    private static SensorId Sensor(string text)
    {
        try
        {
            return SensorId.Parse(Inputs.Text("sensors", text));
        }
        catch (FormatException)
        {
            throw new InvalidInputException("sensors", "must be device/sensor, as in 0011223344AA/motion", InputProblem.Choice);
        }
    }

    private static ICaptureRules Rules(string room, IGrainFactory grains) => grains.GetGrain<ICaptureRules>(Inputs.Room(room).Value);
}

/// <summary>Sensors on which a camera shall record.</summary>
/// <param name="From">The sensors' room.</param>
/// <param name="Sensors">Each as device/sensor; at least one, at most 100.</param>
public sealed record AddCaptureRulesRequest(string From, IReadOnlyList<string> Sensors);

/// <summary>The capture rules of a camera.</summary>
/// <param name="Rules">In the order they were set.</param>
public sealed record CaptureRuleListView(IReadOnlyList<CaptureRuleView> Rules);

/// <summary>A sensor of another room on which a camera records.</summary>
/// <param name="Sensor">As device/sensor.</param>
/// <param name="Kind">Motion or contact.</param>
/// <param name="Name">Its name.</param>
/// <param name="Device">The name of the device that carries it.</param>
/// <param name="Room">Its room's id.</param>
/// <param name="RoomName">Its room's name.</param>
/// <param name="Building">Its building's id.</param>
/// <param name="SetAt">When the rule was set.</param>
/// <param name="SetBy">The name of who set it.</param>
public sealed record CaptureRuleView(
    string Sensor, SensorKind Kind, string Name, string Device, string Room, string RoomName, string Building, DateTimeOffset SetAt, string SetBy)
{
    internal static CaptureRuleView Of(CaptureRule of) =>
        new(of.Sensor.ToString(), of.Kind, of.Name, of.Device, of.Room.Value, of.RoomName, of.Building.Value, of.SetAt, of.SetBy);
}
