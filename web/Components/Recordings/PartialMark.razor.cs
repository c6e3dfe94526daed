using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Recordings;

/// <summary>How much is missing of a clip's video; nothing where it is whole.</summary>
public sealed partial class PartialMark
{
    [Parameter, EditorRequired]
    public ClipView Clip { get; set; } = null!;

    /// <summary>In whole seconds, at least one.</summary>
    private string Text
    {
        get
        {
            var all = Math.Max(1, (long)Math.Round(Clip.Missing.TotalSeconds));
            var (minutes, seconds) = (all / 60, all % 60);
            return minutes == 0 ? Texts["PartialSeconds", seconds]
                : seconds == 0 ? Texts["PartialMinutes", minutes]
                : Texts["Partial", minutes, seconds];
        }
    }
}
