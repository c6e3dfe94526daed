namespace Mihari.Agent.Media;

/// <summary>What kind of AAC a track is, out of the descriptors in its <c>esds</c> (ISO 14496-1 and -3).</summary>
internal static class AudioSpecificConfig
{
    private const byte EsDescriptor = 3, DecoderConfig = 4, DecoderSpecificInfo = 5;
    private const byte Aac = 0x40;

    /// <summary>2 for AAC-LC, as at the end of <c>mp4a.40.2</c>.</summary>
    /// <exception cref="InvalidDataException">It is not AAC.</exception>
    public static int ObjectType(ReadOnlySpan<byte> data, Box esds)
    {
        var rest = Mp4.Slice(data, esds, 4, esds.End - esds.Body - 4);
        var es = Descriptor(ref rest, EsDescriptor);
        var flags = At(es, 2);
        var skip = 3 + ((flags & 0x80) != 0 ? 2 : 0) + ((flags & 0x20) != 0 ? 2 : 0);
        if ((flags & 0x40) != 0)
            skip += 1 + At(es, skip);
        var inner = From(es, skip);
        var config = Descriptor(ref inner, DecoderConfig);
        if (At(config, 0) != Aac)
            throw Mp4.Broken($"sound of type {At(config, 0)}");

        var specific = From(config, 13);
        var info = Descriptor(ref specific, DecoderSpecificInfo);
        var type = At(info, 0) >> 3;
        return type == 31 ? 32 + ((At(info, 0) & 7) << 3) + (At(info, 1) >> 5) : type;
    }

    /// <summary>The content of a descriptor, whose length has seven bits a byte.</summary>
    private static ReadOnlySpan<byte> Descriptor(ref ReadOnlySpan<byte> data, byte tag)
    {
        if (At(data, 0) != tag)
            throw Mp4.Broken("esds holds another descriptor");

        var (length, at) = (0, 1);
        byte part;
        do
        {
            part = (byte)At(data, at++);
            length = (length << 7) | (part & 0x7f);
        }
        while ((part & 0x80) != 0 && at < 5);

        if (length > data.Length - at)
            throw Mp4.Broken("esds is too short");
        var content = data.Slice(at, length);
        data = data[(at + length)..];
        return content;
    }

    private static int At(ReadOnlySpan<byte> data, int at) => at < data.Length ? data[at] : throw Mp4.Broken("esds is too short");

    private static ReadOnlySpan<byte> From(ReadOnlySpan<byte> data, int at) => at <= data.Length ? data[at..] : throw Mp4.Broken("esds is too short");
}
