using System.Globalization;

namespace Mihari.Reports;

/// <summary>A month of the calendar, from year 1 to 9999; written as <c>2026-11</c>.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.ReportMonth")]
public readonly record struct ReportMonth(
    [property: Id(0)] int Year,
    [property: Id(1)] int Month) : IComparable<ReportMonth>
{
    private const string Format = "yyyy-MM";

    /// <summary>Its first day.</summary>
    public DateOnly First => new(Year, Month, 1);

    /// <summary>The month in which a day lies.</summary>
    public static ReportMonth Of(DateOnly day) => new(day.Year, day.Month);

    /// <summary>Reads what <see cref="ToString"/> writes, and nothing else.</summary>
    public static bool TryParse(string? text, out ReportMonth month)
    {
        var isOne = DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var first);
        month = isOne ? Of(first) : default;
        return isOne;
    }

    /// <summary>So many months later.</summary>
    public ReportMonth Add(int months) => Of(First.AddMonths(months));

    /// <inheritdoc/>
    public int CompareTo(ReportMonth other) => Year != other.Year ? Year.CompareTo(other.Year) : Month.CompareTo(other.Month);

    /// <inheritdoc/>
    public override string ToString() => First.ToString(Format, CultureInfo.InvariantCulture);
}
