using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Errors;

/// <summary>Shown in place of a page that failed; the frame around it lives on.</summary>
public sealed partial class PageFault
{
    [Parameter, EditorRequired]
    public EventCallback OnRetry { get; set; }
}
