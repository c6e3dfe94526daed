using System.ComponentModel.DataAnnotations;

namespace Mihari.Grains.Cameras;

/// <summary>When a device that is silent counts as gone, and when one that comes and goes counts as unstable (design, rule 3).</summary>
public sealed class PresenceOptions
{
    public const string Section = "Presence";

    /// <summary>How long a device must be offline before that is a trouble; 0 to 1 h, default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan OfflineHoldDown { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a card or a picture must be bad before that is a trouble; 0 to 10 min, default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan FaultHoldDown { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a device whose gateway died may take to connect elsewhere before it counts as offline; 5 s to 10 min, default 45 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan ReconnectWindow { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>How often a device must go or come within <see cref="FlapWindow"/> to count as unstable; 2 to 100, default 5.</summary>
    [Range(2, 100)]
    public int FlapChanges { get; set; } = 5;

    /// <summary>Within how long, and how long an unstable device must neither go nor come before it is stable again; 1 min to 1 h, default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan FlapWindow { get; set; } = TimeSpan.FromMinutes(10);
}
