using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Customers;
using Mihari.Identifiers;

namespace Mihari.Web.Components.Support;

/// <summary>What a customer deleted and Support can restore.</summary>
public sealed partial class CustomerRemoved
{
    private ImmutableArray<RemovedThing>? _removed;

    [Parameter, EditorRequired]
    public CustomerId Customer { get; set; }

    private ICustomerDesk Of => Grains.GetGrain<ICustomerDesk>(Customer.Value);

    protected override Task OnInitializedAsync() => Load();

    private async Task Load() => _removed = await Of.GetRemoved(await Page.Get());

    private void AskRestore(RemovedThing thing) => Ask(
        Texts["Restore"], Texts["RestoreAsk", thing.Name], async () =>
        {
            await Do(by => Of.Restore(by, thing.Kind, thing.Id), Texts["Restored", thing.Name]);
            await Load();
        });
}
