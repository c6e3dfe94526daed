using Microsoft.AspNetCore.Components;
using Mihari.Customers;

namespace Mihari.Web.Components.Support;

/// <summary>Renames a customer.</summary>
public sealed partial class CustomerName
{
    private string _name = "";

    [Parameter, EditorRequired]
    public CustomerDetail Customer { get; set; } = null!;

    [Parameter]
    public EventCallback OnChanged { get; set; }

    private Dictionary<string, string> Labels => new(StringComparer.Ordinal) { ["name"] = Texts["NameNew"] };

    protected override void OnInitialized() => _name = Customer.Name;

    private async Task Rename()
    {
        // Where it was refused, too: the name may be another one by now, and the next try starts from that.
        await Do(by => Grains.GetGrain<ICustomerDesk>(Customer.Customer.Value).Rename(by, Customer.Name, _name), Texts["Renamed", _name.Trim()]);
        await OnChanged.InvokeAsync();
    }
}
