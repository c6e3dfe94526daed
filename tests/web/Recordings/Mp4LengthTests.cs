using System.Buffers.Binary;
using Mihari.Tests.Web.Hosts;
using Mihari.Web.Recordings;
using Xunit;

namespace Mihari.Tests.Web.Recordings;

public sealed class Mp4LengthTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_OfEitherVersion_WhateverStandsBefore()
    {
        Assert.Equal(TimeSpan.FromSeconds(60.5), await Read([.. Box("ftyp", new byte[16]), .. Box("moov", [.. Box("udta", []), .. Box("mvhd", Short(1000, 60_500))])]));
        Assert.Equal(TimeSpan.FromHours(30), await Read([.. Box("free", new byte[3]), .. Box("moov", Box("mvhd", Long(90_000, 30L * 3600 * 90_000)))]));
        Assert.Equal(TimeSpan.FromSeconds(2), await Read([.. LongBox("mdat", new byte[5]), .. Box("moov", Box("mvhd", Short(600, 1200)))]));
    }

    [Fact]
    public async Task Read_OfWhatIsNone_SaysSo()
    {
        foreach (var bytes in new byte[][] { [], new byte[40], Box("ftyp", new byte[16]), Box("moov", Box("trak", new byte[40])), [0, 0, 1, 0, .. "moov"u8, 0], Box("moov", Box("mvhd", Short(0, 5))) })
            await Assert.ThrowsAsync<InvalidDataException>(() => Read(bytes));

        // Torn in the middle of what is read.
        await Assert.ThrowsAsync<EndOfStreamException>(() => Read(Box("moov", Box("mvhd", new byte[4]))));
    }

    private async Task<TimeSpan> Read(byte[] bytes)
    {
        var file = Path.Combine(_folder.Path, "one.mp4");
        await File.WriteAllBytesAsync(file, bytes);
        return await Mp4Length.Read(file, CancellationToken.None);
    }

    private static byte[] Box(string kind, byte[] body)
    {
        var box = new byte[8 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        System.Text.Encoding.ASCII.GetBytes(kind, box.AsSpan(4));
        body.CopyTo(box, 8);
        return box;
    }

    private static byte[] LongBox(string kind, byte[] body)
    {
        var box = new byte[16 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, 1);
        System.Text.Encoding.ASCII.GetBytes(kind, box.AsSpan(4));
        BinaryPrimitives.WriteInt64BigEndian(box.AsSpan(8), box.Length);
        return box;
    }

    private static byte[] Short(uint unit, uint length)
    {
        var body = new byte[100];
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(12), unit);
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(16), length);
        return body;
    }

    private static byte[] Long(uint unit, long length)
    {
        var body = new byte[112];
        body[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(20), unit);
        BinaryPrimitives.WriteInt64BigEndian(body.AsSpan(24), length);
        return body;
    }
}
