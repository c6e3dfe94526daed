using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Layout;

/// <summary>
/// A menu of the top bar. A popover of the browser's own: it keeps focus, Escape and the expanded state right, there is one open at a
/// time, and it works before the page has its circuit. The page's script closes it where a link was followed.
/// </summary>
public sealed partial class BarMenu
{
    /// <summary>Of the popover.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    /// <summary>What the button is called.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>What the mouse is told over the button, where it shows no words.</summary>
    [Parameter]
    public string? Tip { get; set; }

    [Parameter]
    public string? ButtonClass { get; set; }

    /// <summary>What the button shows.</summary>
    [Parameter, EditorRequired]
    public RenderFragment Button { get; set; } = null!;

    /// <summary>A list of links, and forms, with the class <c>item</c>.</summary>
    [Parameter, EditorRequired]
    public RenderFragment ChildContent { get; set; } = null!;
}
