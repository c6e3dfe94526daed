using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Mihari.Identifiers;
using Mihari.Web.Accounts;

namespace Mihari.Web.Components.Accounts;

/// <summary>Shows what belongs to the viewer's own customer. Support is of none, and has its own pages.</summary>
public sealed partial class OwnCustomer
{
    private CustomerId? _customer;
    private bool _isNobodys;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Parameter, EditorRequired]
    public RenderFragment<CustomerId> ChildContent { get; set; } = null!;

    protected override async Task OnParametersSetAsync()
    {
        _customer = (await Authentication).User.TryGetSession(out var session) ? session.Caller.Customer : null;
        _isNobodys = session is not null && _customer is null;
    }
}
