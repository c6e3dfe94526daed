using System.Buffers.Binary;

namespace Mihari.Agent.Media;

/// <summary>One box of an ISO base media file: where it lies in the bytes that were walked.</summary>
internal readonly record struct Box(uint Type, int Offset, int HeaderLength, int Length)
{
    public int Body => Offset + HeaderLength;

    public int End => Offset + Length;
}

/// <summary>Walks ISO base media boxes in memory. Everything that does not fit is <see cref="InvalidDataException"/>.</summary>
internal static class Mp4
{
    public const uint Ftyp = 0x66747970;
    public const uint Moov = 0x6d6f6f76;
    public const uint Moof = 0x6d6f6f66;
    public const uint Mdat = 0x6d646174;
    public const uint Trak = 0x7472616b;
    public const uint Tkhd = 0x746b6864;
    public const uint Mdia = 0x6d646961;
    public const uint Mdhd = 0x6d646864;
    public const uint Minf = 0x6d696e66;
    public const uint Stbl = 0x7374626c;
    public const uint Stsd = 0x73747364;
    public const uint Avc1 = 0x61766331;
    public const uint AvcC = 0x61766343;
    public const uint Mp4a = 0x6d703461;
    public const uint Esds = 0x65736473;
    public const uint Mvex = 0x6d766578;
    public const uint Trex = 0x74726578;
    public const uint Traf = 0x74726166;
    public const uint Mfhd = 0x6d666864;
    public const uint Tfhd = 0x74666864;
    public const uint Tfdt = 0x74666474;
    public const uint Trun = 0x7472756e;

    /// <summary>Reads a box header; false at the end of the span or where fewer bytes are left than the box asks for.</summary>
    public static bool TryNext(ReadOnlySpan<byte> data, int offset, int end, out Box box)
    {
        box = default;
        if (end > data.Length || end - offset < 8)
            return false;

        long length = BinaryPrimitives.ReadUInt32BigEndian(data[offset..]);
        var type = BinaryPrimitives.ReadUInt32BigEndian(data[(offset + 4)..]);
        var header = 8;
        if (length == 1)
        {
            if (end - offset < 16)
                return false;
            length = BinaryPrimitives.ReadInt64BigEndian(data[(offset + 8)..]);
            header = 16;
        }

        if (length < header || length > end - offset)
            return false;

        box = new Box(type, offset, header, (int)length);
        return true;
    }

    /// <summary>The first child of the type; throws where there is none.</summary>
    public static Box Need(ReadOnlySpan<byte> data, Box parent, uint type) =>
        TryFind(data, parent, type, out var box) ? box : throw Broken($"no {Name(type)} in {Name(parent.Type)}");

    public static bool TryFind(ReadOnlySpan<byte> data, Box parent, uint type, out Box found)
    {
        var offset = parent.Body;
        while (TryNext(data, offset, parent.End, out found))
        {
            if (found.Type == type)
                return true;
            offset = found.End;
        }

        found = default;
        return false;
    }

    /// <summary>A big-endian number in a box's body, checked against the box's end.</summary>
    public static uint U32(ReadOnlySpan<byte> data, Box box, int at) =>
        BinaryPrimitives.ReadUInt32BigEndian(Slice(data, box, at, 4));

    public static ulong U64(ReadOnlySpan<byte> data, Box box, int at) =>
        BinaryPrimitives.ReadUInt64BigEndian(Slice(data, box, at, 8));

    public static ushort U16(ReadOnlySpan<byte> data, Box box, int at) =>
        BinaryPrimitives.ReadUInt16BigEndian(Slice(data, box, at, 2));

    public static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> data, Box box, int at, int length)
    {
        if (at < 0 || length < 0 || box.Body + (long)at + length > box.End)
            throw Broken($"{Name(box.Type)} is too short");
        return data.Slice(box.Body + at, length);
    }

    public static string Name(uint type)
    {
        Span<char> text = stackalloc char[4];
        for (var i = 0; i < 4; i++)
        {
            var c = (char)((type >> (24 - (8 * i))) & 0xff);
            text[i] = c is >= ' ' and < (char)127 ? c : '?';
        }

        return new string(text);
    }

    public static InvalidDataException Broken(string why) => new($"broken fragmented MP4: {why}");
}
