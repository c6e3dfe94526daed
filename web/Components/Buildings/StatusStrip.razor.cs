using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Buildings;

/// <summary>The three figures that are readable from across the room.</summary>
public sealed partial class StatusStrip
{
    [Parameter, EditorRequired]
    public int Total { get; set; }

    [Parameter, EditorRequired]
    public int Online { get; set; }

    [Parameter, EditorRequired]
    public int Recording { get; set; }

    [Parameter, EditorRequired]
    public int Troubled { get; set; }
}
