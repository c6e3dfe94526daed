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

    /// <summary>
    /// What saw it: its own sensor by name, another one with its device or, by a rule, its room. Where no names were kept, the built-in motion sensor
    /// has one in every language, and others go by the device's name for them.
    /// </summary>
    private string Trigger => Clip.Cause is not { Names: var names } ? string.Equals(Clip.Sensor, "motion", StringComparison.Ordinal) ? Texts["Motion"] : Texts["Sensor", Clip.Sensor]
        : Clip.IsOwnSensor ? names.Sensor
        : Texts["OtherPlace", Clip.Cause.RuleSetAt is null ? names.Device : names.Room, names.Sensor];

    private string HelpId => "partial-" + Clip.Id;

    private string Length => Clip.StateClass == "missing" ? "" : Clip.Length.ToString(@"m\:ss", CultureInfo.InvariantCulture);
}
