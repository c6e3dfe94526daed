using Microsoft.AspNetCore.Components;
using Mihari.Identifiers;
using Mihari.Troubles;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Troubles;

/// <summary>Says that a building's line is down or unstable, for as long as it is; empty else, so that screen readers are told when it begins.</summary>
public sealed partial class LineBanner
{
    /// <summary>Null: it is well.</summary>
    [Parameter, EditorRequired]
    public LineTrouble? Line { get; set; }

    /// <summary>Which building, where several are shown.</summary>
    [Parameter]
    public BuildingId? Building { get; set; }

    /// <summary>The building's name.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    private string Word => Line?.Kind == TroubleKind.BuildingLineUnstable ? "LineUnstable" : "LineDown";

    [Inject]
    private Viewer Viewer { get; set; } = null!;
}
