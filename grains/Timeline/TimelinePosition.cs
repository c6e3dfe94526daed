using System.Globalization;
using Mihari.Refusals;
using Mihari.Timeline;

namespace Mihari.Grains.Timeline;

/// <summary>Where an entry stands in a list of several owners: the newest first, those of a moment by owner, and of one owner as the timeline has them.</summary>
internal readonly record struct TimelinePosition(long At, string Owner, string Id) : IComparable<TimelinePosition>
{
    private const char Separator = '~';

    /// <summary>The end of its millisecond, exclusive.</summary>
    public DateTimeOffset End => DateTimeOffset.FromUnixTimeMilliseconds(At + 1);

    public static TimelinePosition Of(TimelineEntry entry) => new(entry.At.ToUnixTimeMilliseconds(), entry.Owner, entry.Id);

    /// <summary>Null: from the beginning.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static TimelinePosition? Parse(string? continuation)
    {
        if (continuation is null)
            return null;

        return continuation.Split(Separator) is [var at, var owner, var id]
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? new TimelinePosition(milliseconds, owner, id)
            : throw new InvalidInputException("continuation", "is none of this list's");
    }

    public int CompareTo(TimelinePosition other) =>
        At != other.At ? other.At.CompareTo(At)
        : string.CompareOrdinal(Owner, other.Owner) is not 0 and var order ? order
        : string.CompareOrdinal(other.Id, Id);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At}{Separator}{Owner}{Separator}{Id}");
}
