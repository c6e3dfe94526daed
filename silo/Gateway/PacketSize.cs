using System.Buffers;
using Mihari.Protocol;

namespace Mihari.Silo.Gateway;

/// <summary>Judges the size of a packet by its fixed header, before its payload is read.</summary>
internal static class PacketSize
{
    /// <summary>The largest rest of a packet: a message of the largest size, and room for its lengths, packet id and a few properties.</summary>
    public const int MaxRemainingLength = Limits.MaxMessageBytes + 256;

    /// <summary>
    /// Whether the packet at the start of <paramref name="buffer"/> says that it is too large. False while its fixed header
    /// isn't complete, which it is after 5 bytes at the most.
    /// </summary>
    public static bool IsTooLarge(in ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryRead(out _))
            return false;

        var length = 0;
        for (var shift = 0; shift < 28; shift += 7)
        {
            if (!reader.TryRead(out var digit))
                return false;
            length |= (digit & 0x7F) << shift;
            if ((digit & 0x80) == 0)
                return length > MaxRemainingLength;
        }

        return true;
    }
}
