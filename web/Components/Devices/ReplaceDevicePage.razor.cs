using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Buildings;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Web.Components.Buildings;
using Mihari.Web.Components.Forms;

namespace Mihari.Web.Components.Devices;

/// <summary>デバイス交換: another device of the contract takes the place of a broken one, with its name, rules, settings and history.</summary>
public sealed partial class ReplaceDevicePage
{
    private readonly ReplaceWizard _wizard = new();
    private RoomList? _building;
    private RoomDevices? _devices;
    private ImmutableArray<DeviceOffer> _offers = [];
    private bool _isTold;

    [SupplyParameterFromQuery(Name = "step")]
    private int? Step { get; set; }

    [SupplyParameterFromQuery(Name = "building")]
    private string? FromBuilding { get; set; }

    [SupplyParameterFromQuery(Name = "room")]
    private string? FromRoom { get; set; }

    [SupplyParameterFromQuery(Name = "device")]
    private string? FromDevice { get; set; }

    [CascadingParameter(Name = "Portfolio")]
    private PortfolioBoard? Portfolio { get; set; }

    private int Shown => _wizard.StepFor(Step);

    private List<Choice> Buildings => [.. Portfolio!.Buildings.Select(b => new Choice(b.Building.Value, b.Name))];

    private List<Choice>? Rooms => _building is null ? null : Choice.Of(_building.Rooms);

    private List<Choice> Placed => [.. _devices!.Devices.Select(d => new Choice(d.Device.Value, d.Name, DeviceText.Mac(d.Device)))];

    private List<Choice> Offers => [.. _offers.Select(o => new Choice(o.Device.Value, DeviceText.Mac(o.Device), o.Model))];

    private string BuildingName => _building?.Name ?? "";

    private string BrokenName => _devices?.Devices.FirstOrDefault(device => device.Device == _wizard.Broken)?.Name ?? "";

    private string StepTitle => Texts[TitleKey(Shown)];

    private IReadOnlyList<Crumb> Crumbs =>
    [
        new Crumb(Texts["ReplaceDevice"]),
        .. Enumerable.Range(ReplaceWizard.BrokenStep, Shown).Select(step => new Crumb(Texts[TitleKey(step)], step == Shown ? null : Address(step))),
    ];

    private protected override object Subject => (FromBuilding, FromRoom, FromDevice);

    private protected override async Task Load()
    {
        if (FromBuilding is { Length: > 0 })
            await OpenFrom(FromBuilding);

        // A page that is loaded anew begins anew, and so does its address.
        if (Step > Shown)
            Show(Shown, replace: true);
    }

    private async Task OpenFrom(string building)
    {
        await ChooseBuilding(building);
        if (FromRoom is { Length: > 0 })
            await ChooseRoom(FromRoom);

        if (_devices?.Devices.Any(device => device.Device.Value == FromDevice) is true)
            ChooseBroken(FromDevice);
    }

    private static string TitleKey(int step) => step switch
    {
        ReplaceWizard.BrokenStep => "BrokenStep",
        ReplaceWizard.SuccessorStep => "SuccessorStep",
        _ => "ConfirmStep",
    };

    private async Task ChooseBuilding(string? building)
    {
        (_building, _devices, _isTold) = (null, null, false);
        _wizard.Choose(building is null ? (BuildingId?)null : new BuildingId(building));
        if (building is null)
            return;

        await Run.Do(async () => _building = await Building(building).GetRooms(By), Gone("BuildingGone"));
        if (_building is { Rooms: [var only] })
            await ChooseRoom(only.Room.Value);
    }

    private async Task ChooseRoom(string? room)
    {
        (_devices, _isTold) = (null, false);
        _wizard.Choose(room is null ? (RoomId?)null : new RoomId(room));
        if (room is not null)
            await Run.Do(async () => _devices = await Room(room).GetDevices(By), Gone("RoomGone"));
    }

    private void ChooseBroken(string? device)
    {
        _wizard.Choose(DeviceId.TryParse(device, out var id) ? id : (DeviceId?)null);
        Forget();
    }

    private void ChooseSuccessor(string? device)
    {
        _wizard.Successor = DeviceId.TryParse(device, out var id) ? id : null;
        Forget();
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
        if (step == ReplaceWizard.ConfirmStep)
        {
            await Run.Do(Replace, Tell);
            return;
        }

        _isTold = true;
        if (step == ReplaceWizard.BrokenStep && _wizard.Reach > step && !await Run.Do(Offer, Gone("RoomGone")))
            return;

        if (_wizard.Reach > step)
            Show(step + 1);
    }

    private async Task Offer()
    {
        _offers = await Room(_wizard.Room!.Value.Value).GetOffers(By);
        if (!_offers.Any(offer => offer.Device == _wizard.Successor))
            _wizard.Successor = null;
    }

    private async Task Replace()
    {
        await Room(_wizard.Room!.Value.Value).ReplaceDevice(By, _wizard.Broken!.Value, _wizard.Successor!.Value);
        Succeed(Texts["Replaced"], _wizard.Building!.Value);
    }

    private FormError? Tell(RefusalException refusal) =>
        refusal is ConflictException { Clash: Clash.StandsElsewhere } ? new FormError(null, Texts["SuccessorTaken"]) : Gone("DeviceGone")(refusal);

    private Func<RefusalException, FormError?> Gone(string key) => refusal => refusal.IsGone() ? new FormError(null, Texts[key]) : null;

    private void Show(int step, bool replace = false)
    {
        _isTold = false;
        Navigation.NavigateTo(Address(step), replace: replace);
    }

    private string Address(int step) => Navigation.GetUriWithQueryParameter("step", step);
}
