using System.Globalization;
using System.Text;

namespace Mihari.Silo.Notifications;

/// <summary>What another side says, as it may be kept and shown: one short line of visible characters.</summary>
internal static class PlainWords
{
    private const int Longest = 300;

    /// <summary>At most 300 characters; null where nothing is left.</summary>
    public static string? Short(string? text) => OneLine(text ?? "", Longest) is { Length: > 0 } words ? words : null;

    /// <summary>Without line breaks, control and format characters; a run of those and of blanks becomes one blank.</summary>
    public static string OneLine(string text, int longest = int.MaxValue)
    {
        var line = new StringBuilder(Math.Min(text.Length, longest));
        var gap = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsGap(rune))
            {
                gap = line.Length > 0;
                continue;
            }

            if (line.Length + rune.Utf16SequenceLength + (gap ? 1 : 0) > longest)
                break;
            if (gap)
                line.Append(' ');
            gap = false;
            line.Append(rune);
        }

        return line.ToString();
    }

    // A lone half of a pair comes as U+FFFD, which may stay.
    private static bool IsGap(Rune rune) =>
        Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
