using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Buildings;
using Mihari.Cameras;
using Mihari.Capture;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Web.Components.Buildings;
using Mihari.Web.Components.Forms;

namespace Mihari.Web.Components.Capture;

/// <summary>撮影条件 (manual 4): the camera that records, the room of the trigger, its sensors, and what will be set.</summary>
public sealed partial class CaptureRulePage
{
    private readonly CaptureRuleWizard _wizard = new();
    private RoomList? _building;
    private RoomDevices? _devices;
    private RoomList? _triggerBuilding;
    private RoomDevices? _triggers;
    private ImmutableHashSet<SensorId> _known = [];
    private bool _isTold;
    private int? _step;

    [SupplyParameterFromQuery(Name = "step")]
    private int? Step { get; set; }

    [SupplyParameterFromQuery(Name = "building")]
    private string? FromBuilding { get; set; }

    [CascadingParameter(Name = "Portfolio")]
    private PortfolioBoard? Portfolio { get; set; }

    private int Shown => _wizard.StepFor(Step);

    private List<Choice> Buildings => [.. Portfolio!.Buildings.Select(b => new Choice(b.Building.Value, b.Name))];

    private List<Choice>? Rooms => _building is null ? null : Choice.Of(_building.Rooms);

    /// <summary>What records: hubs don't.</summary>
    private List<Choice> Cameras => [.. _devices!.Devices.Where(d => d.Status.Kind == DeviceKind.Camera).Select(d => new Choice(d.Device.Value, d.Name))];

    private List<Choice> TriggerRooms => Choice.Of([.. _triggerBuilding!.Rooms.Where(room => room.Room != _wizard.Room)]);

    private string BuildingName => _building?.Name ?? "";

    private string CameraName => _devices?.Devices.FirstOrDefault(device => device.Device == _wizard.Camera)?.Name ?? "";

    /// <summary>The trigger's room, with its building where it is another one.</summary>
    private string TriggerPlace => _wizard.TriggerBuilding == _wizard.Building ? _triggers!.Name : $"{_triggerBuilding!.Name} {_triggers!.Name}";

    /// <summary>The sensors with their devices: sensors of two devices may well have one name.</summary>
    private string ChosenNames => string.Join(
        Texts["ListSeparator"],
        _triggers!.Devices.SelectMany(device =>
            device.Sensors.Where(s => _wizard.Sensors.Contains(new SensorId(device.Device, s.Sensor))).Select(s => Texts["SensorOf", s.Name, device.Name].Value)));

    private string StepTitle => Texts[TitleKey(Shown)];

    private string MissingKey => Shown switch
    {
        CaptureRuleWizard.CameraStep => "CameraMissing",
        CaptureRuleWizard.RoomStep => "RoomMissing",
        _ => TriggerSensors.All(_known.Contains) ? "AllSet" : "SensorMissing",
    };

    private IEnumerable<SensorId> TriggerSensors => _triggers!.Devices.SelectMany(device => device.Sensors.Select(s => new SensorId(device.Device, s.Sensor)));

    private IReadOnlyList<Crumb> Crumbs =>
    [
        new Crumb(Texts["RulesTitle"]),
        .. Enumerable.Range(CaptureRuleWizard.CameraStep, Shown).Select(step => new Crumb(Texts[TitleKey(step)], step == Shown ? null : Address(step))),
    ];

    private protected override object Subject => FromBuilding ?? "";

    private protected override async Task Load()
    {
        var first = FromBuilding ?? (Portfolio is { Buildings: [var only] } ? only.Building.Value : null);
        if (first is { Length: > 0 })
            await ChooseBuilding(first);

        // A page that is loaded anew begins anew, and so does its address.
        if (Step > Shown)
            Show(Shown, replace: true);
    }

    protected override Task OnParametersSetAsync()
    {
        // The browser's own back and forward too: what was missing was missing on another step.
        if (_step != Step)
        {
            _step = Step;
            Forget();
        }

        return base.OnParametersSetAsync();
    }

