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

        foreach (var rune in name.EnumerateRunes())
        {
            var isJoiner = rune.Value is 0x200D;
            if (!isJoiner && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned || rune.Value is (>= 0x200B and <= 0x200F and not 0x200D) or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))
            {
                throw new InvalidInputException(field, "must not contain control characters or direction marks", InputProblem.Characters);
            }
        }

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

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !PasswordSymbols.Contains(c, StringComparison.Ordinal))
            {
                throw new InvalidInputException(field, $"the character '{c}' is not allowed; letters, digits and {PasswordSymbols} are", InputProblem.PasswordCharacter, c.ToString());
            }
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
}
