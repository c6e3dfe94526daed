using System.Globalization;
using System.Net;
using System.Text;
using Mihari.Storage;
using Mihari.Timeline;

namespace Mihari.Tests.Storage.Azure;

/// <summary>The timeline while the account throttles or loses its answers, and what its keys have to bear.</summary>
[Collection(AzuriteCollection.Name)]
[Trait("Category", "Slow")]
public sealed class TimelineFaultTests(AzuriteProcess azurite) : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly string _owner = Guid.NewGuid().ToString("N");
    private AzureFixture _fixture = null!;

    private FaultyNetwork Faults => _fixture.Faults;

    private ITimeline Timeline => _fixture.Timeline;

    public async Task InitializeAsync() => _fixture = await AzureFixture.Open(azurite.Options());

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Append_ThrottledTwice_IsRepeated(int entries)
    {
        Faults.Answer(IsAppend, HttpStatusCode.ServiceUnavailable, times: 2);

        await Timeline.Append([.. Some(entries)]);

        Assert.True(Faults.Done);
        Assert.Equal(entries, (await All()).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Append_AnswerIsLost_IsThereOnce(int entries)
    {
        Faults.LoseAnswer(IsAppend);

        await Timeline.Append([.. Some(entries)]);

        Assert.True(Faults.Done);
        Assert.Equal(entries, (await All()).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Append_AnswerIsLostAndAHigherRevisionComesMeanwhile_KeepsTheHigher(int entries)
    {
        Faults.LoseAnswer(IsAppend, meanwhile: () => Timeline.Append([Entry(0, revision: 5)]));

        await Timeline.Append([.. Some(entries)]);

        Assert.Equal(5, (await All()).Single(entry => entry.Id == Id(0)).Revision);
    }

    [Fact]
    public async Task Append_AnotherReplacesBetweenLookAndWrite_TheHighestStays()
    {
        await Timeline.Append([Entry(0)]);
        Faults.Before(request => request.Method == HttpMethod.Put && IsTimeline(request), () => Timeline.Append([Entry(0, revision: 3)]));

        await Timeline.Append([Entry(0, revision: 2)]);

        Assert.True(Faults.Done);
        Assert.Equal(3, Assert.Single(await All()).Revision);
    }

    [Fact]
    public async Task Append_SomeAreThere_StoresTheOthersInOneTransaction()
    {
        await Timeline.Append([Entry(1, revision: 2), Entry(2)]);
        Faults.Sent.Clear();

        await Timeline.Append([.. Some(4, revision: 2)]);

        Assert.Equal([2, 2, 2, 2], (await All()).Select(entry => entry.Revision));
        Assert.Equal(2, Faults.Sent.Count(sent => sent.Request.Contains("$batch", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Append_TransactionRefusedForGood_StoresNoneOfIt()
    {
        Faults.Answer(IsAppend, HttpStatusCode.ServiceUnavailable, times: 5);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => Timeline.Append([.. Some(4)]));

        Assert.Empty(await All());
        // The day is listed by now, and empty.
        Assert.Empty(await Timeline.Days(_owner, TimelineKind.Event, new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 30), TimeSpan.Zero));
    }

    [Fact]
    public async Task Append_MoreThanATransactionTakes_AreAllThere()
    {
        var body = new byte[32 << 10];
        await Timeline.Append([.. Some(250).Select(entry => entry with { Body = body })]);

        Assert.Equal(250, (await All()).Count);
        Assert.All(await All(), entry => Assert.Equal(body.Length, entry.Body.Length));
    }

    [Fact]
    public async Task Append_OfManyOwnersAndDays_AreAllThere()
    {
        var entries = Enumerable.Range(0, 60).Select(n => new TimelineEntry(_owner + (n % 3), TimelineKind.Event, Noon.AddDays(n % 5), Id(n), 1, default));

        await Timeline.Append([.. entries]);

        for (var owner = 0; owner < 3; owner++)
            Assert.Equal(20, (await Timeline.Read(new TimelineQuery(_owner + owner, TimelineKind.Event, DateTimeOffset.MinValue, DateTimeOffset.MaxValue))).Entries.Count);
    }

    [Fact]
    public async Task Read_DaysFarApart_AsksForNoEmptyDay()
    {
        await Timeline.Append([Entry(0), Entry(1) with { At = Noon.AddYears(-20) }, Entry(2) with { At = Noon.AddYears(20) }]);
        Faults.Sent.Clear();

        var page = await Timeline.Read(new TimelineQuery(_owner, TimelineKind.Event, DateTimeOffset.MinValue, DateTimeOffset.MaxValue));

        Assert.Equal([Id(2), Id(0), Id(1)], page.Entries.Select(entry => entry.Id));
        Assert.Equal(4, Faults.Sent.Count);
    }

    [Fact]
    public async Task Read_OldestFirstOfABusyMillisecondAndAQuietDay_GivesEachOnceInOrder()
    {
        var busy = Enumerable.Range(0, 1_100).Select(n => Entry(n) with { At = Noon.AddHours(1) }).ToList();
        var quiet = Enumerable.Range(0, 5).Select(n => Entry(2_000 + n) with { At = Noon.AddHours(-12 + (n * 5)) }).ToList();
        await Timeline.Append([.. busy, .. quiet]);

        var (read, continuation) = (new List<TimelineEntry>(), (string?)null);
        do
        {
            var page = await Timeline.Read(new TimelineQuery(_owner, TimelineKind.Event, Noon.AddDays(-400), Noon.AddDays(400), NewestFirst: false, 400, continuation));
            read.AddRange(page.Entries);
            continuation = page.Continuation;
        }
        while (continuation is not null);

        Assert.Equal(busy.Concat(quiet).OrderBy(entry => entry.At).ThenBy(entry => entry.Id, StringComparer.Ordinal).Select(entry => entry.Id), read.Select(entry => entry.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_IdsThatBeginAlike_AreInTheSameOrderAsText(bool newestFirst)
    {
        string[] ids = ["-", ".", "0", "00", "9", "A", "A-", "A0", "AA", "Z", "_", "a", "a.", "aA", "az", "z", "zz"];
        await Timeline.Append([.. ids.Select(id => new TimelineEntry(_owner, TimelineKind.Event, Noon, id, 1, default))]);

        var page = await Timeline.Read(new TimelineQuery(_owner, TimelineKind.Event, Noon, Noon.AddMilliseconds(1), newestFirst));

        Assert.Equal(newestFirst ? ids.Reverse() : ids, page.Entries.Select(entry => entry.Id));
    }

    private static bool IsTimeline(HttpRequestMessage request) => request.RequestUri!.AbsolutePath.Contains("Timeline", StringComparison.Ordinal);

    private static bool IsAppend(HttpRequestMessage request) =>
        request.Method == HttpMethod.Post && (IsTimeline(request) || request.RequestUri!.AbsolutePath.EndsWith("$batch", StringComparison.Ordinal));

    private static string Id(int n) => n.ToString("D4", CultureInfo.InvariantCulture);

    private TimelineEntry Entry(int n, int revision = 1) =>
        new(_owner, TimelineKind.Event, Noon.AddSeconds(n), Id(n), revision, Encoding.UTF8.GetBytes(revision.ToString(CultureInfo.InvariantCulture)));

    private IEnumerable<TimelineEntry> Some(int count, int revision = 1) => Enumerable.Range(0, count).Select(n => Entry(n, revision));

    private async Task<IReadOnlyList<TimelineEntry>> All() =>
        (await Timeline.Read(new TimelineQuery(_owner, TimelineKind.Event, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Limit: 1_000))).Entries;
}
