using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Contracts;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Web.Components.Forms;
using Mihari.Web.Support;

namespace Mihari.Web.Components.Support;

/// <summary>The contracts of a customer, and how one device after the other is registered.</summary>
public sealed partial class CustomerContracts
{
    private const int NamedDevices = 3;
    private readonly Dictionary<ContractNumber, RegisteredContract> _details = [];
    private ImmutableArray<ContractNumber> _sorted = [];
    private Paging _paging = new(0, 25);
    private string _search = "";
    private bool _isAdding;
    private string _contract = "";
    private string _mac = "";
    private (ContractNumber Contract, DeviceId Device, string Key)? _issued;

    [Parameter, EditorRequired]
    public CustomerDetail Customer { get; set; } = null!;

    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private RefusalTexts Refusals { get; set; } = null!;

    private List<ContractNumber> Matching => [.. _sorted.Where(c => c.Value.Contains(_search.Trim(), StringComparison.OrdinalIgnoreCase))];

    private Paging Shown => _paging with { Total = Matching.Count };

    private Dictionary<string, string> Labels => new(StringComparer.Ordinal) { ["contract"] = Texts["Contract"], ["mac"] = Texts["Mac"] };

    protected override Task OnParametersSetAsync()
    {
        _sorted = Customer.Contracts.Sort(static (a, b) => string.CompareOrdinal(a.Value, b.Value));
        return LoadDetails();
    }

    private static string Devices(RegisteredContract contract) => contract.Devices.Length <= NamedDevices
        ? string.Join(", ", contract.Devices)
        : $"{string.Join(", ", contract.Devices.Take(NamedDevices))} +{contract.Devices.Length - NamedDevices}";

    private Task Search(string? typed)
    {
        _search = typed ?? "";
        _paging = _paging with { Page = 0 };
        return LoadDetails();
    }

    private Task Turn(Paging paging)
    {
        _paging = paging;
        return LoadDetails();
    }

    /// <summary>Of the page that is shown.</summary>
    private async Task LoadDetails()
    {
        foreach (var contract in (await Desk.FindRegistrations(await Page.Get(), Shown.Of(Matching), [])).Contracts)
            _details[contract.Number] = contract;
    }

    private void Open()
    {
        Run.Clear();
        (_isAdding, _issued, _contract, _mac) = (true, null, "", "");
    }

    private void Close()
    {
        Run.Clear();
        _isAdding = false;
    }

    private async Task Register()
    {
        var isNumber = ContractNumber.TryParse(_contract, out var number);
        var isDevice = DeviceId.TryParse(_mac, out var device);
        if (!isNumber || !isDevice)
        {
            Run.Refuse(
            [
                .. isNumber ? Array.Empty<FormError>() : [new FormError("contract", Texts["ProblemContract"])],
                .. isDevice ? Array.Empty<FormError>() : [new FormError("mac", Refusals.Input(InputProblem.MacAddress, null))],
            ]);
            return;
        }

        var key = DeviceKeys.New();
        var shipped = DeviceKeys.Shipped(device, key);
        FormError? clash = null;
        var done = await Run.Do(async () =>
        {
            var by = await Page.Get();
            clash = Clash(await Desk.FindRegistrations(by, [number], [device]), number);
            if (clash is not null)
                return;

            await Grains.GetGrain<IContractGrain>(number.Value).Register(by, Customer.Customer, [shipped]);
            if ((await Grains.GetGrain<IContractDesk>(number.Value).Match(by, [shipped])).IsEmpty)
                clash = new FormError("mac", Texts["AlreadyHere"]);
        });
        if (clash is not null)
        {
            Run.Refuse(clash);
        }
        else if (done)
        {
            (_issued, _isAdding) = ((number, device, key), false);
            await OnChanged.InvokeAsync();
        }
    }

    private FormError? Clash(Registrations known, ContractNumber number)
    {
        var contract = known.Contracts.FirstOrDefault();
        if (contract is not null && contract.Customer != Customer.Customer)
            return new FormError("contract", Texts["OthersContract"]);

        if (contract is { IsDeleted: true })
            return new FormError("contract", Texts["FaultContractDeleted"]);

        if (known.Devices.FirstOrDefault() is not { } device)
            return null;

        if (device.Contract != number)
            return new FormError("mac", Texts["AlreadyElsewhere", device.Contract]);

        return contract?.Devices.Contains(device.Device) is true ? new FormError("mac", Texts["AlreadyHere"]) : null;
    }
}
