namespace Mihari.Identifiers;

/// <summary>A contract number (契約番号/SPID): letters in upper case, digits and hyphens.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.ContractNumber")]
public readonly record struct ContractNumber([property: Id(0)] string Value)
{
    private const int Longest = 40;

    /// <summary>
    /// Reads a number as people write it: 1 to 40 letters, digits and hyphens; in capitals or not, half-width or full-width. False for
    /// anything else.
    /// </summary>
    public static bool TryParse(string? text, out ContractNumber number)
    {
        number = new ContractNumber(Spelling.Plain(text).ToUpperInvariant());
        return number.Value.Length is > 0 and <= Longest && number.Value.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');
    }

    /// <summary>The key of the grain.</summary>
    public override string ToString() => Value;
}
