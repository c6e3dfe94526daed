using System.ComponentModel.DataAnnotations;

namespace Mihari.Grains.Notifications;

/// <summary>How messages are sent (manual, chapter 3).</summary>
public sealed class NotificationOptions : IValidatableObject
{
    public const string Section = "Notifications";

    /// <summary>How many detections of a room are told one by one within an hour; the rest is told as a count at its end. 1 to 1,000, default 30.</summary>
    [Range(1, 1000)]
    public int DetectionsPerHour { get; set; } = 30;

    /// <summary>How long a message that can't be handed on is tried; 1 h to 7 days, default 1 day.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "7.00:00:00")]
    public TimeSpan TryFor { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How long the message that a device is back waits, so that it can say what the card holds of the time in between, which the device reports by
    /// and by; 0 to 1 h, default 90 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RecoveryDelay { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// The largest video that is attached to a mail, in MiB; larger ones are linked, and so are those that the mail server does not take. 0 to 20, default 8.
    /// </summary>
    [Range(0, 20)]
    public int LargestAttachmentMiB { get; set; } = 8;

    /// <summary>The time zone of the times in mails, as IANA names it; default <c>Asia/Tokyo</c>.</summary>
    [Required]
    public string TimeZone { get; set; } = "Asia/Tokyo";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return new ValidationResult($"{Section}:{nameof(TimeZone)} is '{TimeZone}', but must be a time zone as IANA names it, such as Asia/Tokyo", [nameof(TimeZone)]);
    }
}
