using System.Net;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Time.Testing;
using Mihari.Storage;
using Mihari.Storage.GrainState;
using Mihari.Tests.Storage.Conformance;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Mihari.Tests.Storage.Azure;

/// <summary>Grain states while the account throttles, is slow, or loses its answers.</summary>
[Collection(AzuriteCollection.Name)]
[Trait("Category", "Slow")]
public sealed class GrainStateFaultTests(AzuriteProcess azurite) : IAsyncLifetime
{
    private const string Name = "faults";
    private const int Large = 1 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly GrainId _id = GrainId.Create("faults", Guid.NewGuid().ToString("N"));
    private AzureFixture _fixture = null!;

    private FaultyNetwork Faults => _fixture.Faults;

    public async Task InitializeAsync() => _fixture = await AzureFixture.Open(azurite.Options());

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    public async Task Write_AccountRefusesTwice_IsRepeatedUntilItIsStored(HttpStatusCode status)
    {
        Faults.Answer(IsInsert, status, times: 2);

        await Write([1], null);

        Assert.True(Faults.Done);
        Assert.Equal([1], (await Read()).State!.Bytes!);
    }

    [Fact]
    public async Task Write_ThrottledWithRetryAfter_WaitsThatLong()
    {
        Faults.Answer(IsInsert, HttpStatusCode.TooManyRequests, retryAfter: TimeSpan.FromSeconds(1));

        await Write([1], null);

        var attempts = Faults.Sent.Where(sent => sent.Request.StartsWith("POST", StringComparison.Ordinal) && sent.Request.Contains("State", StringComparison.Ordinal)).TakeLast(2).Select(sent => sent.At).ToList();
        Assert.True(TimeProvider.System.GetElapsedTime(attempts[0], attempts[1]) > TimeSpan.FromSeconds(0.95));
    }

    [Fact]
    public async Task Write_AccountRefusesForGood_IsUnavailableAndStoresNothing()
    {
        Faults.Answer(IsInsert, HttpStatusCode.ServiceUnavailable, times: 5);

        var refusal = await Assert.ThrowsAsync<StorageUnavailableException>(() => Write([1], null));

        Assert.Contains("state.write: throttled, 503", refusal.Message, StringComparison.Ordinal);
        Assert.True(Faults.Done);
        Assert.False((await Read()).RecordExists);
    }

