using System.Text;

namespace Mihari.Identifiers;

/// <summary>How numbers are typed in Japan.</summary>
internal static class Spelling
{
    private const int Longest = 256;

    /// <summary>The text in half-width letters (<c>ＳＰ－１</c> is <c>SP-1</c>), without blanks around it; empty where it is far too long, or no text.</summary>
    public static string Plain(string? text)
    {
        if (text is null or { Length: > Longest })
            return "";

        try
        {
            // What an input method makes of the hyphen key is a sign of its own.
            return text.Normalize(NormalizationForm.FormKC).Replace('ー', '-').Replace('−', '-').Replace('‐', '-').Trim();
        }
        catch (ArgumentException)
        {
            return ""; // Half of a character pair.
        }
    }
}
