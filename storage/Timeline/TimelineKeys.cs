using System.Globalization;
using Mihari.Timeline;

namespace Mihari.Storage.Timeline;

/// <summary>
/// The keys of the timeline's table. A day of an owner and kind is a partition; a row's key is the time of day and the id,
/// both turned round, because a table only reads upwards and lists are read newest first.
/// </summary>
internal static class TimelineKeys
{
    /// <summary>Milliseconds of a day.</summary>
    public const long DayLength = 86_400_000;

    private const string IdOrder = "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    private const int LastDate = 9999_99_99;

    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
    private static readonly char[] Mirror = Mirrored();

    /// <summary>The first millisecond that a time can have.</summary>
    public static readonly long FirstMillisecond = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();

    /// <summary>The last one.</summary>
    public static readonly long LastMillisecond = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The UTC day of a time in milliseconds since 1970.</summary>
    public static DateOnly DayOf(long at)
    {
        var (days, rest) = Math.DivRem(at, DayLength);
        var sinceTheEpoch = rest < 0 ? days - 1 : days;
        return DateOnly.FromDayNumber((int)Math.Clamp(sinceTheEpoch + EpochDay, 0, DateOnly.MaxValue.DayNumber));
    }

    /// <summary>The first millisecond of a UTC day.</summary>
    public static long StartOf(DateOnly day) => (day.DayNumber - EpochDay) * DayLength;

    /// <summary>The partition that lists the days of an owner and kind.</summary>
    public static string Days(string owner, TimelineKind kind) => string.Create(CultureInfo.InvariantCulture, $"{owner}~{(int)kind}");

    /// <summary>
    /// A day's row in there; later days come first. It names its partition too: the emulator finds rows by their key, and would walk
    /// through all of a day.
    /// </summary>
    public static string DayRow(string days, DateOnly day) => $"{DayRow(day)}~{days}";

    /// <summary>What such a row begins with.</summary>
    public static string DayRow(DateOnly day) => (LastDate - Number(day)).ToString("D8", CultureInfo.InvariantCulture);

    /// <summary>The day of such a row.</summary>
    public static DateOnly DayOfRow(string row)
    {
        var number = LastDate - int.Parse(row.AsSpan(0, 8), CultureInfo.InvariantCulture);
        return new DateOnly(number / 100_00, number / 100 % 100, number % 100);
    }

    /// <summary>The partition of a day's entries.</summary>
    public static string Partition(string owner, TimelineKind kind, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{owner}~{(int)kind}~{Number(day):D8}");

    /// <summary>Owner, kind and day of such a partition; null for one that lists days.</summary>
    public static (string Owner, TimelineKind Kind, DateOnly Day)? ReadPartition(string partition)
    {
        if (partition.Split('~') is not [var owner, var kind, var day])
            return null;

        var number = int.Parse(day, CultureInfo.InvariantCulture);
        return (owner, (TimelineKind)int.Parse(kind, CultureInfo.InvariantCulture), new DateOnly(number / 100_00, number / 100 % 100, number % 100));
    }

    /// <summary>An entry's row. The tilde at the end sorts behind every character of an id: of two ids that begin alike the longer comes first.</summary>
    public static string Row(long at, string id)
    {
        var start = StartOf(DayOf(at));
        return string.Concat(Turned(at - start), "~", string.Create(id.Length, id, (mirrored, text) =>
        {
            for (var i = 0; i < text.Length; i++)
                mirrored[i] = Mirror[text[i]];
        }), "~");
    }

    /// <summary>Where the rows of a time begin, of those in its partition.</summary>
    public static string RowsFrom(DateOnly day, long at) => Turned(at - StartOf(day));

    /// <summary>Time and id of a row.</summary>
    public static (long At, string Id) Read(DateOnly day, string row)
    {
        var at = StartOf(day) + DayLength - 1 - long.Parse(row.AsSpan(0, 8), CultureInfo.InvariantCulture);
        return (at, string.Create(row.Length - 10, row, (id, text) =>
        {
            for (var i = 0; i < id.Length; i++)
                id[i] = Mirror[text[i + 9]];
        }));
    }

    private static string Turned(long ofDay) => (DayLength - 1 - ofDay).ToString("D8", CultureInfo.InvariantCulture);

    private static int Number(DateOnly day) => (day.Year * 100_00) + (day.Month * 100) + day.Day;

    private static char[] Mirrored()
    {
        var mirror = new char[128];
        for (var i = 0; i < IdOrder.Length; i++)
            mirror[IdOrder[i]] = IdOrder[^(i + 1)];
        return mirror;
    }
}
