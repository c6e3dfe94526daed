using System.Net;
using System.Security.Cryptography;
using Mihari.Media;
using Mihari.Storage;

namespace Mihari.Tests.Storage.Azure;

/// <summary>Media while the account throttles or loses its answers, and while several write one key.</summary>
[Collection(AzuriteCollection.Name)]
[Trait("Category", "Slow")]
public sealed class MediaFaultTests(AzuriteProcess azurite) : IAsyncLifetime
{
    private const int Small = 1_000;
    private const int OneBlock = 1 << 20;
    private const int Blocks = (3 << 20) + 17;

    private readonly string _key = $"clips/{Guid.NewGuid():N}.mp4";
    private AzureFixture _fixture = null!;

    private FaultyNetwork Faults => _fixture.Faults;

    private IMediaStore Store => _fixture.Media;

    public async Task InitializeAsync() => _fixture = await AzureFixture.Open(azurite.Options());

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Theory]
    [InlineData(Small)]
    [InlineData(OneBlock)]
    [InlineData(Blocks)]
    public async Task Write_EachRequestRefusedOnce_IsStored(int size)
    {
        var bytes = Random(size);
        Faults.Answer(IsPut, HttpStatusCode.ServiceUnavailable);
        Faults.Answer(IsCommit, HttpStatusCode.TooManyRequests);

        Assert.Equal(MediaWriteOutcome.Stored, await Write(bytes));

        Assert.Equal(bytes, await Read());
    }

    [Theory]
    [InlineData(Small)]
    [InlineData(OneBlock)]
    [InlineData(Blocks)]
    public async Task Write_AnswerOfTheLastRequestIsLost_IsStored(int size)
    {
        var bytes = Random(size);
        Faults.LoseAnswer(IsCommit);

        Assert.Equal(MediaWriteOutcome.Stored, await Write(bytes));

        Assert.True(Faults.Done);
        Assert.Equal(bytes, await Read());
    }

    [Theory]
    [InlineData(Small)]
    [InlineData(Blocks)]
    public async Task Write_AnotherIsStoredMeanwhile_IsAlreadyThereAndChangesNothing(int size)
    {
        var (mine, theirs) = (Random(size), Random(Blocks + 1));
        Faults.Before(IsCommit, async () => Assert.Equal(MediaWriteOutcome.Stored, await Write(theirs)));

        Assert.Equal(MediaWriteOutcome.AlreadyThere, await Write(mine));

        Assert.Equal(theirs, await Read());
    }

    [Fact]
    public async Task Write_ManyAtOnceOfDifferentBytes_OneIsStoredWhole()
    {
        var all = Enumerable.Range(0, 8).Select(n => Random(Blocks + n)).ToList();

        var outcomes = await Task.WhenAll(all.Select(Write));

        Assert.Single(outcomes, MediaWriteOutcome.Stored);
        Assert.Equal(7, outcomes.Count(outcome => outcome == MediaWriteOutcome.AlreadyThere));
        Assert.Equal(all[Array.IndexOf(outcomes, MediaWriteOutcome.Stored)], await Read());
    }

    [Fact]
    public async Task Write_CommitRefusedForGood_IsUnavailableAndNothingIsSeen()
    {
        var bytes = Random(Blocks);
        Faults.Answer(IsCommit, HttpStatusCode.ServiceUnavailable, times: 5);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => Write(bytes));

        Assert.Null(await Store.Find(_key, default));
        Assert.Equal(MediaWriteOutcome.Stored, await Write(bytes));
    }

    [Theory]
    [InlineData(Small, 0)]
    [InlineData(Blocks, 1)]
    [InlineData(OneBlock, -1)]
    [InlineData(2 * OneBlock, 0)]
    public async Task Write_NotAsPromised_SendsNoCommit(int size, int more)
    {
        var promise = Promise(Random(size)) with { Length = size + more };

        Assert.Equal(MediaWriteOutcome.NotAsPromised, await Store.Write(_key, promise, new MemoryStream(Random(size)), default));

        Assert.DoesNotContain(Faults.Sent, sent => sent.Request.StartsWith("PUT", StringComparison.Ordinal) && sent.Request.Contains("clips", StringComparison.Ordinal) && !sent.Request.Contains("comp=block&", StringComparison.Ordinal));
        Assert.Null(await Store.Open(_key, default));
    }

    [Fact]
    public async Task Delete_AnswerIsLost_IsTrue()
    {
        await Write(Random(Small));
        Faults.LoseAnswer(request => request.Method == HttpMethod.Delete);

        Assert.True(await Store.Delete(_key, default));

        Assert.False(await Store.Delete(_key, default));
    }

    [Fact]
    public async Task Open_SeekingAboutAndLosingTheConnection_GivesTheBytesOfThatPlace()
    {
        var bytes = Random(Blocks);
        await Write(bytes);
        await using var stream = await Store.Open(_key, default);
        Assert.NotNull(stream);

        foreach (var at in new[] { 2 << 20, 5, 1_000, (1 << 20) + 1, Blocks - 3, 0 })
        {
            Faults.Answer(request => request.Method == HttpMethod.Get, HttpStatusCode.ServiceUnavailable);
            stream.Position = at;
            var read = new byte[Math.Min(100, Blocks - at)];
            await stream.ReadExactlyAsync(read);
            Assert.Equal(bytes[at..(at + read.Length)], read);
        }

        stream.Seek(0, SeekOrigin.End);
        Assert.Equal(0, await stream.ReadAsync(new byte[1]));
    }

    [Theory]
    [InlineData("a.")]
    [InlineData("a./b")]
    [InlineData("a..")]
    [InlineData("a.../b.c.")]
    public async Task Write_KeyWithADotAtAnEnd_IsAnotherThanWithout(string end)
    {
        var key = Guid.NewGuid().ToString("N") + "/" + end;
        await Store.Write(key, Promise([1]), new MemoryStream([1]), default);

        Assert.NotNull(await Store.Find(key, default));
        Assert.Null(await Store.Find(key.Replace(".", "", StringComparison.Ordinal), default));
        // The service would drop such a dot.
        Assert.DoesNotContain(Faults.Sent, sent => sent.Request.Split(' ', '?')[1].Split('/').Any(part => part.EndsWith('.')));
    }

    private static bool IsBlob(HttpRequestMessage request) => request.RequestUri!.AbsolutePath.Contains("clips", StringComparison.Ordinal);

    private static bool IsPut(HttpRequestMessage request) => request.Method == HttpMethod.Put && IsBlob(request);

    /// <summary>The request that makes the object visible.</summary>
    private static bool IsCommit(HttpRequestMessage request) => IsPut(request) && !request.RequestUri!.Query.Contains("comp=block&", StringComparison.Ordinal);

    private static byte[] Random(int size) => RandomNumberGenerator.GetBytes(size);

    private static MediaPromise Promise(byte[] bytes) => new(bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), "video/mp4");

    private Task<MediaWriteOutcome> Write(byte[] bytes) => Store.Write(_key, Promise(bytes), new MemoryStream(bytes), default);

    private async Task<byte[]> Read()
    {
        await using var stream = await Store.Open(_key, default);
        using var copy = new MemoryStream();
        await stream!.CopyToAsync(copy);
        return copy.ToArray();
    }
}
