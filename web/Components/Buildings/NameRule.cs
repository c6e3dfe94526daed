using System.Globalization;
using System.Text;
using Mihari.Refusals;

namespace Mihari.Web.Components.Buildings;

/// <summary>How long a name may be and what may stand in it: the rule that the grains hold, told while the name is typed.</summary>
/// <param name="Min">Fewest characters, as people count them.</param>
/// <param name="Max">Most characters.</param>
internal readonly record struct NameRule(int Min, int Max)
{
    /// <summary>Buildings and rooms (manual 1.3).</summary>
    public static readonly NameRule Place = new(1, 64);

    /// <summary>Devices: デバイス名は3～64文字 (manual 1.4).</summary>
    public static readonly NameRule Device = new(3, 64);

    /// <summary>What is wrong with a name; null: nothing.</summary>
    public InputProblem? Check(string? text)
    {
        var name = (text ?? "").Trim();
        if (name.Length > Max * 8 || new StringInfo(name).LengthInTextElements is var length && (length < Min || length > Max))
            return InputProblem.Length;

        return name.EnumerateRunes().Any(IsForbidden) ? InputProblem.Characters : null;
    }

    public bool Allows(string? text) => Check(text) is null;

    /// <summary>The beginning of a text that leaves room for what shall follow it.</summary>
    public string Fit(string text, string suffix)
    {
        var elements = new StringInfo(text);
        var room = Max - new StringInfo(suffix).LengthInTextElements;
        return (elements.LengthInTextElements > room ? elements.SubstringByTextElements(0, room) : text) + suffix;
    }

    private static bool IsForbidden(Rune rune) =>
        rune.Value is not 0x200D // Joins emoji.
        && (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            || rune.Value is (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069));
}
