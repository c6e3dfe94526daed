using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Reports;

namespace Mihari.Web.Api;

/// <summary>Reads ids and values of a request. An id that cannot be one answers like one that does not exist.</summary>
internal static class Inputs
{
    private const int LongestId = 64;
    private const int LongestNewId = 40;
    private const int LongestText = 10_000;

    public static BuildingId Building(string? id) =>
        IsId(id) ? new BuildingId(id) : throw new UnknownIdException("building", id ?? "");

    public static DeviceId Camera(string id) =>
        DeviceId.TryParse(id, out var camera) ? camera : throw new UnknownIdException("camera", id);

    public static ClipId Clip(string id) =>
        IsId(id) ? new ClipId(id) : throw new UnknownIdException("clip", id);

    public static ExportId Export(string id) =>
        IsId(id) ? new ExportId(id) : throw new UnknownIdException("export", id);

    public static AccountId Account(string id) =>
        IsId(id) ? new AccountId(id) : throw new UnknownIdException("account", id);

    public static CustomerId Customer(string id) =>
        IsId(id) ? new CustomerId(id) : throw new UnknownIdException("customer", id);

    public static RoomId Room(string? id) =>
        IsId(id) ? new RoomId(id) : throw new UnknownIdException("room", id ?? "");

    public static ContractNumber Contract(string? id) =>
        ContractNumber.TryParse(id, out var number) ? number : throw new UnknownIdException("contract", id ?? "");

    public static DeviceId Device(string id) =>
        DeviceId.TryParse(id, out var device) ? device : throw new UnknownIdException("device", id);

    public static string Sensor(string id) =>
        IsId(id) ? id : throw new UnknownIdException("sensor", id);

    /// <summary>
    /// The id of what a customer's people make: the caller's, so that a repeated request makes it once, or a new one. A UUID, because
    /// the answer to an id that is taken tells that it is: nobody comes upon another customer's by trying.
    /// </summary>
    /// <exception cref="InvalidInputException">It is no UUID.</exception>
    public static string NewUuid(string field, string? id) =>
        id is null ? Guid.NewGuid().ToString("N")
        : Guid.TryParseExact(id, "N", out var uuid) || Guid.TryParseExact(id, "D", out uuid) ? uuid.ToString("N")
        : throw new InvalidInputException(field, "must be a UUID", InputProblem.Characters);

    /// <summary>The id of what Support makes, as <see cref="NewUuid"/>, but one that people may read.</summary>
    /// <exception cref="InvalidInputException">It is not 1 to 40 letters, digits and hyphens.</exception>
    public static string NewId(string field, string? id)
    {
        if (id is null)
            return Guid.NewGuid().ToString("N");

        return id.Length is > 0 and <= LongestNewId && id.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? id
            : throw new InvalidInputException(field, "must be 1 to 40 letters, digits and hyphens", InputProblem.Length, "1-40");
    }

    /// <summary>The number of a contract that is to be registered.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static ContractNumber NewContract(string field, string number) =>
        ContractNumber.TryParse(number, out var read)
            ? read
            : throw new InvalidInputException(field, "must be 1 to 40 letters, digits and hyphens", InputProblem.Length, "1-40");

    /// <summary>A MAC address in any usual spelling.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static DeviceId Mac(string field, string? value) =>
        DeviceId.TryParse(value, out var device) ? device : throw new InvalidInputException(field, "must be a MAC address: 12 hex digits", InputProblem.MacAddress);

    /// <summary>A month, such as 2026-11.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static ReportMonth Month(string field, string? value) =>
        ReportMonth.TryParse(value, out var month) ? month : throw new InvalidInputException(field, "must be a month like 2026-11");

    /// <summary>A text of the body, whose own rules the grain knows.</summary>
    /// <exception cref="InvalidInputException">It is missing, or longer than any text is.</exception>
    public static string Text(string field, string? value) =>
        value is null ? throw new InvalidInputException(field, "is missing")
        : value.Length > LongestText ? throw new InvalidInputException(field, "is too long", InputProblem.Length)
        : value;

    /// <exception cref="InvalidInputException">It is missing.</exception>
    public static T Value<T>(string field, T? value)
        where T : struct => value ?? throw new InvalidInputException(field, "is missing");

    /// <exception cref="InvalidInputException">It is missing, has too many items, or one of them is null.</exception>
    public static IReadOnlyList<T> List<T>(string field, IReadOnlyList<T?>? value, int most)
        where T : class =>
        value is null ? throw new InvalidInputException(field, "is missing")
        : value.Count > most ? throw new InvalidInputException(field, string.Create(CultureInfo.InvariantCulture, $"has more than {most} items"), InputProblem.Range)
        : value.Any(static item => item is null) ? throw new InvalidInputException(field, "has an empty item")
        : [.. value.OfType<T>()];

    /// <exception cref="InvalidInputException">It is not a number from <paramref name="least"/> to <paramref name="most"/>.</exception>
    public static int Number(string field, string? value, int least, int most, int preset)
    {
        if (string.IsNullOrEmpty(value))
            return preset;

        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new InvalidInputException(field, string.Create(CultureInfo.InvariantCulture, $"must be a number from {least} to {most}"));
    }

    /// <exception cref="InvalidInputException">It is not a time with an offset from UTC.</exception>
    public static DateTimeOffset? Time(string field, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return null;

        // Without an offset the time would mean another moment on another machine.
        var offset = value.EndsWith('Z') || (value.Length > 6 && value[^6] is '+' or '-' or ' ');
        return offset && DateTimeOffset.TryParse(value.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToUniversalTime()
            : throw new InvalidInputException(field, "must be a time like 2026-11-22T03:04:05Z");
    }

    /// <exception cref="InvalidInputException">It is not a number from 1 to <paramref name="most"/>.</exception>
    public static int Limit(string field, string? value, int most, int preset) => Number(field, value, 1, most, preset);

    private static bool IsId([NotNullWhen(true)] string? id) =>
        id is { Length: > 0 and <= LongestId } && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
