using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Mihari.Identifiers;
using Mihari.Refusals;

namespace Mihari.Web.Api;

/// <summary>Reads ids and values of a request. An id that cannot be one answers like one that does not exist.</summary>
internal static class Inputs
{
    private const int LongestId = 64;

    public static BuildingId Building(string? id) =>
        IsId(id) ? new BuildingId(id) : throw new UnknownIdException("building", id ?? "");

    public static DeviceId Camera(string id) =>
        DeviceId.TryParse(id, out var camera) ? camera : throw new UnknownIdException("camera", id);

    public static ClipId Clip(string id) =>
        IsId(id) ? new ClipId(id) : throw new UnknownIdException("clip", id);

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
    public static int Limit(string field, string? value, int most, int preset)
    {
        if (string.IsNullOrEmpty(value))
            return preset;

        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= most
            ? limit
            : throw new InvalidInputException(field, string.Create(CultureInfo.InvariantCulture, $"must be a number from 1 to {most}"));
    }

    private static bool IsId([NotNullWhen(true)] string? id) =>
        id is { Length: > 0 and <= LongestId } && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
