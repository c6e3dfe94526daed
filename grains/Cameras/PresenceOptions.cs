using System.ComponentModel.DataAnnotations;

namespace Mihari.Grains.Cameras;

/// <summary>When a device that is silent counts as gone (design, rule 3).</summary>
public sealed class PresenceOptions
{
    public const string Section = "Presence";

    /// <summary>How long a device must be offline before that is a trouble; 0 to 1 h, default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan OfflineHoldDown { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a device whose gateway died may take to connect elsewhere before it counts as offline; 5 s to 10 min, default 45 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan ReconnectWindow { get; set; } = TimeSpan.FromSeconds(45);
}
