using System.ComponentModel.DataAnnotations;

namespace Mihari.Grains.Reports;

/// <summary>Reports by building and month.</summary>
public sealed class ReportOptions : IValidatableObject
{
    public const string Section = "Reports";

    /// <summary>The time zone whose months and days they are, as IANA names it; one that is whole hours away from UTC. Default Asia/Tokyo.</summary>
    public string TimeZone { get; set; } = "Asia/Tokyo";

    /// <summary>How long it is kept what became of a day; 62 days to 10 years, default 800 days: two years, and the month that goes on.</summary>
    [Range(typeof(TimeSpan), "62.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepDays { get; set; } = TimeSpan.FromDays(800);

    /// <summary>The zone of <see cref="TimeZone"/>.</summary>
    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext context)
    {
        // A day is counted by UTC's hours.
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone ?? "", out var zone))
            yield return new ValidationResult($"{Section}:{nameof(TimeZone)} is '{TimeZone}', but must be a time zone as IANA names it, such as Asia/Tokyo");
        else if (!MonthRules.IsOfWholeHours(zone))
            yield return new ValidationResult($"{Section}:{nameof(TimeZone)} is '{TimeZone}', but must be a time zone that is whole hours away from UTC");
    }
}
