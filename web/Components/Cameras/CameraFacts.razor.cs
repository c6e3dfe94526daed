using System.Globalization;
using Microsoft.AspNetCore.Components;
using Mihari.Cameras;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Cameras;

/// <summary>What there is to know of a camera; rows that say nothing are left out.</summary>
public sealed partial class CameraFacts
{
    [Parameter, EditorRequired]
    public CameraCardView Card { get; set; } = null!;

    /// <summary>Null until it has come.</summary>
    [Parameter]
    public CameraDetail? Detail { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;
}

/// <summary>The forms of a camera's facts.</summary>
internal static class CameraFactsText
{
    private static readonly TimeSpan SkewWorthTelling = TimeSpan.FromSeconds(5);

    /// <summary>A device id as it stands on the camera: <c>00:11:22:33:44:AA</c>.</summary>
    public static string Mac(string id) => id.Length == 12 ? string.Join(':', id.Chunk(2).Select(pair => new string(pair))) : id;

    /// <summary>How far a clock is off, in seconds, minutes or hours; null up to 5 s (device protocol, hello).</summary>
    public static string? Skew(TimeSpan skew)
    {
        var size = skew.Duration();
        return size <= SkewWorthTelling ? null
            : size < TimeSpan.FromHours(1) ? size.ToString(@"m\:ss", CultureInfo.InvariantCulture)
            : $"{(long)size.TotalHours}:{size:mm\\:ss}";
    }
}
