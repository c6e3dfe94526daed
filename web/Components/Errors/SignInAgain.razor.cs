using Microsoft.AspNetCore.Components;
using Mihari.Web.Accounts;

namespace Mihari.Web.Components.Errors;

/// <summary>Sends a viewer whose session has ended to the sign-in page, and back here afterwards.</summary>
public sealed partial class SignInAgain
{
    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override void OnInitialized() =>
        Navigation.NavigateTo(SignInForm.PageFor("/" + Navigation.ToBaseRelativePath(Navigation.Uri)), forceLoad: true);
}
