using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Cameras;

/// <summary>What is chosen above カメラ一覧: the filter by name, troubles only, and whether it is a live wall.</summary>
public sealed partial class CameraToolbar
{
    [Parameter]
    public string? Text { get; set; }

    [Parameter]
    public EventCallback<string?> TextChanged { get; set; }

    [Parameter]
    public bool TroublesOnly { get; set; }

    [Parameter]
    public EventCallback<bool> TroublesOnlyChanged { get; set; }

    [Parameter]
    public bool IsWall { get; set; }

    [Parameter]
    public EventCallback<bool> IsWallChanged { get; set; }

    /// <summary>How many cards the filter lets through.</summary>
    [Parameter, EditorRequired]
    public int Shown { get; set; }

    [Parameter, EditorRequired]
    public int Total { get; set; }

    /// <summary>The zone of every time on the page, in words.</summary>
    [Parameter, EditorRequired]
    public string Zone { get; set; } = "";

    private Task ToggleWall() => IsWallChanged.InvokeAsync(!IsWall);

    private Task Toggle() => TroublesOnlyChanged.InvokeAsync(!TroublesOnly);
}
