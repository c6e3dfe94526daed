using System.Buffers;
using System.Globalization;
using Mihari.Refusals;
using Mihari.Timeline;

namespace Mihari.Storage.Timeline;

/// <summary>The rules of <see cref="TimelineEntry"/> and <see cref="TimelineQuery"/>, the same for every provider.</summary>
internal static class TimelineRules
{
    private const int OwnerLength = 64;
    private const int IdLength = 128;
    private const int BodyBytes = 32 << 10;
    private const int PageLength = 1_000;
    private const int DaysAtOnce = 400;

    private static readonly SearchValues<char> OwnerCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <exception cref="ArgumentException">A rule is broken.</exception>
    public static void Check(TimelineEntry entry)
    {
        CheckOwner(entry.Owner);
        CheckKind(entry.Kind);
        if (!IsId(entry.Id))
            throw new ArgumentException($"a timeline id is 1 to {IdLength} letters, digits, '-', '_' and '.'", nameof(entry));
        if (entry.Body.Length > BodyBytes)
            throw new ArgumentException($"a timeline body has at most {BodyBytes} bytes", nameof(entry));
    }

    /// <exception cref="ArgumentException">A rule is broken.</exception>
    public static void Check(TimelineQuery query)
    {
        CheckOwner(query.Owner);
        CheckKind(query.Kind);
        if (query.Limit is < 1 or > PageLength)
            throw new ArgumentException($"a timeline page has 1 to {PageLength} entries", nameof(query));
    }

    /// <exception cref="ArgumentException">A rule is broken.</exception>
    public static void CheckDays(string owner, TimelineKind kind, DateOnly from, DateOnly to)
    {
        CheckOwner(owner);
        CheckKind(kind);
        if (to.DayNumber - from.DayNumber >= DaysAtOnce)
            throw new ArgumentException($"a calendar spans at most {DaysAtOnce} days", nameof(to));
    }

    /// <summary>Whether an entry of that identity would be taken.</summary>
    public static bool IsPossible(string owner, TimelineKind kind, string id) => IsOwner(owner) && Enum.IsDefined(kind) && IsId(id);

    /// <summary>Where a page ended.</summary>
    /// <exception cref="InvalidInputException">The text is none of ours.</exception>
    public static (long At, string Id) Position(string continuation)
    {
        var cut = continuation.IndexOf('~', StringComparison.Ordinal);
        return cut > 0 && continuation[0] != '+' && IsId(continuation.AsSpan(cut + 1))
            && long.TryParse(continuation.AsSpan(0, cut), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at)
            ? (at, continuation[(cut + 1)..])
            : throw new InvalidInputException("continuation", "must be what the page before gave, unchanged");
    }

    /// <summary>The text that leads to the entry after this one.</summary>
    public static string Continuation(long at, string id) => string.Create(CultureInfo.InvariantCulture, $"{at}~{id}");

    private static bool IsId(ReadOnlySpan<char> id) => id.Length is >= 1 and <= IdLength && !id.ContainsAnyExcept(IdCharacters);

    private static bool IsOwner(string owner) => owner is { Length: >= 1 and <= OwnerLength } && !owner.AsSpan().ContainsAnyExcept(OwnerCharacters);

    private static void CheckOwner(string owner)
    {
        if (!IsOwner(owner))
            throw new ArgumentException($"a timeline owner is 1 to {OwnerLength} letters, digits, '-' and '_'", nameof(owner));
    }

    private static void CheckKind(TimelineKind kind)
    {
        if (!Enum.IsDefined(kind))
            throw new ArgumentException("no such timeline kind", nameof(kind));
    }
}
