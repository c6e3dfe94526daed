using System.ComponentModel.DataAnnotations;

namespace Mihari.Grains.Capture;

/// <summary>How event recordings are cut (manual, chapter 4).</summary>
public sealed class CaptureOptions : IValidatableObject
{
    public const string Section = "Capture";

    /// <summary>What a clip shows of the time before its trigger; 0 to 30 s, default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan PreRoll { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What a clip shows of the time after its trigger; 5 to 55 s, default 25 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:00:55")]
    public TimeSpan PostRoll { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>The longest clip; 10 to 60 s, default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:01:00")]
    public TimeSpan MaxClip { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A further trigger is covered by a clip that goes on for at least this long after it; else the next clip follows
    /// without a gap. 0 to 30 s, default 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan CoveredTail { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after the end of a clip its upload may take; 10 s to 1 h, default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan UploadAllowance { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>For how long a clip that could not be had is still asked for; 1 h to 30 days, default 10 days (what a card holds).</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan RecoverWithin { get; set; } = TimeSpan.FromDays(10);

    /// <summary>How many missed clips are fetched from one camera at a time; 1 to 16, default 2.</summary>
    [Range(1, 16)]
    public int RecoverAtOnce { get; set; } = 2;

    /// <summary>How long event recordings are kept (manual 2.1); 1 day to 10 years, default 30 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepClips { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long those are kept that the customer's plan does not list, for the mails that carry them; 1 hour to 30 days, default 1 day.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan KeepUnlistedClips { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Values that are each within their bounds and yet could not record a motion.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PreRoll + CoveredTail >= MaxClip)
            yield return new ValidationResult($"{Section}:{nameof(PreRoll)} and {Section}:{nameof(CoveredTail)} together must be shorter than {Section}:{nameof(MaxClip)}");

        if (CoveredTail > PostRoll)
            yield return new ValidationResult($"{Section}:{nameof(CoveredTail)} must not be longer than {Section}:{nameof(PostRoll)}");
    }
}
