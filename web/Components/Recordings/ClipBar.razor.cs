using Microsoft.AspNetCore.Components;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Recordings;

/// <summary>What stands below an event recording that plays: the one before and after it, its file, and the way back.</summary>
public sealed partial class ClipBar
{
    /// <summary>The one that plays.</summary>
    [Parameter, EditorRequired]
    public ClipView Clip { get; set; } = null!;

    /// <summary>The list in which it stands.</summary>
    [Parameter, EditorRequired]
    public ClipList? Neighbours { get; set; }

    [Parameter]
    public EventCallback<ClipView> OnChosen { get; set; }

    [Parameter]
    public EventCallback OnLive { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private ClipView? Earlier => Neighbours?.Next(Clip, isLater: false);

    private ClipView? Later => Neighbours?.Next(Clip, isLater: true);
}
