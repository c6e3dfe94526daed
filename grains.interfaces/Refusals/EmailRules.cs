using System.Globalization;
using System.Net.Mail;
using System.Text;

namespace Mihari.Refusals;

/// <summary>What is wrong with something that looks like an e-mail address; detail of <see cref="InputProblem.Email"/>.</summary>
public enum EmailProblem
{
    /// <summary>It has spaces or characters that can't be seen.</summary>
    Hidden = 1,

    /// <summary>It is at an IP address and not at a domain.</summary>
    IpAddress = 2,

    /// <summary>A part of its domain begins or ends with a hyphen.</summary>
    Hyphen = 3,

    /// <summary>A part of its domain is longer than 63 characters, as it stands in the DNS.</summary>
    Label = 4,
}

/// <summary>Which e-mail addresses mail can be sent to; without side effects.</summary>
internal static class EmailRules
{
    private const int Longest = 254;
    private const int LongestLabel = 63;

    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    /// <summary>As it is kept: trimmed, and with the letters of a Japanese keyboard (ａ＠ｂ．ｊｐ) as those that they stand for.</summary>
    public static string Normal(string? text)
    {
        var address = (text ?? "").Trim();
        try
        {
            return address.Normalize(NormalizationForm.FormKC).Trim();
        }
        catch (ArgumentException)
        {
            return address; // Half of a pair, or no character at all: it is refused.
        }
    }

    /// <summary>What is wrong; null: nothing.</summary>
    public static BrokenRule? Breaks(string? text)
    {
        var address = Normal(text);
        if (address.Any(IsHidden))
            return Broken(EmailProblem.Hidden, "without spaces or characters that can't be seen");

        if (address.Length > Longest || address.Any(char.IsSurrogate) || !MailAddress.TryCreate(address, out var parsed) || !string.Equals(parsed.Address, address, StringComparison.Ordinal))
            return Broken();

        var labels = parsed.Host.Split('.');
        if (parsed.Host.StartsWith('[') || (labels[^1].Length > 0 && labels[^1].All(char.IsAsciiDigit)))
            return Broken(EmailProblem.IpAddress, "at a domain, not at an IP address");

        if (labels.Length < 2 || labels.Any(label => label.Length == 0))
            return Broken();

        if (labels.Any(label => label.StartsWith('-') || label.EndsWith('-')))
            return Broken(EmailProblem.Hyphen, "whose domain has no part that begins or ends with '-'");

        return labels.Any(IsTooLong) ? Broken(EmailProblem.Label, $"whose domain has no part of more than {LongestLabel} characters") : null;
    }

    private static BrokenRule Broken(EmailProblem? problem = null, string? which = null) =>
        new(InputProblem.Email, which is null ? "must be an e-mail address" : $"must be an e-mail address {which}", problem?.ToString());

    private static bool IsHidden(char c) =>
        char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned;

    private static bool IsTooLong(string label)
    {
        if (Ascii.IsValid(label))
            return label.Length > LongestLabel;

        try
        {
            return Idn.GetAscii(label).Length > LongestLabel;
        }
        catch (ArgumentException)
        {
            return true; // How else should a name break that has none of the other faults?
        }
    }
}
