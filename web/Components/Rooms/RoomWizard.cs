using Mihari.Buildings;
using Mihari.Contracts;
using Mihari.Identifiers;
using Mihari.Web.Components.Buildings;

namespace Mihari.Web.Components.Rooms;

/// <summary>
/// What was typed into 建物・部屋追加 (manual 1.3). The step that is shown follows from the address and from what is filled in,
/// so that the browser's own Back goes one step back and loses nothing.
/// </summary>
internal sealed class RoomWizard
{
    public const int ContractStep = 1;
    public const int BuildingStep = 2;
    public const int RoomStep = 3;
    public const int ConfirmStep = 4;

    private ContractInfo? _contract;
    private DeviceId _device;

    /// <summary>Made once, so that a double click or a second try adds one building.</summary>
    public BuildingId NewBuilding { get; } = new(Guid.NewGuid().ToString("N"));

    /// <summary>Made once, as <see cref="NewBuilding"/>.</summary>
    public RoomId NewRoom { get; } = new(Guid.NewGuid().ToString("N"));

    /// <summary>契約番号, as typed.</summary>
    public string Contract { get; set; } = "";

    /// <summary>MACアドレス, as typed.</summary>
    public string Mac { get; set; } = "";

    /// <summary>新規の建物を作成, and not one that there is.</summary>
    public bool IsNewBuilding { get; set; } = true;

    public string BuildingName { get; set; } = "";

    /// <summary>The building that there is, where one was chosen.</summary>
    public string? Existing { get; set; }

    public string RoomName { get; set; } = "";

    /// <summary>The number as the contract is asked for; null while there is none.</summary>
    public ContractNumber? Number => ContractNumber.TryParse(Contract, out var number) ? number : null;

    /// <summary>Whose contract it is; known once it was checked.</summary>
    public CustomerId? Customer => IsChecked ? _contract!.Customer : null;

    /// <summary>Whether what stands in the first step is what was found to be right.</summary>
    public bool IsChecked => _contract is not null && _contract.Number == Number && DeviceId.TryParse(Mac, out var device) && device == _device;

    public bool HasBuilding => IsNewBuilding ? NameRule.Place.Allows(BuildingName) : Existing is { Length: > 0 };

    /// <summary>The building the room goes to.</summary>
    public BuildingId Target => IsNewBuilding ? NewBuilding : new BuildingId(Existing!);

    /// <summary>The last step whose predecessors are filled in.</summary>
    public int Reach =>
        !IsChecked ? ContractStep
        : !HasBuilding ? BuildingStep
        : !NameRule.Place.Allows(RoomName) ? RoomStep
        : ConfirmStep;

    /// <summary>The step to show where the address asks for one.</summary>
    public int StepFor(int? asked) => Math.Clamp(asked ?? ContractStep, ContractStep, Reach);

    /// <summary>The contract was found with that device.</summary>
    public void Accept(ContractInfo contract, DeviceId device) => (_contract, _device) = (contract, device);

    /// <summary>The contract was refused after all.</summary>
    public void Reject() => _contract = null;

    /// <summary>The room as it is asked for.</summary>
    public NewRoom ToRoom() => new(NewRoom, RoomName.Trim(), _contract!.Number, _device);
}
