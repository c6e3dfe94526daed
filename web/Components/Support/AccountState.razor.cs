using Microsoft.AspNetCore.Components;
using Mihari.Accounts;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Support;

/// <summary>Whether an account is locked, or still has the password that it was given.</summary>
public sealed partial class AccountState
{
    [Parameter, EditorRequired]
    public AccountSummary Account { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;
}
