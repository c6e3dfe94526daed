using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Mihari.Web.Components.Recordings;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Cameras;

/// <summary>The picture of a camera: live, behind which its newest picture stands until it comes; or the event recording that was chosen.</summary>
public sealed partial class CameraStage
{
    private ElementReference _video;
    private ClipView? _started;

    /// <summary>The camera's card, live.</summary>
    [Parameter, EditorRequired]
    public CameraCardView Card { get; set; } = null!;

    /// <summary>The event recording that plays; null: live.</summary>
    [Parameter]
    public ClipView? Clip { get; set; }

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Clip == _started)
            return;

        _started = Clip;
        if (Clip is null)
            return;

        try
        {
            await using var script = await Browser.ImportPortal();
            await script.InvokeVoidAsync("play", _video);
        }
        catch (Exception error) when (PortalScript.IsPageGone(error))
        {
            // Left while it began.
        }
    }
}
