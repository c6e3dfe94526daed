using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Troubles;
using Orleans.Concurrency;

namespace Mihari.Reports;

/// <summary>
/// The reports of a building by month; key: the building's id. A month is one of the time zone that is configured (<c>Reports:TimeZone</c>). All of it
/// demands <see cref="Permission.ViewRecordings"/>.
/// </summary>
[Alias("Mihari.IBuildingMonths")]
public interface IBuildingMonths : IGrainWithStringKey
{
    /// <summary>So many troubles a report holds at most, the newest.</summary>
    const int MostTroubles = 2_000;

    /// <summary>There was no report before this year.</summary>
    const int FirstYear = 2020;

    /// <summary>The months of which something is known, newest first; the present one is always among them.</summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such building, or it is not the caller's.</exception>
    [Alias("GetMonths"), AlwaysInterleave]
    Task<ImmutableArray<ReportMonth>> GetMonths(Caller by);

    /// <summary>The report of a month. The present one's goes up to now; it, and the ones before, may change until <see cref="MonthReport.SettlesAt"/>.</summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such building, or it is not the caller's.</exception>
    /// <exception cref="Refusals.InvalidInputException">The month is before <see cref="FirstYear"/>, or later than the present one.</exception>
    [Alias("Read"), AlwaysInterleave, ResponseTimeout("00:02:00")]
    Task<MonthReport> Read(Caller by, ReportMonth month);

    /// <summary>The same by camera and day, in the order of the cameras in the report and then of days; days on which a camera did not stand there are left out.</summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such building, or it is not the caller's.</exception>
    /// <exception cref="Refusals.InvalidInputException">The month is before <see cref="FirstYear"/>, or later than the present one.</exception>
    [Alias("ReadDays"), AlwaysInterleave, ResponseTimeout("00:02:00")]
    Task<ImmutableArray<CameraDayAccount>> ReadDays(Caller by, ReportMonth month);

    /// <summary>Notes in the audit trail that the caller takes a report away as a file; durable when the task completes.</summary>
    /// <param name="by">Who.</param>
    /// <param name="month">Which report.</param>
    /// <param name="part">Which part of it.</param>
    /// <exception cref="Refusals.UnknownIdException">There is no such building, or it is not the caller's.</exception>
    [Alias("NoteExport"), AlwaysInterleave]
    Task NoteExport(Caller by, ReportMonth month, string part);
}

/// <summary>A building's month.</summary>
/// <param name="Building">Which.</param>
/// <param name="Name">Its present name.</param>
/// <param name="Customer">Whose it is.</param>
/// <param name="CustomerName">The customer's name.</param>
/// <param name="Month">Which month.</param>
/// <param name="Zone">The time zone in which it is one, as IANA names it.</param>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end, exclusive; of the present month: now.</param>
/// <param name="IsOver">Whether it is not the present one.</param>
/// <param name="CountedFrom">From when on something was counted; null: nothing was.</param>
/// <param name="SettlesAt">Until when figures may change; null: none will.</param>
/// <param name="Total">Of all its cameras.</param>
/// <param name="Days">Of all its cameras by day, ascending; a day of which nothing is known is left out.</param>
/// <param name="Cameras">Its cameras, by room and name, those that left in the month included.</param>
/// <param name="Troubles">Those that were in the month, also where they began before or go on, newest first.</param>
/// <param name="HasMoreTroubles">Whether there were more than <see cref="IBuildingMonths.MostTroubles"/>.</param>
/// <param name="TroublesFrom">
/// From when on all its troubles are known: of those that were over before, it is not kept any more whether there were any. From <paramref name="To"/> on, the
/// month has none but those that went on for long after it. Null: all are known.
/// </param>
[GenerateSerializer, Immutable, Alias("Mihari.MonthReport")]
public sealed record MonthReport(
    [property: Id(0)] BuildingId Building,
    [property: Id(1)] string Name,
    [property: Id(2)] CustomerId Customer,
    [property: Id(3)] string CustomerName,
    [property: Id(4)] ReportMonth Month,
    [property: Id(5)] string Zone,
    [property: Id(6)] DateTimeOffset From,
    [property: Id(7)] DateTimeOffset To,
    [property: Id(8)] bool IsOver,
    [property: Id(9)] DateTimeOffset? CountedFrom,
    [property: Id(10)] DateTimeOffset? SettlesAt,
    [property: Id(11)] TimeAccount Total,
    [property: Id(12)] ImmutableArray<DayAccount> Days,
    [property: Id(13)] ImmutableArray<CameraMonth> Cameras,
    [property: Id(14)] ImmutableArray<PastTrouble> Troubles,
    [property: Id(15)] bool HasMoreTroubles,
    [property: Id(16)] DateTimeOffset? TroublesFrom = null);

/// <summary>A camera's month in a building.</summary>
/// <param name="Camera">Which.</param>
/// <param name="Name">The last name that it had there in the month.</param>
/// <param name="RoomName">The last room in which it stood there in the month.</param>
/// <param name="From">Since when its time was due in the month; null: at no time, as it had never been connected.</param>
/// <param name="To">Up to when.</param>
/// <param name="Time">What became of it.</param>
/// <param name="Absences">How often it went away.</param>
[GenerateSerializer, Immutable, Alias("Mihari.CameraMonth")]
public sealed record CameraMonth(
    [property: Id(0)] DeviceId Camera,
    [property: Id(1)] string Name,
    [property: Id(2)] string RoomName,
    [property: Id(3)] DateTimeOffset? From,
    [property: Id(4)] DateTimeOffset? To,
    [property: Id(5)] TimeAccount Time,
    [property: Id(6)] int Absences);

/// <summary>A day of all cameras of a building.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.DayAccount")]
public sealed record DayAccount(
    [property: Id(0)] DateOnly Day,
    [property: Id(1)] TimeAccount Time);

/// <summary>A day of a camera in a building.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.CameraDayAccount")]
public sealed record CameraDayAccount(
    [property: Id(0)] DeviceId Camera,
    [property: Id(1)] string Name,
    [property: Id(2)] string RoomName,
    [property: Id(3)] DateOnly Day,
    [property: Id(4)] TimeAccount Time,
    [property: Id(5)] int Absences);
