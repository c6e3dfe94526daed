using Azure;

namespace Mihari.Storage.GrainState;

/// <summary>
/// A grain state's ETag as grains hold it: the table's, and behind a blank the blob of a large payload, so that who replaces
/// the state knows what to remove without asking.
/// </summary>
internal readonly record struct StateETag(ETag Table, string? Blob)
{
    // Whatever else is held matches nothing. A star, above all, must not match everything.
    private const string Start = "W/\"";

    /// <summary>Null for a text that is none of ours.</summary>
    public static StateETag? Parse(string text)
    {
        var end = text.LastIndexOf('"');
        return text.StartsWith(Start, StringComparison.Ordinal) && end > Start.Length && (end == text.Length - 1 || text[end + 1] == ' ')
            ? new StateETag(new ETag(text[..(end + 1)]), end == text.Length - 1 ? null : text[(end + 2)..])
            : null;
    }

    public static string Text(ETag table, string? blob) => blob is null ? table.ToString() : $"{table} {blob}";
}
