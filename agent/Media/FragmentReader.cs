using System.Buffers.Binary;

namespace Mihari.Agent.Media;

/// <summary>Reads a stream of fragmented MP4, as ffmpeg writes it, fragment by fragment.</summary>
/// <param name="stream">Read to its end; not closed.</param>
internal sealed class FragmentReader(Stream stream)
{
    /// <summary>The largest box that is taken, in bytes; a larger one means that the stream is out of step.</summary>
    public const int MaxBoxBytes = 32 * 1024 * 1024;

    private readonly byte[] _header = new byte[16];
    private byte[]? _ftyp;
    private InitSegment? _init;

    /// <summary>The next fragment; null at the end of the stream (a box that the end cut off included).</summary>
    /// <exception cref="InvalidDataException">The stream is no fragmented MP4.</exception>
    public async Task<Fragment?> Next(CancellationToken cancellation)
    {
        byte[]? moof = null;
        while (true)
        {
            var box = await ReadBox(moof, cancellation);
            if (box is not var (type, bytes))
                return null;

            switch (type)
            {
                case Mp4.Ftyp:
                    _ftyp = bytes;
                    break;
                case Mp4.Moov:
                    _init = InitSegment.Parse([.. _ftyp ?? throw Mp4.Broken("moov before ftyp"), .. bytes]);
                    break;
                case Mp4.Moof:
                    moof = bytes;
                    break;
                case Mp4.Mdat when moof is not null:
                    return Fragment.Parse(bytes, _init ?? throw Mp4.Broken("a fragment before moov"));
                default:
                    // Index and padding boxes carry nothing that is kept.
                    moof = null;
                    break;
            }
        }
    }

    /// <summary>Reads a box, behind the <paramref name="before"/> where it is the mdat that belongs to it.</summary>
    private async Task<(uint Type, byte[] Bytes)?> ReadBox(byte[]? before, CancellationToken cancellation)
    {
        if (await stream.ReadAtLeastAsync(_header.AsMemory(0, 8), 8, throwOnEndOfStream: false, cancellation) < 8)
            return null;

        long length = BinaryPrimitives.ReadUInt32BigEndian(_header);
        var header = 8;
        if (length == 1)
        {
            if (await stream.ReadAtLeastAsync(_header.AsMemory(8, 8), 8, throwOnEndOfStream: false, cancellation) < 8)
                return null;
            length = BinaryPrimitives.ReadInt64BigEndian(_header.AsSpan(8));
            header = 16;
        }

        if (length < header || length > MaxBoxBytes)
            throw Mp4.Broken($"a box of {length} bytes");

        var type = BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(4));
        var prefix = type == Mp4.Mdat && before is not null ? before : [];
        var bytes = new byte[prefix.Length + length];
        prefix.CopyTo(bytes.AsSpan());
        _header.AsSpan(0, header).CopyTo(bytes.AsSpan(prefix.Length));
        var rest = bytes.AsMemory(prefix.Length + header);
        var read = await stream.ReadAtLeastAsync(rest, rest.Length, throwOnEndOfStream: false, cancellation);
        return read < rest.Length ? null : (type, bytes);
    }
}