    private static string TitleKey(int step) => step switch
    {
        CaptureRuleWizard.CameraStep => "CameraStep",
        CaptureRuleWizard.RoomStep => "RoomStep",
        CaptureRuleWizard.SensorsStep => "SensorsStep",
        _ => "ConfirmStep",
    };

    private async Task ChooseBuilding(string? building)
    {
        (_building, _devices, _isTold) = (null, null, false);
        _wizard.ChooseBuilding(building is null ? null : new BuildingId(building));
        if (building is null)
            return;

        await Run.Do(async () => _building = await Building(building).GetRooms(By), Gone);
        if (_building is { Rooms: [var only] })
            await ChooseRoom(only.Room.Value);
    }

    private async Task ChooseRoom(string? room)
    {
        (_devices, _isTold) = (null, false);
        _wizard.ChooseRoom(room is null ? null : new RoomId(room));
        if (room is not null)
            await Run.Do(async () => _devices = await Room(room).GetDevices(By), Gone);

        if (_devices is not null && Cameras is [var only])
            ChooseCamera(only.Id);
    }

    private void ChooseCamera(string? camera)
    {
        Forget();
        _wizard.ChooseCamera(DeviceId.TryParse(camera, out var id) ? id : null);
    }

    private async Task ChooseTriggerBuilding(string? building)
    {
        Forget();
        _wizard.ChooseTriggerBuilding(building is null ? null : new BuildingId(building));
        await OpenTriggerBuilding();
    }

    private void ChooseTriggerRoom(string? room)
    {
        Forget();
        _wizard.ChooseTriggerRoom(room is null ? null : new RoomId(room));
    }

    private void Tick((SensorId Sensor, bool IsTicked) tick)
    {
        Forget();
        _wizard.Tick(tick.Sensor, tick.IsTicked);
    }

    private void Forget()
    {
        _isTold = false;
        Run.Clear();
    }

    private void GoBack()
    {
        Forget();
        Show(Shown - 1, replace: true);
    }

    private async Task Go()
    {
        var step = Shown;
        if (step == CaptureRuleWizard.ConfirmStep)
        {
            await Run.Do(Set, Gone);
            return;
        }

        _isTold = true;
        if (_wizard.Reach > step && (step != CaptureRuleWizard.CameraStep || await OpenTriggerBuilding()) && (step != CaptureRuleWizard.RoomStep || await OpenTriggerRoom()))
            Show(step + 1);
    }

    private Task<bool> OpenTriggerBuilding() => Run.Do(
        async () => _triggerBuilding = _wizard.TriggerBuilding is { } building ? await Building(building.Value).GetRooms(By) : null, Gone);

    private Task<bool> OpenTriggerRoom() => Run.Do(
        async () =>
        {
            _triggers = await Room(_wizard.TriggerRoom!.Value.Value).GetDevices(By);
            _known = [.. (await Rules.Get(By, _wizard.Camera!.Value)).Select(rule => rule.Sensor)];
            _wizard.Keep(TriggerSensors);
        },
        Gone);

    private async Task Set()
    {
        await Rules.Add(By, _wizard.Camera!.Value, _wizard.TriggerRoom!.Value, [.. _wizard.Sensors]);
        Succeed(Texts["IsSet"], BuildingLinks.To(_wizard.Building!.Value, _wizard.Camera.Value.Value));
    }

    private ICaptureRules Rules => Grains.GetGrain<ICaptureRules>(_wizard.Room!.Value.Value);

    private FormError? Gone(RefusalException refusal) => refusal switch
    {
        _ when refusal.IsGone() => new FormError(null, Texts["Gone"]),
        InvalidInputException => new FormError(null, Texts["SensorGone"]),
        ConflictException { Clash: Clash.Full } => new FormError(null, Texts["Full", ICaptureRules.MostOfCamera]),
        _ => null,
    };

    private void Show(int step, bool replace = false)
    {
        _isTold = false;
        Navigation.NavigateTo(Address(step), replace: replace);
    }

    private string Address(int step) => Navigation.GetUriWithQueryParameter("step", step);
}
