using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Support;

/// <summary>Shows what waits for a yes.</summary>
public sealed partial class AskFirst
{
    [Parameter, EditorRequired]
    public Question? Asked { get; set; }

    [Parameter, EditorRequired]
    public EventCallback OnYes { get; set; }

    [Parameter, EditorRequired]
    public EventCallback OnNo { get; set; }
}
