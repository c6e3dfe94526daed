using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Capture;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Sensors;

namespace Mihari.Web.Components.Capture;

/// <summary>撮影条件に設定中のデバイス (manual 2.1): the sensors on which a camera records. Those of its own room always do (同室撮影), those of others by its rules (撮影設定).</summary>
public sealed partial class CaptureTriggers
{
    private RoomDevices? _room;
    private ImmutableArray<Trigger> _triggers = [];
    private ImmutableArray<CaptureRule> _rules = [];
    private string? _readFor;
    private bool _hasFailed;

    [Parameter, EditorRequired]
    public Caller Caller { get; set; } = null!;

    /// <summary>The device id.</summary>
    [Parameter, EditorRequired]
    public string Camera { get; set; } = "";

    /// <summary>The camera's room.</summary>
    [Parameter, EditorRequired]
    public string Room { get; set; } = "";

    [Inject]
    private IGrainFactory Grains { get; set; } = null!;

    [Inject]
    private ILogger<CaptureTriggers> Logger { get; set; } = null!;

    protected override async Task OnParametersSetAsync()
    {
        if (_readFor == Room)
            return;

        _readFor = Room;
        try
        {
            _room = await Grains.GetGrain<IRoomDevices>(Room).GetDevices(Caller);
            _triggers = [.. _room.Devices.SelectMany(device => device.Sensors.Select(sensor => new Trigger(sensor.Kind, sensor.Name, device.Name)))];
            _rules = await Grains.GetGrain<ICaptureRules>(Room).Get(Caller, DeviceId.Parse(Camera));
            _hasFailed = false;
        }
        catch (Exception error) when (error is not UnknownIdException)
        {
            _hasFailed = true;
            ReadFailed(Logger, error);
        }
        catch (UnknownIdException)
        {
            // The room is gone, and its cameras with it: the card goes with the next delta.
        }
    }

    [LoggerMessage(EventId = 6140, Level = LogLevel.Warning, Message = "The sensors of a camera's room could not be read")]
    private static partial void ReadFailed(ILogger logger, Exception error);

    private sealed record Trigger(SensorKind Kind, string Name, string Device);
}
