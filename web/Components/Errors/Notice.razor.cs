using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Errors;

/// <summary>A place with nothing in it: why that is, and what to do next.</summary>
public sealed partial class Notice
{
    [Parameter]
    public MarkupString Mark { get; set; }

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    [Parameter]
    public string? Text { get; set; }

    /// <summary>The way on, where there is one.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
