using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Mihari.Web.Fleet;

/// <summary>A value of an address that can't be what it stands for.</summary>
/// <param name="Field">The parameter.</param>
/// <param name="Rule">What it must be.</param>
public sealed record FleetFault(string Field, string Rule);

/// <summary>
/// A filter as the address of the page, of the file and of the API has it: <c>?q=&amp;b=&amp;r=&amp;s=&amp;fw=&amp;life=..20&amp;sort=&amp;desc=1&amp;view=wall</c>.
/// What stands for nothing is left out, so that equal filters have equal addresses.
/// </summary>
/// <param name="Filter">What it says; of values that can't be, nothing.</param>
/// <param name="IsWall">Whether pictures are shown, and no table.</param>
/// <param name="Faults">Of its values.</param>
public sealed record FleetAddress(FleetFilter Filter, bool IsWall, ImmutableArray<FleetFault> Faults)
{
    /// <summary>As <c>fw</c>: older than the newest of its model.</summary>
    private const string Outdated = "old";

    private const int LongestId = 64;

    /// <summary>The words of addresses, and those that answers of the API have for the same: both are read.</summary>
    private static readonly ImmutableArray<(FleetStates State, string Word, string Answered)> States =
    [
        (FleetStates.Online, "online", "online"), (FleetStates.Suspect, "suspect", "suspect"), (FleetStates.Offline, "offline", "offline"),
        (FleetStates.NeverSeen, "never", "neverSeen"), (FleetStates.Troubled, "trouble", "troubled"), (FleetStates.Recording, "recording", "recording"),
    ];

    public static FleetAddress Read(IEnumerable<KeyValuePair<string, StringValues>> query)
    {
        var (filter, isWall, faults) = (FleetFilter.Everything, false, ImmutableArray.CreateBuilder<FleetFault>());
        foreach (var (field, values) in query)
        {
            var value = values.LastOrDefault() ?? "";
            if (value.Length == 0)
                continue;

            var (next, rule) = field switch
            {
                "q" => value.Length <= FleetFilter.LongestText ? (filter with { Text = value }, null) : (filter, $"must be at most {FleetFilter.LongestText} characters long"),
                "b" => IsId(value) ? (filter with { Building = value }, null) : (filter, "must be the id of a building"),
                "r" => IsId(value) ? (filter with { Room = value }, null) : (filter, "must be the id of a room"),
                "s" => StatesOf(value) is { } states ? (filter with { States = states }, null) : (filter, $"must be of {string.Join(", ", States.Select(s => s.Answered))}, separated by commas"),
                "fw" => value == Outdated ? (filter with { IsOutdated = true }, null)
                    : value.Length <= LongestId ? (filter with { Firmware = value }, null) : (filter, $"must be a firmware of at most {LongestId} characters, or {Outdated}"),
                "life" => LifeOf(value) is { } life ? (filter with { LifeFrom = life.From, LifeTo = life.To }, null) : (filter, "must be a span of 0 to 100 like ..20, 20..50 or 50.."),
                "sort" => SortOf(value) is { } sort ? (filter with { Sort = sort }, null) : (filter, $"must be one of {string.Join(", ", Enum.GetValues<FleetSort>().Select(Word))}"),
                "desc" => value is "1" or "0" ? (filter with { IsDescending = value == "1" }, null) : (filter, "must be 1 or 0"),
                _ => (filter, (string?)null),
            };
            filter = next;
            if (rule is not null)
                faults.Add(new FleetFault(field, rule));

            if (field == "view" && value is not ("wall" or "table"))
                faults.Add(new FleetFault(field, "must be wall or table"));

            isWall |= field == "view" && value == "wall";
        }

        return new FleetAddress(filter, isWall, faults.ToImmutable());
    }

    /// <summary>The query, with its question mark; empty where it says nothing.</summary>
    /// <param name="filter">What it is to say.</param>
    /// <param name="isWall">Whether pictures are shown.</param>
    /// <param name="customer">Whose fleet it is, for Support; null: the viewer's own.</param>
    public static string Write(FleetFilter filter, bool isWall = false, string? customer = null)
    {
        var query = new StringBuilder();
        Add("customer", customer);
        Add("q", filter.Text.Trim());
        Add("b", filter.Building);
        Add("r", filter.Room);
        Add("s", string.Join(',', States.Where(s => filter.States.HasFlag(s.State)).Select(s => s.Word)));
        Add("fw", filter.IsOutdated ? Outdated : filter.Firmware);
        if (filter.LifeFrom is not null || filter.LifeTo is not null)
            Add("life", string.Create(CultureInfo.InvariantCulture, $"{filter.LifeFrom}..{filter.LifeTo}"));

        Add("sort", filter.Sort == default ? null : Word(filter.Sort));
        Add("desc", filter.IsDescending ? "1" : null);
        Add("view", isWall ? "wall" : null);
        return query.ToString();

        void Add(string field, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                query.Append(query.Length == 0 ? '?' : '&').Append(field).Append('=').Append(Uri.EscapeDataString(value).Replace("%2C", ",", StringComparison.Ordinal));
        }
    }

    internal static string WordOf(FleetStates state) => States.First(s => s.State == state).Word;

    private static string Word(FleetSort sort) => sort.ToString().ToLowerInvariant();

    private static FleetSort? SortOf(string word) =>
        Enum.GetValues<FleetSort>().Select(s => (FleetSort?)s).FirstOrDefault(sort => string.Equals(Word(sort!.Value), word, StringComparison.Ordinal));

    private static FleetStates? StatesOf(string words)
    {
        var states = FleetStates.None;
        foreach (var word in words.Split(','))
        {
            var found = States.FirstOrDefault(s => s.Word == word || s.Answered == word).State;
            if (found == FleetStates.None)
                return null;

            states |= found;
        }

        return states;
    }

    private static (int? From, int? To)? LifeOf(string span)
    {
        var cut = span.IndexOf("..", StringComparison.Ordinal);
        if (cut < 0 || !Percent(span.AsSpan(0, cut), out var from) || !Percent(span.AsSpan(cut + 2), out var to))
            return null;

        return (from is null && to is null) || from > to ? null : (from, to);
    }

    private static bool Percent(ReadOnlySpan<char> text, out int? percent)
    {
        percent = null;
        if (text.Length == 0)
            return true;

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 100)
            return false;

        percent = number;
        return true;
    }

    private static bool IsId(string id) => id.Length <= LongestId && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
