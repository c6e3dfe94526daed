using Mihari.Web.Media;
using Xunit;

namespace Mihari.Tests.Web.Media;

/// <summary>What counts as an MP4 and as a JPEG, however the bytes are cut on their way.</summary>
public sealed class MediaCheckTests
{
    public static TheoryData<string, byte[], bool> Mp4s => new()
    {
        { "fragments", Samples.Mp4, true },
        { "one long box", [.. Samples.Box("ftyp", 8), .. Samples.Box("moov", 8), .. Samples.Box("moof", 8), .. Samples.LongBox("mdat", 100)], true },
        { "fast start without fragments", [.. Samples.Box("ftyp", 8), .. Samples.Box("moov", 8), .. Samples.Box("mdat", 8)], true },
        { "index at the end", [.. Samples.Box("ftyp", 8), .. Samples.Box("mdat", 8), .. Samples.Box("moov", 8)], false },
        { "fragment before the index", [.. Samples.Box("ftyp", 8), .. Samples.Box("moof", 8), .. Samples.Box("mdat", 8)], false },
        { "no type", [.. Samples.Box("moov", 8), .. Samples.Box("mdat", 8)], false },
        { "no media", [.. Samples.Box("ftyp", 8), .. Samples.Box("moov", 8)], false },
        { "fragment without media", [.. Samples.Box("ftyp", 8), .. Samples.Box("moov", 8), .. Samples.Box("mdat", 8), .. Samples.Box("moof", 8)], false },
        { "box beyond the end", [.. Samples.Box("ftyp", 8), .. Samples.Box("moov", 8), .. Samples.Box("mdat", 8)[..^1]], false },
        { "half a header at the end", [.. Samples.Mp4, 0, 0, 0, 8], false },
        { "box of size 0", [.. Samples.Box("ftyp", 8), .. Samples.Box("moov", 8), 0, 0, 0, 0, (byte)'m', (byte)'d', (byte)'a', (byte)'t', 1], false },
        { "box of size 4", [.. Samples.Box("ftyp", 8), 0, 0, 0, 4, (byte)'f', (byte)'r', (byte)'e', (byte)'e'], false },
        { "unknown box", [.. Samples.Box("ftyp", 8), .. Samples.Box("evil", 8), .. Samples.Box("moov", 8), .. Samples.Box("mdat", 8)], false },
        { "text", "<html><script>alert(1)</script></html>"u8.ToArray(), false },
        { "a picture", Samples.Jpeg, false },
    };

    public static TheoryData<string, byte[], bool> Jpegs => new()
    {
        { "a picture", Samples.Jpeg, true },
        { "fill bytes", [0xFF, 0xD8, 0xFF, 0xFF, .. Samples.Segment(0xC2, 15), .. Samples.Segment(0xDA, 10), 7, 0xFF, 0xD9], true },
        { "torn", Samples.Jpeg[..^1], false },
        { "bytes after the end", [.. Samples.Jpeg, 0], false },
        { "no frame", [0xFF, 0xD8, .. Samples.Segment(0xE0, 14), .. Samples.Segment(0xDA, 10), 7, 0xFF, 0xD9], false },
        { "no scan", [0xFF, 0xD8, .. Samples.Segment(0xC0, 15), 0xFF, 0xD9], false },
        { "segment of length 1", [0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0xFF, 0xD9], false },
        { "text", "GIF89a not a jpeg"u8.ToArray(), false },
        { "a video", Samples.Mp4, false },
    };

    [Theory]
    [MemberData(nameof(Mp4s))]
    public void Mp4_HoweverItIsCut_IsJudgedTheSame(string what, byte[] bytes, bool expected) =>
        Assert.All([1, 2, 7, 4096], chunk => Assert.True(Judge(new Mp4Check(bytes.Length), bytes, chunk) == expected, $"{what} in pieces of {chunk}"));

    [Theory]
    [MemberData(nameof(Jpegs))]
    public void Jpeg_HoweverItIsCut_IsJudgedTheSame(string what, byte[] bytes, bool expected) =>
        Assert.All([1, 2, 7, 4096], chunk => Assert.True(Judge(new JpegCheck(), bytes, chunk) == expected, $"{what} in pieces of {chunk}"));

    private static bool Judge(IMediaCheck check, byte[] bytes, int chunk)
    {
        foreach (var piece in bytes.Chunk(chunk))
        {
            if (!check.Take(piece))
                return false;
        }

        return check.IsWhole;
    }
}
