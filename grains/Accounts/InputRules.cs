using System.Globalization;
using System.Text;
using Mihari.Refusals;

namespace Mihari.Grains.Accounts;

/// <summary>The rules of what people type, each with the sentence that a refusal carries.</summary>
internal static class InputRules
{
    private const string PasswordSymbols = "@-_!.$%&+#";

    /// <summary>A name: trimmed, <paramref name="min"/> to <paramref name="max"/> characters, no control or direction marks.</summary>
    /// <exception cref="InvalidInputException">It breaks the rule.</exception>
    public static string Name(string? text, string field, int min, int max)
    {
        var name = (text ?? "").Trim();
        var length = new StringInfo(name).LengthInTextElements;
        if (name.Length > max * 8 || length < min || length > max)
        {
            throw new InvalidInputException(field, $"must be {min} to {max} characters long", InputProblem.Length, $"{min}-{max}");
        }

        if (IsBroken(name) || name.EnumerateRunes().Any(IsHidden) || name.EnumerateRunes().All(r => Rune.GetUnicodeCategory(r) == UnicodeCategory.Format))
            throw new InvalidInputException(field, "must not contain control characters or direction marks", InputProblem.Characters);

        return name;
    }

    /// <summary>A password: 8 to 64 letters, digits and the manual's symbols.</summary>
    /// <exception cref="InvalidInputException">It breaks the rule; the sentence names the first character that is not allowed.</exception>
    public static string Password(string? text, string field)
    {
        if (text is null || text.Length is < 8 or > 64)
        {
            throw new InvalidInputException(field, "must be 8 to 64 characters long", InputProblem.Length, "8-64");
        }

        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            // An emoji or a letter with its accent is one character to who typed it.
            var element = elements.GetTextElement();
            if (element.Length > 1 || (!char.IsAsciiLetterOrDigit(element[0]) && !PasswordSymbols.Contains(element[0], StringComparison.Ordinal)))
                throw new InvalidInputException(field, $"the character '{element}' is not allowed; letters, digits and {PasswordSymbols} are", InputProblem.PasswordCharacter, element);
        }

        return text;
    }

    /// <summary>An e-mail address, trimmed; at most 254 characters.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static string Email(string? text, string field)
    {
        var address = (text ?? "").Trim();
        return address.Length <= 254
            && !address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            && System.Net.Mail.MailAddress.TryCreate(address, out var parsed)
            && string.Equals(parsed.Address, address, StringComparison.Ordinal)
                ? address
                : throw new InvalidInputException(field, "must be an e-mail address", InputProblem.Email);
    }

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
