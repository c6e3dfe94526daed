using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Accounts;

/// <summary>The head of a column that sorts.</summary>
public sealed partial class AccountColumnHead
{
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    [Parameter, EditorRequired]
    public AccountColumn Column { get; set; }

    [Parameter, EditorRequired]
    public AccountTable Table { get; set; } = null!;

    [Parameter, EditorRequired]
    public EventCallback<AccountColumn> OnSort { get; set; }

    private bool IsSorted => Table.Sort == Column;
}
