using System.Collections.Immutable;
using Mihari.Identifiers;
using Mihari.Reports;

namespace Mihari.Grains.Reports;

/// <summary>What of a camera's day lies in a day of the zone.</summary>
internal sealed record CountedDay(DateOnly Day, TimeAccount Time, int Absences);

/// <summary>A camera's month: its days in the zone, and how it was called last.</summary>
internal sealed record CountedCamera(DeviceId Device, string Name, string RoomName, DateTimeOffset? From, DateTimeOffset? To, ImmutableArray<CountedDay> Days);

/// <summary>Months and days of a zone, made of UTC's hours; without side effects.</summary>
internal static class MonthRules
{
    /// <summary>Whether all days of a zone begin with an hour of UTC, now and as far as it is known.</summary>
    public static bool IsOfWholeHours(TimeZoneInfo zone) =>
        IsWhole(zone.BaseUtcOffset) && zone.GetAdjustmentRules().Where(rule => rule.DateEnd.Year >= 2000).All(rule => IsWhole(rule.DaylightDelta) && IsWhole(rule.BaseUtcOffsetDelta));

    /// <summary>The month in which a moment lies.</summary>
    public static ReportMonth MonthOf(DateTimeOffset moment, TimeZoneInfo zone) => ReportMonth.Of(DayOf(moment, zone));

    /// <summary>Its beginning and its end.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) Bounds(ReportMonth month, TimeZoneInfo zone) => (StartOf(month.First, zone), StartOf(month.Add(1).First, zone));

    /// <summary>From when on all troubles of a month are known; null: all of it.</summary>
    /// <param name="from">The month's beginning.</param>
    /// <param name="kept">Those that were over before may have been let go.</param>
    public static DateTimeOffset? TroublesFrom(DateTimeOffset from, DateTimeOffset kept) => kept > from ? kept : null;

    /// <summary>The months of which something is known, newest first; the present one is always among them.</summary>
    /// <param name="days">The UTC days that were counted.</param>
    /// <param name="zone">Of the months.</param>
    /// <param name="now">The present.</param>
    public static ImmutableArray<ReportMonth> Months(IEnumerable<DateOnly> days, TimeZoneInfo zone, DateTimeOffset now) =>
    [
        .. days.Select(day => new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)).SelectMany(day => new[] { day, day.AddHours(23) })
            .Select(moment => MonthOf(moment, zone)).Append(MonthOf(now, zone)).Where(month => month.CompareTo(MonthOf(now, zone)) <= 0)
            .Distinct().OrderDescending(),
    ];

    /// <summary>The cameras of a month, by room and name.</summary>
    /// <param name="days">UTC's days that reach into it; of the two of a camera and day the later one counts.</param>
    /// <param name="from">The month's beginning.</param>
    /// <param name="to">Its end.</param>
    /// <param name="zone">Of the days.</param>
    public static ImmutableArray<CountedCamera> Cameras(IEnumerable<CameraDay> days, DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone) =>
    [
        .. days.GroupBy(day => day.Device).Select(own => Camera(own.Key, [.. own.GroupBy(d => d.Day).Select(same => same.Last()).OrderBy(d => d.Day)], from, to, zone)).OfType<CountedCamera>()
            .OrderBy(c => c.RoomName, StringComparer.Ordinal).ThenBy(c => c.Name, StringComparer.Ordinal).ThenBy(c => c.From).ThenBy(c => c.Device.Value, StringComparer.Ordinal),
    ];

    /// <summary>The sum by day.</summary>
    public static ImmutableArray<DayAccount> Sum(IEnumerable<CountedCamera> cameras) =>
    [
        .. cameras.SelectMany(camera => camera.Days).GroupBy(day => day.Day).OrderBy(day => day.Key)
            .Select(day => new DayAccount(day.Key, day.Aggregate(default(TimeAccount), (sum, one) => sum + one.Time))),
    ];

    /// <summary>The sum of a camera.</summary>
    public static CameraMonth Sum(CountedCamera camera) => new(
        camera.Device, camera.Name, camera.RoomName, camera.From, camera.To,
        camera.Days.Aggregate(default(TimeAccount), (sum, day) => sum + day.Time), camera.Days.Sum(day => day.Absences));

    /// <summary>Null: nothing of it lies in the month.</summary>
    private static CountedCamera? Camera(DeviceId device, List<CameraDay> days, DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone)
    {
        var within = days.Where(day => IsWithin(day, from, to)).ToList();
        if (within.Count == 0)
            return null;

        var hours = within.SelectMany(day => day.Body.Hours.Select((hour, number) => (At: day.Day.AddHours(number), Hour: hour)))
            .Where(hour => !hour.Hour.IsEmpty && hour.At >= from && hour.At < to);
        var counted = hours.GroupBy(hour => DayOf(hour.At, zone)).Select(day => new CountedDay(
            day.Key, day.Aggregate(default(TimeAccount), (sum, hour) => sum + Account(hour.Hour)), day.Sum(hour => hour.Hour[(int)Counted.Absences])));
        var due = within.Where(day => day.Body.From is not null).ToList();
        var (first, last) = (due.Min(day => day.Body.From), due.Max(day => day.Body.To));
        return new CountedCamera(
            device, within[^1].Body.Name, within[^1].Body.RoomName, first < from ? from : first, last > to ? to : last, [.. counted.OrderBy(day => day.Day)]);
    }

    private static bool IsWithin(CameraDay day, DateTimeOffset from, DateTimeOffset to) =>
        day.Body.From is { } due ? due < to && day.Body.To > from : day.Day < to && day.Day.AddDays(1) > from;

    private static TimeAccount Account(ImmutableArray<int> hour)
    {
        return new TimeAccount(
            Of(Counted.Due), Of(Counted.Recorded), Of(Counted.Offline), Of(Counted.NoCard), Of(Counted.NoPictures), Of(Counted.ServerDown), Of(Counted.NotRecorded), Of(Counted.Open),
            Of(Counted.Connected), Of(Counted.Away));

        TimeSpan Of(Counted what) => TimeSpan.FromSeconds(hour[(int)what]);
    }

    private static DateOnly DayOf(DateTimeOffset moment, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    private static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        // Where clocks are put forward at midnight, the day begins with the moment after.
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight))
            midnight = midnight.AddHours(1);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private static bool IsWhole(TimeSpan offset) => offset.Ticks % TimeSpan.TicksPerHour == 0;
}
