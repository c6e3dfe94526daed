using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mihari.Tests.System.Devices;

/// <summary>Clips and pictures that have the right boxes and markers around bytes that depend on the clip alone, so that an upload can be made again.</summary>
internal static class VirtualMedia
{
    /// <summary>A fragmented MP4: ftyp, moov, and three times moof and mdat.</summary>
    public static byte[] Video(string clip)
    {
        var file = new MemoryStream();
        Box(file, "ftyp", "iso5\0\0\0\0iso5"u8);
        Box(file, "moov", []);
        for (var fragment = 0; fragment < 3; fragment++)
        {
            Box(file, "moof", []);
            Box(file, "mdat", Bytes($"{clip}/{fragment}", 6_000));
        }

        return file.ToArray();
    }

    /// <summary>A JPEG of a frame header, a scan, and the end.</summary>
    public static byte[] Thumbnail(string clip) =>
    [
        0xFF, 0xD8,
        0xFF, 0xC0, 0x00, 0x0B, 0x08, 0x00, 0x10, 0x00, 0x10, 0x01, 0x01, 0x11, 0x00,
        0xFF, 0xDA, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3F, 0x00,
        .. Bytes(clip, 2_000).Select(b => b == 0xFF ? (byte)0 : b),
        0xFF, 0xD9,
    ];

    private static void Box(Stream file, string type, ReadOnlySpan<byte> body)
    {
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, 8 + body.Length);
        file.Write(size);
        file.Write(Encoding.ASCII.GetBytes(type));
        file.Write(body);
    }

    private static byte[] Bytes(string seed, int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i += SHA256.HashSizeInBytes)
            SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}#{i}")).AsSpan(0, Math.Min(SHA256.HashSizeInBytes, count - i)).CopyTo(bytes.AsSpan(i));

        return bytes;
    }
}
