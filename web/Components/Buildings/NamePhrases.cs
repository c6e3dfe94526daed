namespace Mihari.Web.Components.Buildings;

/// <summary>Where the name of a building may break: サンライズ|用賀|マンション. Browsers know phrases of sentences, not of names.</summary>
internal static class NamePhrases
{
    private enum Script
    {
        Other,
        Katakana,
        Hiragana,
        Kanji,
        Latin,
    }

    /// <summary>The parts between which a line may break; together they are the name.</summary>
    public static IReadOnlyList<string> Of(string name)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = 1; i < name.Length; i++)
        {
            if (!Breaks(name[i - 1], name[i]))
                continue;

            parts.Add(name[start..i]);
            start = i;
        }

        parts.Add(name[start..]);
        return parts;
    }

    /// <summary>Another script is another word; but hiragana and kanji make words together, save after の, and a counter follows its number.</summary>
    private static bool Breaks(char before, char after) => (ScriptOf(before), ScriptOf(after)) switch
    {
        (Script.Other, _) or (_, Script.Other) or (_, Script.Hiragana) => false,
        (Script.Latin, Script.Kanji) => false,
        (Script.Hiragana, Script.Kanji) => before == 'の',
        var (left, right) => left != right,
    };

    private static Script ScriptOf(char letter) => letter switch
    {
        'ヶ' or 'ヵ' => Script.Kanji,
        >= '\u30A1' and <= '\u30FF' or >= '\uFF66' and <= '\uFF9F' => Script.Katakana,
        >= '\u3041' and <= '\u309F' => Script.Hiragana,
        >= '\u3400' and <= '\u9FFF' or '\u3005' => Script.Kanji,
        _ when char.IsLetterOrDigit(letter) => Script.Latin,
        _ => Script.Other,
    };
}
