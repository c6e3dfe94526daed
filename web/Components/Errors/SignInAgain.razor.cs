using Microsoft.AspNetCore.Components;
using Mihari.Web.Accounts;
using Mihari.Web.Components.SignIn;

namespace Mihari.Web.Components.Errors;

/// <summary>
/// Sends a viewer whose session has ended to the sign-in page, and back here afterwards. The page's own script does it: what
/// is rendered reaches the browser even if the connection was lost just then, and the tab that is signing out is left alone.
/// </summary>
public sealed partial class SignInAgain
{
    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string Address
    {
        get
        {
            var page = SignInForm.PageFor("/" + Navigation.ToBaseRelativePath(Navigation.Uri));
            return $"{page}{(page.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{SignInPage.EndedQuery}=1";
        }
    }
}
