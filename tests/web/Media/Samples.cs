using System.Buffers.Binary;
using System.Text;

namespace Mihari.Tests.Web.Media;

/// <summary>The smallest objects that are what they say, and parts to build others of.</summary>
internal static class Samples
{
    public static byte[] Jpeg { get; } =
    [
        0xFF, 0xD8, .. Segment(0xE0, 14), .. Segment(0xDB, 65), .. Segment(0xC0, 15), .. Segment(0xDA, 10), 1, 2, 0xFF, 0x00, 3, 0xFF, 0xD9,
    ];

    public static byte[] Mp4 { get; } = [.. Box("ftyp", 16), .. Box("moov", 600), .. Box("styp", 8), .. Box("moof", 100), .. Box("mdat", 5000), .. Box("moof", 90), .. Box("mdat", 4000)];

    public static byte[] Box(string type, int content)
    {
        var box = new byte[8 + content];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        Encoding.ASCII.GetBytes(type).CopyTo(box, 4);
        return box;
    }

    public static byte[] LongBox(string type, int content)
    {
        var box = new byte[16 + content];
        box[3] = 1;
        Encoding.ASCII.GetBytes(type).CopyTo(box, 4);
        BinaryPrimitives.WriteInt64BigEndian(box.AsSpan(8), box.Length);
        return box;
    }

    public static byte[] Segment(byte marker, int content) => [0xFF, marker, (byte)((content + 2) >> 8), (byte)(content + 2), .. new byte[content]];
}
