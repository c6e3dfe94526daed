namespace Mihari.Protocol;

/// <summary>The device id on the wire: the MAC address as 12 upper-case hex digits without separators.</summary>
public static class WireDeviceId
{
    /// <summary>The only length that is valid, in characters.</summary>
    public const int Length = 12;

    /// <summary>Whether the text is written exactly as the protocol asks.</summary>
    public static bool IsValid(ReadOnlySpan<char> text) =>
        text.Length == Length && !text.ContainsAnyExcept("0123456789ABCDEF");
}
