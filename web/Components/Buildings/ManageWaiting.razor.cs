using Microsoft.AspNetCore.Components;
using Mihari.Web.Accounts;

namespace Mihari.Web.Components.Buildings;

/// <summary>Stands where a page waits for its buildings; whoever is of no customer waits for nothing, and is told so.</summary>
public sealed partial class ManageWaiting
{
    private bool _hasCustomer = true;

    [Inject]
    private PageCaller Page { get; set; } = null!;

    protected override async Task OnInitializedAsync() => _hasCustomer = (await Page.Get()).Customer is not null;
}
