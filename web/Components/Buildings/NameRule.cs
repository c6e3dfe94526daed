using System.Globalization;
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
    public InputProblem? Check(string? text) => InputRules.NameBreaks(text, Min, Max)?.Problem;

    public bool Allows(string? text) => Check(text) is null;

    /// <summary>The beginning of a text that leaves room for what shall follow it.</summary>
    public string Fit(string text, string suffix)
    {
        var elements = new StringInfo(text);
        var room = Max - new StringInfo(suffix).LengthInTextElements;
        return (elements.LengthInTextElements > room ? elements.SubstringByTextElements(0, room) : text) + suffix;
    }
}
