using Microsoft.AspNetCore.Components;
using Mihari.Customers;
using Mihari.Refusals;

namespace Mihari.Web.Components.Support;

/// <summary>One customer as Support sees it.</summary>
public sealed partial class CustomerOverview
{
    private const int LongestId = 64;
    private CustomerDetail? _customer;
    private bool _isUnknown;

    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>Which part of it.</summary>
    [SupplyParameterFromQuery(Name = "tab")]
    public string? Tab { get; set; }

    private string Current => Tabs.Any(t => t.Tab == Tab) ? Tab! : "accounts";

    private (string Tab, string Text)[] Tabs =>
    [
        ("accounts", Texts["TabAccounts"]), ("contracts", Texts["TabContracts"]), ("import", Texts["TabImport"]), ("removed", Texts["TabRemoved"]), ("plan", Texts["TabPlan"]), ("name", Texts["TabName"]),
    ];

    protected override Task OnParametersSetAsync() => _customer?.Customer.Value == Id ? Task.CompletedTask : Load();

    private async Task Load()
    {
        try
        {
            _customer = Id.Length <= LongestId ? await Grains.GetGrain<ICustomerDesk>(Id).GetDetail(await Page.Get()) : null;
        }
        catch (UnknownIdException)
        {
            _customer = null;
        }

        _isUnknown = _customer is null;
    }
}
