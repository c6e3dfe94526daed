using System.Globalization;
using Microsoft.AspNetCore.Components;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Recordings;

/// <summary>One event recording; a button where there is something to play.</summary>
public sealed partial class ClipRow
{
    [Parameter, EditorRequired]
    public ClipView Clip { get; set; } = null!;

    [Parameter]
    public bool IsPlaying { get; set; }

    [Parameter, EditorRequired]
    public EventCallback OnPlay { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    /// <summary>The built-in motion sensor has a name in every language; others go by the device's name for them.</summary>
    private string Trigger => string.Equals(Clip.Sensor, "motion", StringComparison.Ordinal) ? Texts["Motion"] : Texts["Sensor", Clip.Sensor];

    private string HelpId => "partial-" + Clip.Id;

    private string Length => Clip.StateClass == "missing" ? "" : Clip.Length.ToString(@"m\:ss", CultureInfo.InvariantCulture);
}
