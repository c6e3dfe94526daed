using Microsoft.AspNetCore.Components;
using Mihari.Web.Components.Forms;

namespace Mihari.Web.Components.Support;

/// <summary>The head of a page of the desk: the way here, the title, what can be begun, and what was just done.</summary>
public sealed partial class DeskHead
{
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The steps between the desk and this page.</summary>
    [Parameter]
    public IReadOnlyList<Crumb>? Trail { get; set; }

    /// <summary>The desk's first page is the desk.</summary>
    [Parameter]
    public bool IsFirst { get; set; }

    /// <summary>Buttons beside the title.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private Crumb[] Steps => IsFirst ? [new Crumb(Texts["Desk"])] : [new Crumb(Texts["Desk"], "support"), .. Trail ?? [], new Crumb(Title)];
}
