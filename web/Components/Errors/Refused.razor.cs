using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Mihari.Accounts;
using Mihari.Web.Accounts;

namespace Mihari.Web.Components.Errors;

/// <summary>In place of a page that the viewer may not see: the way to sign in again or to a new password, or that the role does not allow it.</summary>
public sealed partial class Refused
{
    private bool _isSignedIn;
    private bool _isAdministrator;
    private bool _mustChangePassword;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string Address => PasswordForm.PageFor("/" + Navigation.ToBaseRelativePath(Navigation.Uri));

    protected override async Task OnParametersSetAsync()
    {
        var user = (await Authentication).User;
        _isSignedIn = user.TryGetSession(out var session);
        _isAdministrator = session?.Caller.Role >= Role.Administrator;
        _mustChangePassword = user.MustChangePassword();
    }
}
