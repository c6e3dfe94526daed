using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Mihari.Accounts;
using Mihari.Customers;
using Mihari.Web.Accounts;

namespace Mihari.Web.Components.Buildings;

/// <summary>The top page: every building at a glance, live.</summary>
public sealed partial class TopPage : IDisposable
{
    private bool _hasCustomer = true;

    [CascadingParameter(Name = "Portfolio")]
    private PortfolioBoard? Portfolio { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private BuildingFilter Filter { get; set; } = null!;

    private BuildingSummary[] Items => [.. Portfolio!.Matching(Filter.Text, troublesOnly: false)];

    public void Dispose() => Filter.Changed -= StateHasChanged;

    protected override async Task OnInitializedAsync()
    {
        Filter.Changed += StateHasChanged;
        _hasCustomer = (await Authentication).User.TryGetSession(out var session) && session.Caller.Customer is not null;
        if (!_hasCustomer && session is { MustChangePassword: false } && session.Caller.Role.Allows(Permission.UseSupportDesk))
            Navigation.NavigateTo("support", replace: true);
    }

    private void ShowAll() => Filter.Text = null;
}