    [Fact]
    public async Task Write_AttemptIsNotAnswered_TimesOutAndIsRepeated()
    {
        var options = azurite.Options();
        options.AttemptTimeout = TimeSpan.FromSeconds(1);
        await using var fixture = await AzureFixture.Open(options);
        fixture.Faults.Hang(IsInsert);

        await fixture.GrainStorage.WriteStateAsync(Name, _id, new GrainState<BlobState> { State = new BlobState { Bytes = [1] } }).WaitAsync(Patience);

        Assert.True(fixture.Faults.Done);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Large)]
    public async Task Write_AnswerOfTheInsertIsLost_Succeeds(int size)
    {
        Faults.LoseAnswer(IsInsert);

        var state = await Write(new byte[size], null);

        Assert.True(Faults.Done);
        var read = await Read();
        Assert.Equal((state.ETag, size), (read.ETag, read.State!.Bytes!.Length));
        await Write([2], state.ETag);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Large)]
    public async Task Write_AnswerOfTheUpdateIsLost_Succeeds(int size)
    {
        var first = await Write([1], null);
        Faults.LoseAnswer(IsUpdate);

        var state = await Write(new byte[size], first.ETag);

        Assert.True(Faults.Done);
        Assert.NotEqual(first.ETag, state.ETag);
        Assert.Equal((state.ETag, size), ((await Read()).ETag, (await Read()).State!.Bytes!.Length));
    }

    [Fact]
    public async Task Write_AnswerIsLostAndSomebodyElseWritesOnTop_IsRefused()
    {
        var first = await Write([1], null);
        Faults.LoseAnswer(IsUpdate, meanwhile: async () =>
        {
            var theirs = await Read();
            await Write([3], theirs.ETag);
        });

        var refusal = await Assert.ThrowsAsync<InconsistentStateException>(() => Write([2], first.ETag));

        var stored = await Read();
        Assert.Equal((stored.ETag, first.ETag), (refusal.StoredEtag, refusal.CurrentEtag));
        Assert.Equal([3], stored.State!.Bytes!);
    }

    [Fact]
    public async Task Write_SomebodyElseIsFaster_IsRefusedAndLeavesNoPayloadBehind()
    {
        var first = await Write([1], null);
        Faults.Before(IsUpdate, async () => await Write([3], first.ETag));

        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(new byte[Large], first.ETag));

        Assert.Equal([3], (await Read()).State!.Bytes!);
        Assert.Empty(await Payloads());
    }

    [Fact]
    public async Task Clear_AnswerIsLost_Succeeds()
    {
        var state = await Write(new byte[Large], null);
        Faults.LoseAnswer(request => request.Method == HttpMethod.Delete && IsState(request));

        await _fixture.GrainStorage.ClearStateAsync(Name, _id, state);

        Assert.True(Faults.Done);
        Assert.False(state.RecordExists);
        Assert.False((await Read()).RecordExists);
        Assert.Empty(await Payloads());
    }

    [Fact]
    public async Task Clear_ByASecondHolder_IsRefused()
    {
        var mine = await Write([1], null);
        var theirs = await Read();
        await _fixture.GrainStorage.ClearStateAsync(Name, _id, theirs);

        await Assert.ThrowsAsync<InconsistentStateException>(() => _fixture.GrainStorage.ClearStateAsync(Name, _id, mine));
    }

    [Fact]
    public async Task Write_LargeReplacedByLargeAndSmall_KeepsOnePayloadAndThenNone()
    {
        var state = await Write(new byte[Large], null);
        state = await Write(new byte[Large + 1], state.ETag);

        Assert.Single(await Payloads());
        Assert.Equal(Large + 1, (await Read()).State!.Bytes!.Length);

        await Write([1], state.ETag);
        Assert.Empty(await Payloads());
        Assert.Equal([1], (await Read()).State!.Bytes!);
    }

    [Fact]
    public async Task Read_LargeReplacedBetweenRowAndPayload_GivesTheNewOne()
    {
        var state = await Write(new byte[Large], null);
        Faults.Before(request => request.Method == HttpMethod.Get && request.RequestUri!.AbsolutePath.Contains("-state/", StringComparison.Ordinal), async () =>
            await Write(new byte[Large + 1], state.ETag));

        Assert.Equal(Large + 1, (await Read()).State!.Bytes!.Length);
    }

    [Fact]
    public async Task Sweep_PayloadsWithoutARow_GoWhenTheyAreOld()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var fixture = await AzureFixture.Open(azurite.Options(), time);
        var kept = new GrainState<BlobState> { State = new BlobState { Bytes = new byte[Large] } };
        await fixture.GrainStorage.WriteStateAsync(Name, _id, kept);
        await fixture.Blobs.Put("nobody~x", new byte[1], default);
        await fixture.Blobs.Put(StateRow.Partition(Name, _id), new byte[1], default);

        Assert.Equal(0, await fixture.Sweeper.Sweep(default));
        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(2, await fixture.Sweeper.Sweep(default));

        var read = new GrainState<BlobState>();
        await fixture.GrainStorage.ReadStateAsync(Name, _id, read);
        Assert.Equal(Large, read.State!.Bytes!.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    [InlineData(1000)]
    public async Task Write_KeyOfAnyLength_IsFoundByItsGrain(int length)
    {
        var key = string.Concat(Enumerable.Repeat("部", length)) + "x";
        var (id, other) = (GrainId.Create("faults", key + "1"), GrainId.Create("faults", key + "2"));

        await _fixture.GrainStorage.WriteStateAsync(Name, id, new GrainState<BlobState> { State = new BlobState { Bytes = [1] } });

        var read = new GrainState<BlobState>();
        await _fixture.GrainStorage.ReadStateAsync(Name, other, read);
        Assert.False(read.RecordExists);
        Assert.Equal([key + "1"], await _fixture.GrainStorage.Keys(Name).ToListAsync());
    }

    private static bool IsState(HttpRequestMessage request) => request.RequestUri!.AbsolutePath.Contains("State", StringComparison.Ordinal);

    private static bool IsInsert(HttpRequestMessage request) => request.Method == HttpMethod.Post && IsState(request);

    private static bool IsUpdate(HttpRequestMessage request) => request.Method == HttpMethod.Put && IsState(request);

    private async Task<GrainState<BlobState>> Write(byte[] bytes, string? etag)
    {
        var state = new GrainState<BlobState> { State = new BlobState { Bytes = bytes }, ETag = etag };
        await _fixture.GrainStorage.WriteStateAsync(Name, _id, state);
        return state;
    }

    private async Task<GrainState<BlobState>> Read()
    {
        var state = new GrainState<BlobState>();
        await _fixture.GrainStorage.ReadStateAsync(Name, _id, state);
        return state;
    }

    private async Task<List<BlobItem>> Payloads() => await _fixture.Clients.LargeStates.GetBlobsAsync().ToListAsync();
}
