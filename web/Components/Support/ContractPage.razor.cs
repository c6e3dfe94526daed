using Microsoft.AspNetCore.Components;
using Mihari.Contracts;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Web.Components.Forms;

namespace Mihari.Web.Components.Support;

/// <summary>One contract: its devices and their keys, and what becomes of them.</summary>
public sealed partial class ContractPage
{
    private ContractDetail? _contract;
    private Paging _paging = new(0, 25);
    private string _customerName = "";
    private bool _isUnknown;
    private (DeviceId Device, string Key)? _issued;

    [Parameter]
    public string Number { get; set; } = "";

    private Paging Shown => _paging with { Total = _contract!.Devices.Length };

    private IContractDesk Contract => Grains.GetGrain<IContractDesk>(ContractNumber.TryParse(Number, out var number) ? number.Value : Number);

    protected override async Task OnParametersSetAsync()
    {
        if (_contract?.Number.Value == Number)
            return;

        _issued = null;
        await Load();
    }

    private async Task Load()
    {
        try
        {
            var by = await Page.Get();
            _contract = ContractNumber.TryParse(Number, out _) ? await Contract.GetDetail(by) : null;
            if (_contract is not null)
                _customerName = (await Grains.GetGrain<ICustomerDesk>(_contract.Customer.Value).GetDetail(by)).Name;
        }
        catch (UnknownIdException)
        {
            _contract = null;
        }

        _isUnknown = _contract is null;
    }

    private void AskIssue(DeviceId device) => Ask(
        Texts["IssueKey"], Texts["IssueKeyAsk", device], async () =>
        {
            await Do(async by => _issued = (device, await Contract.IssueKey(by, device)));
            await Load();
        });

    private void AskRevoke(DeviceId device) => Ask(
        Texts["RevokeKey"], Texts["RevokeKeyAsk", device], () => Change(by => Contract.RevokeKey(by, device), Texts["KeyRevoked", device]), isDanger: true);

    private void AskDelete(DeviceId device) => Ask(
        Texts["Delete"], Texts["DeleteDeviceAsk", device], () => Change(by => Contract.DeleteDevice(by, device), Texts["DeviceDeleted", device]), isDanger: true);

    private void AskDelete() => Ask(
        Texts["DeleteContract"], Texts["DeleteContractAsk", Number], () => Change(by => Contract.Delete(by), Texts["ContractDeleted", Number]), isDanger: true);

    private Task Restore() => Change(by => Contract.Restore(by), Texts["ContractRestored", Number]);

    private Task Restore(DeviceId device) => Change(by => Contract.RestoreDevice(by, device), Texts["DeviceRestored", device]);

    private async Task Change(Func<Mihari.Accounts.Caller, Task> act, string done)
    {
        _issued = null;
        await Do(act, done);
        await Load();
    }
}
