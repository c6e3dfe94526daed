using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Contracts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Web.Components.Buildings;
using Mihari.Web.Components.Forms;

namespace Mihari.Web.Components.Rooms;

/// <summary>建物・部屋追加 (manual 1.3): contract and device, building, room, 確認. What was typed stays, whichever way one goes.</summary>
public sealed partial class AddRoomPage
{
    private const string ContractField = "contract";
    private const string MacField = "device";
    private const string BuildingField = "building";
    private readonly RoomWizard _wizard = new();
    private bool _isTold;

    [SupplyParameterFromQuery(Name = "step")]
    private int? Step { get; set; }

    /// <summary>The building that the way here began at.</summary>
    [SupplyParameterFromQuery(Name = "building")]
    private string? From { get; set; }

    [CascadingParameter(Name = "Portfolio")]
    private PortfolioBoard? Portfolio { get; set; }

    private string? Provider => Brand.Provider;

    private Dictionary<string, string> Labels => new(StringComparer.Ordinal)
    {
        [ContractField] = Texts["Contract"],
        [MacField] = Texts["Mac"],
        [BuildingField] = Texts["Building"],
    };

    private int Shown => _wizard.StepFor(Step);

    private List<Choice> Existing => [.. (Portfolio?.Buildings ?? []).Select(b => new Choice(b.Building.Value, b.Name, Texts["RoomCount", b.Rooms]))];

    private string StepTitle => Texts[Shown switch
    {
        RoomWizard.ContractStep => "ContractStep",
        RoomWizard.BuildingStep => "BuildingStep",
        RoomWizard.RoomStep => "RoomStep",
        _ => "ConfirmStep",
    }];

    private string BuildingLabel => Texts[_wizard.IsNewBuilding ? "NewBuilding" : "Building"];

    private string BuildingName => _wizard.IsNewBuilding
        ? _wizard.BuildingName.Trim()
        : Existing.Find(b => b.Id == _wizard.Existing)?.Name ?? "";

    private IReadOnlyList<Crumb> Crumbs =>
    [
        new Crumb(Texts["AddRooms"]),
        .. Enumerable.Range(RoomWizard.ContractStep, Shown).Select(step => new Crumb(Texts[CrumbKey(step)], step == Shown ? null : Address(step))),
    ];

    private protected override object Subject => From ?? "";

    private protected override Task Load()
    {
        if (From is { Length: > 0 })
            (_wizard.IsNewBuilding, _wizard.Existing) = (false, From);

        Settle();
        return Task.CompletedTask;
    }

    private static string CrumbKey(int step) => step switch
    {
        RoomWizard.ContractStep => "ContractCrumb",
        RoomWizard.BuildingStep => "BuildingCrumb",
        RoomWizard.RoomStep => "RoomCrumb",
        _ => "ConfirmStep",
    };

    private void Change(Action change)
    {
        change();
        Run.Clear();
    }

    private void GoBack()
    {
        Run.Clear();
        Show(Shown - 1, replace: true);
    }

    private Task Go() => Shown switch
    {
        RoomWizard.ContractStep => Check(),
        RoomWizard.ConfirmStep => Run.Do(Add, Tell),
        _ => Advance(),
    };

    private Task Check()
    {
        var errors = ImmutableArray.CreateBuilder<FormError>();
        if (_wizard.Number is null)
            errors.Add(new FormError(ContractField, Texts[string.IsNullOrWhiteSpace(_wizard.Contract) ? "ContractMissing" : "ContractWrong"]));

        if (!DeviceId.TryParse(_wizard.Mac, out var device))
            errors.Add(new FormError(MacField, Texts[string.IsNullOrWhiteSpace(_wizard.Mac) ? "MacMissing" : "MacWrong"]));

        if (errors.Count == 0)
            return Run.Do(() => Check(device), Tell);

        Run.Refuse(errors.ToImmutable());
        return Task.CompletedTask;
    }

    private async Task Check(DeviceId device)
    {
        _wizard.Accept(await Grains.GetGrain<IContractDesk>(_wizard.Number!.Value.Value).Check(By, device), device);
        Show(RoomWizard.BuildingStep);
    }

    private Task Advance()
    {
        _isTold = true;
        if (_wizard.Reach > Shown)
            Show(Shown + 1);

        return Task.CompletedTask;
    }

    private async Task Add()
    {
        var building = Building(_wizard.Target.Value);
        if (_wizard.IsNewBuilding)
            await building.Create(By, _wizard.Customer!.Value, _wizard.BuildingName.Trim(), _wizard.ToRoom());
        else
            await building.AddRoom(By, _wizard.ToRoom());

        Succeed(Texts["Added"], _wizard.Target);
    }

    /// <summary>A refusal goes to the field that it is about, and the page to that field's step.</summary>
    private FormError? Tell(RefusalException refusal)
    {
        switch (refusal)
        {
            case ConflictException { Clash: Clash.HasRoom }:
                Return(RoomWizard.ContractStep);
                return new FormError(ContractField, Texts["HasRoom"]);
            case ConflictException { Clash: Clash.Taken, Field: "room" or "building" }:
                return new FormError(null, Texts["AddedBefore"]);
            case ConflictException { Clash: Clash.Deleted, Field: "contract" or "device" }:
                Return(RoomWizard.ContractStep);
                return new FormError(ContractField, Texts["ContractDeleted"]);
            case UnknownIdException { What: "building" } or ConflictException { Clash: Clash.Deleted }:
                Return(RoomWizard.BuildingStep);
                return new FormError(BuildingField, Texts["ChosenBuildingGone"]);
            case UnknownIdException:
                Return(RoomWizard.ContractStep);
                return new FormError(ContractField, Texts["UnknownContract"]);
            default:
                return null;
        }
    }

    private void Return(int step)
    {
        if (Shown != step)
            Show(step, replace: true);
    }

    /// <summary>A page that is loaded anew begins anew, and so does its address.</summary>
    private void Settle()
    {
        if (Step > Shown)
            Show(Shown, replace: true);
    }

    private void Show(int step, bool replace = false)
    {
        _isTold = false;
        Navigation.NavigateTo(Address(step), replace: replace);
    }

    private string Address(int step) => Navigation.GetUriWithQueryParameter("step", step == RoomWizard.ContractStep ? null : step);
}
