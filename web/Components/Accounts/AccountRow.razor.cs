using Microsoft.AspNetCore.Components;
using Mihari.Accounts;

namespace Mihari.Web.Components.Accounts;

/// <summary>One account, and what can be done with it; an administrator can't be deleted (manual 1.2).</summary>
public sealed partial class AccountRow
{
    [Parameter, EditorRequired]
    public AccountSummary Account { get; set; } = null!;

    /// <summary>Where it is changed; null: not here.</summary>
    [Parameter]
    public string? Href { get; set; }

    /// <summary>A lock that is over by then is none.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset Now { get; set; }

    /// <summary>Whether it is the viewer's own.</summary>
    [Parameter]
    public bool IsOwn { get; set; }

    [Parameter]
    public bool IsBusy { get; set; }

    [Parameter]
    public bool OffersPassword { get; set; }

    [Parameter]
    public EventCallback OnDelete { get; set; }

    [Parameter]
    public EventCallback OnUnlock { get; set; }

    [Parameter]
    public EventCallback OnIssue { get; set; }

    private DateTimeOffset? LockedUntil => Account.LockedUntil > Now ? Account.LockedUntil : null;
}
