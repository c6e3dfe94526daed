using System.Collections.Immutable;
using System.Globalization;
using Mihari.Audit;
using Mihari.Refusals;

namespace Mihari.Grains.Audit;

/// <summary>Which entries a question to the trail is about, and where its answer went on from; without side effects.</summary>
internal static class AuditFilter
{
    private const int LongestText = 64;
    private const int LongestSpan = 400;
    private const int LongestPage = 500;

    /// <exception cref="InvalidInputException">The query breaks a rule.</exception>
    public static void Check(AuditQuery query)
    {
        if (query.From >= query.To || query.To - query.From > TimeSpan.FromDays(LongestSpan))
            throw new InvalidInputException("to", $"must be after from, by at most {LongestSpan} days", InputProblem.Range, $"1-{LongestSpan}");

        if (query.Text is { Length: > LongestText })
            throw new InvalidInputException("text", $"must be at most {LongestText} characters long", InputProblem.Length, $"0-{LongestText}");

        if (Actions(query).Any(a => !Enum.IsDefined(a)))
            throw new InvalidInputException("actions", "holds one that does not exist", InputProblem.Choice);

        if (query.Limit is < 1 or > LongestPage)
            throw new InvalidInputException("limit", $"must be 1 to {LongestPage}", InputProblem.Range, $"1-{LongestPage}");
    }

    public static bool Matches(AuditEntry entry, AuditQuery query)
    {
        var actions = Actions(query);
        return (actions.IsEmpty || actions.Contains(entry.Action)) && (string.IsNullOrWhiteSpace(query.Text) || HasText(entry, query.Text.Trim()));
    }

    /// <summary>The text that leads to what comes after this entry.</summary>
    public static string After(AuditEntry entry) => string.Create(CultureInfo.InvariantCulture, $"{entry.At.ToUnixTimeMilliseconds()}.{entry.Id}");

    /// <summary>Where a page before ended.</summary>
    /// <exception cref="InvalidInputException">The text is none of ours.</exception>
    public static (DateTimeOffset At, string Id)? Position(string? continuation)
    {
        if (continuation is null)
            return null;

        var cut = continuation.IndexOf('.', StringComparison.Ordinal);
        return cut > 0 && cut < continuation.Length - 1
            && long.TryParse(continuation.AsSpan(0, cut), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && at < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? (DateTimeOffset.FromUnixTimeMilliseconds(at), continuation[(cut + 1)..])
                : throw new InvalidInputException("continuation", "must be what the page before gave, unchanged");
    }

    private static ImmutableArray<AuditAction> Actions(AuditQuery query) => query.Actions.IsDefault ? [] : query.Actions;

    private static bool HasText(AuditEntry entry, string text)
    {
        return Has(entry.Actor.Value) || Has(entry.ActorName) || Has(entry.SubjectId) || Has(entry.SubjectName) || Has(entry.From?.Address)
            || entry.Changes.Any(c => Has(c.Before) || Has(c.After));

        bool Has(string? value) => value?.Contains(text, StringComparison.OrdinalIgnoreCase) is true;
    }
}
