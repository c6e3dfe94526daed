using System.Security.Cryptography;
using Mihari.Media;

namespace Mihari.Tests.Storage.Conformance;

/// <summary>What every media store must do.</summary>
public abstract class MediaStoreConformance
{
    protected abstract IMediaStore Store { get; }

    private static string Key => $"clips/0011223344AA/2026-11-22/{Guid.NewGuid():N}.mp4";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(128 << 10)]
    [InlineData((5 << 20) + 3)]
    public async Task Write_AnySize_ComesBackEqual(int size)
    {
        var (key, bytes) = (Key, Random(size));

        Assert.Equal(MediaWriteOutcome.Stored, await Write(key, bytes));

        var found = await Store.Find(key, default);
        Assert.NotNull(found);
        Assert.Equal((key, (long)size, Hash(bytes), "video/mp4"), (found.Key, found.Length, found.Sha256, found.ContentType));
        Assert.Equal(bytes, await Read(key));
    }

    [Theory]
    [InlineData("clips/0011223344AA/2026-11-22/", ".mp4", "video/mp4")]
    [InlineData("thumbnails/0011223344AA/", ".jpg", "image/jpeg")]
    [InlineData("mails/2026-11-22/", ".eml", "message/rfc822")]
    public async Task Write_EachType_IsToldAgain(string folder, string extension, string type)
    {
        var (key, bytes) = ($"{folder}{Guid.NewGuid():N}{extension}", Random(1000));

        Assert.Equal(MediaWriteOutcome.Stored, await Store.Write(key, new MediaPromise(bytes.Length, Hash(bytes), type), new MemoryStream(bytes), default));

        Assert.Equal(type, (await Store.Find(key, default))?.ContentType);
        Assert.Equal(bytes, await Read(key));
    }

    [Fact]
    public async Task Open_Stored_IsSeekable()
    {
        var (key, bytes) = (Key, Random(100_000));
        await Write(key, bytes);

        await using var stream = await Store.Open(key, default);

        Assert.NotNull(stream);
        Assert.Equal(bytes.Length, stream.Length);
        stream.Seek(-10, SeekOrigin.End);
        var tail = new byte[10];
        await stream.ReadExactlyAsync(tail);
        Assert.Equal(bytes[^10..], tail);
    }

    [Fact]
    public async Task Write_Again_IsAlreadyThereAndChangesNothing()
    {
        var (key, bytes) = (Key, Random(1000));
        await Write(key, bytes);

        Assert.Equal(MediaWriteOutcome.AlreadyThere, await Write(key, Random(2000)));

        Assert.Equal(bytes, await Read(key));
    }

    [Fact]
    public async Task Write_ManyAtOnceOfOneKey_OneIsStored()
    {
        var (key, bytes) = (Key, Random(200_000));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Write(key, bytes)));

        Assert.Single(outcomes, MediaWriteOutcome.Stored);
        Assert.Equal(19, outcomes.Count(outcome => outcome == MediaWriteOutcome.AlreadyThere));
        Assert.Equal(bytes, await Read(key));
    }

    [Theory]
    [InlineData(999)]
    [InlineData(1001)]
    [InlineData(0)]
    public async Task Write_OtherLengthThanPromised_KeepsNothing(int promised)
    {
        var (key, bytes) = (Key, Random(1000));

        var outcome = await Store.Write(key, new MediaPromise(promised, Hash(bytes), "video/mp4"), new MemoryStream(bytes), default);

        Assert.Equal(MediaWriteOutcome.NotAsPromised, outcome);
        Assert.Null(await Store.Find(key, default));
        Assert.Equal(MediaWriteOutcome.Stored, await Write(key, bytes));
    }

    [Fact]
    public async Task Write_OtherHashThanPromised_KeepsNothing()
    {
        var (key, bytes) = (Key, Random(1000));

        var outcome = await Store.Write(key, new MediaPromise(1000, Hash([1]), "video/mp4"), new MemoryStream(bytes), default);

        Assert.Equal(MediaWriteOutcome.NotAsPromised, outcome);
        Assert.Null(await Store.Open(key, default));
    }

    [Fact]
    public async Task Write_SenderBreaksOff_KeepsNothingAndARetryWorks()
    {
        var (key, bytes) = (Key, Random(300_000));
        await Assert.ThrowsAsync<EndOfStreamException>(() =>
            Store.Write(key, new MediaPromise(bytes.Length, Hash(bytes), "video/mp4"), new BrokenStream(bytes[..200_000]), default));

        Assert.Null(await Store.Find(key, default));
        Assert.Equal(MediaWriteOutcome.Stored, await Write(key, bytes));
    }

    [Fact]
    public async Task Find_NeverStored_IsNull()
    {
        Assert.Null(await Store.Find(Key, default));
        Assert.Null(await Store.Open(Key, default));
        Assert.False(await Store.Delete(Key, default));
    }

    [Fact]
    public async Task Delete_Stored_IsGoneAndCanBeStoredAgain()
    {
        var key = Key;
        await Write(key, Random(1000));

        Assert.True(await Store.Delete(key, default));
        Assert.False(await Store.Delete(key, default));
        Assert.Null(await Store.Find(key, default));
        Assert.Null(await Store.Open(key, default));

        var bytes = Random(500);
        Assert.Equal(MediaWriteOutcome.Stored, await Write(key, bytes));
        Assert.Equal(bytes, await Read(key));
    }

    [Fact]
    public async Task Delete_WhileAReaderHasItOpen_LetsTheReaderFinish()
    {
        var (key, bytes) = (Key, Random(1 << 20));
        await Write(key, bytes);
        await using var stream = await Store.Open(key, default);

        Assert.True(await Store.Delete(key, default));

        using var copy = new MemoryStream();
        await stream!.CopyToAsync(copy);
        Assert.Equal(bytes, copy.ToArray());
    }

    [Fact]
    public async Task Write_KeyThatIsAnothersFolder_IsStored()
    {
        var key = Guid.NewGuid().ToString("N");

        Assert.Equal(MediaWriteOutcome.Stored, await Write(key, [1]));
        Assert.Equal(MediaWriteOutcome.Stored, await Write(key + "/below", [2]));

        Assert.Equal([1], await Read(key));
        Assert.Equal([2], await Read(key + "/below"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("../a")]
    [InlineData("a/..")]
    [InlineData("a b")]
    [InlineData("日本")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    public async Task AnyCall_KeyAgainstTheRule_IsRefused(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Write(key, [1]));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Find(key, default));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Open(key, default));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Delete(key, default));
    }

    [Fact]
    public async Task Write_KeyAtTheLimit_IsTakenAndOverItRefused()
    {
        var key = Guid.NewGuid().ToString("N") + "/" + new string('k', 167);

        Assert.Equal(MediaWriteOutcome.Stored, await Write(key, [1]));
        await Assert.ThrowsAsync<ArgumentException>(() => Write(key + "k", [1]));
    }

    [Theory]
    [InlineData(-1, null, "video/mp4")]
    [InlineData(1, "ABC", "video/mp4")]
    [InlineData(1, null, "text/html")]
    public async Task Write_PromiseThatIsNone_IsRefused(long length, string? hash, string type) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Write(Key, new MediaPromise(length, hash ?? Hash([1]), type), new MemoryStream([1]), default));

    protected static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    protected static byte[] Random(int size)
    {
        var bytes = new byte[size];
        System.Random.Shared.NextBytes(bytes);
        return bytes;
    }

    protected Task<MediaWriteOutcome> Write(string key, byte[] bytes) =>
        Store.Write(key, new MediaPromise(bytes.Length, Hash(bytes), "video/mp4"), new MemoryStream(bytes), default);

    protected async Task<byte[]> Read(string key)
    {
        await using var stream = await Store.Open(key, default);
        Assert.NotNull(stream);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    /// <summary>A connection that ends in the middle.</summary>
    private sealed class BrokenStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new EndOfStreamException();
    }
}
