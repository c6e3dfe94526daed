using System.Globalization;
using System.Text;

namespace Mihari.Refusals;

/// <summary>A rule that something typed breaks.</summary>
/// <param name="Problem">Which kind.</param>
/// <param name="Rule">The rule, as a refusal says it.</param>
/// <param name="Detail">What belongs to the kind: the bounds, or the character.</param>
public sealed record BrokenRule(InputProblem Problem, string Rule, string? Detail = null);

/// <summary>The rules of what people type: grains hold them, and forms tell all that are broken before they are sent.</summary>
public static class InputRules
{
    private const string PasswordSymbols = "@-_!.$%&+#";

    /// <summary>A name: trimmed, <paramref name="min"/> to <paramref name="max"/> characters, no control or direction marks.</summary>
    /// <exception cref="InvalidInputException">It breaks the rule.</exception>
    public static string Name(string? text, string field, int min, int max) => Hold(text, field, NameBreaks(text, min, max)).Trim();

    /// <summary>A password: 8 to 64 letters, digits and the manual's symbols (1.2).</summary>
    /// <exception cref="InvalidInputException">It breaks the rule; the sentence names the first character that is not allowed.</exception>
    public static string Password(string? text, string field) => Hold(text, field, PasswordBreaks(text));

    /// <summary>An e-mail address, trimmed and without full-width letters; at most 254 characters.</summary>
    /// <exception cref="InvalidInputException">It is none to which a mail could be sent; the sentence names the rule.</exception>
    public static string Email(string? text, string field) => EmailRules.Normal(Hold(text, field, EmailBreaks(text)));

    /// <summary>What is wrong with a name; null: nothing.</summary>
    public static BrokenRule? NameBreaks(string? text, int min, int max)
    {
        var name = (text ?? "").Trim();
        if (name.Length > max * 8 || new StringInfo(name).LengthInTextElements is var length && (length < min || length > max))
            return new BrokenRule(InputProblem.Length, $"must be {min} to {max} characters long", $"{min}-{max}");

        return IsBroken(name) || name.EnumerateRunes().Any(IsHidden) || name.EnumerateRunes().All(r => Rune.GetUnicodeCategory(r) == UnicodeCategory.Format)
            ? new BrokenRule(InputProblem.Characters, "must not contain control characters or direction marks")
            : null;
    }

    /// <summary>What is wrong with a password; null: nothing.</summary>
    public static BrokenRule? PasswordBreaks(string? text)
    {
        if (text is null || text.Length is < 8 or > 64)
            return new BrokenRule(InputProblem.Length, "must be 8 to 64 characters long", "8-64");

        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            // An emoji or a letter with its accent is one character to who typed it.
            var element = elements.GetTextElement();
            if (element.Length > 1 || (!char.IsAsciiLetterOrDigit(element[0]) && !PasswordSymbols.Contains(element[0], StringComparison.Ordinal)))
                return new BrokenRule(InputProblem.PasswordCharacter, $"the character '{element}' is not allowed; letters, digits and {PasswordSymbols} are", element);
        }

        return null;
    }

    /// <summary>What is wrong with an e-mail address; null: nothing.</summary>
    public static BrokenRule? EmailBreaks(string? text) => EmailRules.Breaks(text);

    private static string Hold(string? text, string field, BrokenRule? broken) =>
        broken is null ? text ?? "" : throw new InvalidInputException(field, broken.Rule, broken.Problem, broken.Detail);

    /// <summary>Half of a pair of surrogates: no character at all.</summary>
    private static bool IsBroken(string text)
    {
        for (var i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
        {
            if (char.IsSurrogate(text[i]) && !char.IsSurrogatePair(text, i))
                return true;
        }

        return false;
    }

    /// <summary>What can't be seen and changes how the rest looks. The joiner stays, which makes families of emoji, and the tags of flags.</summary>
    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is 0x061C or 0x200B or 0x200C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0xFEFF;
}
