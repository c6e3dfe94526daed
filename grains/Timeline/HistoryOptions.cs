using System.ComponentModel.DataAnnotations;

namespace Mihari.Grains.Timeline;

/// <summary>How long can be looked up what has happened. Event recordings have <see cref="Capture.CaptureOptions"/>; the audit trail is kept.</summary>
public sealed class HistoryOptions
{
    public const string Section = "History";

    /// <summary>How long it is kept when a sensor fired; 1 day to 10 years, default 31 days. An event that is older when it comes is not recorded.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepEvents { get; set; } = TimeSpan.FromDays(31);

    /// <summary>How long troubles are kept, from their end; 1 day to 10 years, default 400 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepTroubles { get; set; } = TimeSpan.FromDays(400);

    /// <summary>How long it is kept when a device was away, from when it was back, and when the server was down; 31 days to 10 years, default 400 days.</summary>
    [Range(typeof(TimeSpan), "31.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepOutages { get; set; } = TimeSpan.FromDays(400);

    /// <summary>
    /// How long it is kept who was told of what; 8 days to 10 years, default 400 days. What comes again, up to a week later, is known by it and not told twice.
    /// </summary>
    [Range(typeof(TimeSpan), "8.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepNotifications { get; set; } = TimeSpan.FromDays(400);

    /// <summary>How long mails are kept that are files because there is no mail server; 1 day to 10 years, default 30 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepMails { get; set; } = TimeSpan.FromDays(30);
}
