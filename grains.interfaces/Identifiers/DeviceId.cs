using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Mihari.Identifiers;

/// <summary>A device, by its MAC address: 12 upper-case hex digits without separators (device protocol, Session).</summary>
[GenerateSerializer, Immutable, Alias("Mihari.DeviceId")]
public readonly record struct DeviceId
{
    private const int Length = 12;

    [JsonConstructor]
    private DeviceId(string value) => Value = value;

    /// <summary>The 12 digits; also the key of the device's grain.</summary>
    [Id(0)]
    public string Value { get; }

    /// <summary>
    /// Reads a MAC address in any usual spelling (<c>00:11:22:33:44:aa</c>, <c>00-11-22…</c>, <c>0011.2233.44aa</c>, plain).
    /// half-width or full-width. False for anything else, and for the zero address and those of groups.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DeviceId id)
    {
        id = default;
        if (text is null || text.Length > 32)
            return false;

        if (!System.Text.Ascii.IsValid(text))
            text = Spelling.Plain(text);

        Span<char> digits = stackalloc char[Length];
        var count = 0;
        foreach (var c in text.AsSpan().Trim())
        {
            if (c is ':' or '-' or '.' or ' ')
                continue;

            if (!char.IsAsciiHexDigit(c) || count == Length)
                return false;

            digits[count++] = char.ToUpperInvariant(c);
        }

        // An address of a group has the lowest bit of its first byte set; neither it nor the zero address is a device's.
        if (count != Length || "13579BDF".Contains(digits[1]) || !digits.ContainsAnyExcept('0'))
            return false;

        id = new DeviceId(digits.ToString());
        return true;
    }

    /// <summary>Reads an id that is known to be well-formed.</summary>
    /// <exception cref="FormatException">It is not a MAC address.</exception>
    public static DeviceId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("a device id is a MAC address: 12 hex digits");

    public override string ToString() => Value;
}
