using System.Security.Cryptography;
using Mihari.Media;
using Mihari.Tests.Storage.CrashWriter;

namespace Mihari.Tests.Storage.Media;

public sealed class DiskSpaceTests : IDisposable
{
    private const int NoSpaceLeft = 28;

    private static readonly byte[] Bytes = new byte[300_000];
    private static readonly MediaPromise Promise = new(Bytes.Length, Convert.ToHexStringLower(SHA256.HashData(Bytes)), "video/mp4");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Write_ReserveWouldBeTouched_IsNoSpaceAndLeavesNothing()
    {
        await using var storage = new EmbeddedStorage(_folder.Path, options => options.ReserveBytes = 1L << 60);

        Assert.Equal(MediaWriteOutcome.NoSpace, await storage.Media.Write("a", Promise, new MemoryStream(Bytes), default));

        Assert.Empty(Files());
        Assert.Null(await storage.Media.Find("a", default));
    }

    [Fact]
    public async Task Write_MoreThanTheDiskHolds_IsNoSpaceBeforeAByteIsRead()
    {
        await using var storage = new EmbeddedStorage(_folder.Path);
        var content = new MemoryStream(Bytes);

        Assert.Equal(MediaWriteOutcome.NoSpace, await storage.Media.Write("a", Promise with { Length = 1L << 60 }, content, default));

        Assert.Equal(0, content.Position);
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200_000)]
    public async Task Write_DiskFullOnTheWay_IsNoSpaceAndLeavesNothing(int room)
    {
        await using var storage = new EmbeddedStorage(_folder.Path);
        storage.Media.Files.Create = (path, _) => new SmallDisk(path, room);

        Assert.Equal(MediaWriteOutcome.NoSpace, await storage.Media.Write("a", Promise, new MemoryStream(Bytes), default));

        Assert.Empty(Files());
        storage.Media.Files.Create = (path, _) => new SmallDisk(path, int.MaxValue);
        Assert.Equal(MediaWriteOutcome.Stored, await storage.Media.Write("a", Promise, new MemoryStream(Bytes), default));
    }

    [Fact]
    public async Task Write_OtherErrorOfTheDisk_IsThrownAndLeavesNothing()
    {
        await using var storage = new EmbeddedStorage(_folder.Path);
        storage.Media.Files.Create = (path, _) => new SmallDisk(path, 0, error: 5);

        await Assert.ThrowsAsync<IOException>(() => storage.Media.Write("a", Promise, new MemoryStream(Bytes), default));

        Assert.Empty(Files());
    }

    private string[] Files() => Directory.GetFiles(Path.Combine(_folder.Path, "media"), "*", SearchOption.AllDirectories);

    /// <summary>A file on a disk with little room.</summary>
    private sealed class SmallDisk(string path, int room, int error = NoSpaceLeft) : FileStream(path, FileMode.CreateNew)
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Position + count > room)
                throw new IOException("the disk says no", error);
            base.Write(buffer, offset, count);
        }
    }
}
