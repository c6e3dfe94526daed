using Microsoft.AspNetCore.Components;
using Mihari.Buildings;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Web.Components.Buildings;
using Mihari.Web.Components.Forms;

namespace Mihari.Web.Components.Devices;

/// <summary>デバイス追加 (manual 1.4): building, room, devices with their names, 確認.</summary>
public sealed partial class AddDevicesPage
{
    private readonly DeviceWizard _wizard = new();
    private RoomList? _rooms;
    private bool _isTold;

    [SupplyParameterFromQuery(Name = "step")]
    private int? Step { get; set; }

    /// <summary>The building that the way here began at.</summary>
    [SupplyParameterFromQuery(Name = "building")]
    private string? FromBuilding { get; set; }

    [SupplyParameterFromQuery(Name = "room")]
    private string? FromRoom { get; set; }

    [CascadingParameter(Name = "Portfolio")]
    private PortfolioBoard? Portfolio { get; set; }

    private int Shown => _wizard.StepFor(Step);

    private List<Choice> Buildings => [.. Portfolio!.Buildings.Select(b => new Choice(b.Building.Value, b.Name, Texts["RoomCount", b.Rooms]))];

    private List<Choice> Rooms => [.. _rooms!.Rooms.Select(r => new Choice(r.Room.Value, r.Name, $"{r.Contract} · {Texts["CameraCount", r.Cameras]}"))];

    private string BuildingName => _rooms?.Name ?? Buildings.Find(b => b.Id == _wizard.Building?.Value)?.Name ?? "";

    private string RoomName => _rooms?.Rooms.FirstOrDefault(room => room.Room == _wizard.Room)?.Name ?? "";

    private bool CanGo => Shown switch
    {
        DeviceWizard.RoomStep => _rooms is { Rooms.IsEmpty: false },
        DeviceWizard.DevicesStep => _wizard.Choices is { All.IsEmpty: false },
        _ => true,
    };

    private string StepTitle => Texts[TitleKey(Shown)];

    private string? Missing => Shown switch
    {
        DeviceWizard.BuildingStep => Texts["BuildingMissing"].Value,
        DeviceWizard.RoomStep => Texts["RoomMissing"].Value,
        DeviceWizard.DevicesStep when _wizard.Choices?.Ticked.Any() is not true => Texts["DeviceMissing"].Value,
        _ => null,
    };

    private IReadOnlyList<Crumb> Crumbs =>
    [
        new Crumb(Texts["AddDevices"]),
        .. Enumerable.Range(DeviceWizard.BuildingStep, Shown).Select(step => new Crumb(Texts[TitleKey(step)], step == Shown ? null : Address(step))),
    ];

    private NameSuggestions Suggestions => new(Texts["SuggestCamera"], Texts["SuggestHub"], Texts["SuggestMotion"], Texts["SuggestContact"]);

    private protected override object Subject => (FromBuilding, FromRoom);

    private protected override async Task Load()
    {
        if (FromBuilding is { Length: > 0 })
            await OpenFrom(new BuildingId(FromBuilding));

        // A page that is loaded anew begins anew, and so does its address.
        if (Step > Shown)
            Show(Shown, replace: true);
    }

    /// <summary>Where the way here began may be gone meanwhile: then it begins with what there is.</summary>
    private async Task OpenFrom(BuildingId building)
    {
        if (!await Run.Do(() => OpenBuilding(building), refusal => refusal.IsGone() ? new FormError(null, Texts["BuildingGone"]) : null))
            return;

        if (_rooms?.Rooms.FirstOrDefault(room => room.Room.Value == FromRoom) is { } room)
            await Run.Do(() => OpenRoom(room.Room), refusal => refusal.IsGone() ? new FormError(null, Texts["RoomGone"]) : null);
    }

    private static string TitleKey(int step) => step switch
    {
        DeviceWizard.BuildingStep => "BuildingStep",
        DeviceWizard.RoomStep => "RoomStep",
        DeviceWizard.DevicesStep => "DevicesStep",
        _ => "ConfirmStep",
    };

    private void ChooseBuilding(string? building)
    {
        Forget();
        var chosen = building is null ? (BuildingId?)null : new BuildingId(building);
        if (chosen != _wizard.Building)
            _rooms = null;

        _wizard.Choose(chosen);
    }

    private void ChooseRoom(string? room)
    {
        Forget();
        _wizard.Choose(room is null ? (RoomId?)null : new RoomId(room));
    }

    private void Forget() => Run.Clear();

    private void GoBack()
    {
        Forget();
        Show(Shown - 1, replace: true);
    }

    private Task Go() => Shown switch
    {
        DeviceWizard.BuildingStep when _wizard.Building is { } building => Advance(() => OpenBuilding(building), "BuildingGone"),
        DeviceWizard.RoomStep when _wizard.Room is { } room => Advance(() => OpenRoom(room), "RoomGone"),
        DeviceWizard.ConfirmStep => Add(),
        _ => Advance(() => Task.CompletedTask, "RoomGone"),
    };

    private async Task Advance(Func<Task> open, string gone)
    {
        var step = Shown;
        _isTold = true;
        if (await Run.Do(open, refusal => refusal.IsGone() ? new FormError(null, Texts[gone]) : null) && _wizard.Reach > step)
            Show(step + 1);
    }

    private async Task OpenBuilding(BuildingId building)
    {
        _rooms = await Building(building.Value).GetRooms(By);
        _wizard.Choose(building);
    }

    private async Task OpenRoom(RoomId room)
    {
        var devices = Room(room.Value);
        var placed = await devices.GetDevices(By);
        var offers = await devices.GetOffers(By);
        _wizard.Choose(room);
        _wizard.Open(placed.Name, Suggestions).Offer(offers, placed.Devices.Select(device => device.Name));
    }

    private async Task Add()
    {
        var isStale = false;
        var isAdded = await Run.Do(
            () => Grains.GetGrain<IRoomGrain>(_wizard.Room!.Value.Value).AddDevices(By, [.. _wizard.Choices!.Ticked.Select(choice => choice.ToDevice())]),
            refusal =>
            {
                isStale = refusal is ConflictException or InvalidInputException;
                return Word(refusal);
            });
        if (isAdded)
            Succeed(Texts["Added"], _wizard.Building!.Value);
        else if (isStale)
            await Renew();
    }

    private FormError? Word(RefusalException refusal) => refusal switch
    {
        _ when refusal.IsGone() => new FormError(null, Texts["RoomGone"]),
        ConflictException { Clash: Clash.StandsElsewhere } => new FormError(null, Texts["StandsElsewhere"]),
        InvalidInputException { Problem: InputProblem.Length } => new FormError(null, Texts["NameRule"]),
        _ => null,
    };

    /// <summary>What was offered may be somebody else's meanwhile: the devices are asked for again, and what was typed of the others stays.</summary>
    private async Task Renew()
    {
        try
        {
            await OpenRoom(_wizard.Room!.Value);
            Show(DeviceWizard.DevicesStep, replace: true);
        }
        catch (UnknownIdException)
        {
            Run.Refuse(new FormError(null, Texts["RoomGone"]));
        }
    }

    private void Show(int step, bool replace = false)
    {
        _isTold = false;
        Navigation.NavigateTo(Address(step), replace: replace);
    }

    private string Address(int step) => Navigation.GetUriWithQueryParameter("step", step);
}
