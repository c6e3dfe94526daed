using System.Text;

namespace Mihari.Web.Fleet;

/// <summary>
/// Text as it is searched: whatever its width, case or kana, what reads the same is the same. ﾊｲﾂ, ハイツ and はいつ are one, and so are Ａ and a.
/// </summary>
internal static class FleetText
{
    private const int FromKatakana = 'ア' - 'あ';
    private const char NoCharacter = '\uFFFE';

    /// <summary>Parts the fields of a row, so that nothing is found across two of them; no search can hold it.</summary>
    public const char Between = '\n';

    public static string Fold(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";

        if (!Ascii.IsValid(text))
            text = Whole(text).Normalize(NormalizationForm.FormKC);

        return string.Create(text.Length, text, static (folded, text) =>
        {
            for (var i = 0; i < text.Length; i++)
                folded[i] = Fold(text[i]);
        });
    }

    /// <summary>What somebody searches for: the words, all of which must be there.</summary>
    public static string[] Words(string? text) => Fold(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The hex digits of a part of a MAC address that is written with separators (<c>02:aa</c>, <c>02-aa-0</c>, <c>02aa.00</c>); null where it is none.</summary>
    public static string? MacPart(string word)
    {
        // Two groups with a hyphen between are a number that people write more often.
        var (separator, size, least) = word.Contains(':', StringComparison.Ordinal) ? (':', 2, 2) : word.Contains('-', StringComparison.Ordinal) ? ('-', 2, 3) : ('.', 4, 2);
        var groups = word.Split(separator);
        var isMac = groups.Length >= least && groups.Length <= 12 / size
            && groups.SkipLast(1).All(group => group.Length == size) && groups[^1].Length <= size
            && groups.All(group => group.All(char.IsAsciiHexDigit));
        return isMac ? string.Concat(groups) : null;
    }

    private static char Fold(char c) => c switch
    {
        < '\u0080' => char.ToLowerInvariant(c),
        (>= 'ァ' and <= 'ヶ') or 'ヽ' or 'ヾ' => (char)(c - FromKatakana),
        '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2212' => '-',
        _ => char.ToLowerInvariant(c),
    };

    /// <summary>Half a character can't be normalised, nor can U+FFFE; a browser or a device can send either.</summary>
    private static string Whole(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains(NoCharacter, StringComparison.Ordinal))
            return text;

        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            whole.Append(rune.Value == NoCharacter ? Rune.ReplacementChar : rune);

        return whole.ToString();
    }
}
