using Microsoft.Extensions.Time.Testing;
using Mihari.Storage.Azure;
using Mihari.Timeline;

namespace Mihari.Tests.Storage.Azure;

/// <summary>Days whose entries were let go cost the next sweep nothing, and none of them is lost to one who stores an entry of it meanwhile.</summary>
[Collection(AzuriteCollection.Name)]
[Trait("Category", "Slow")]
public sealed class TimelineSweepTests(AzuriteProcess azurite) : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly string _owner = Guid.NewGuid().ToString("N");
    private readonly FakeTimeProvider _clock = new(Noon);
    private AzureFixture _sweeper = null!;
    private AzureFixture _writer = null!;

    public async Task InitializeAsync()
    {
        var options = azurite.Options();
        _sweeper = await AzureFixture.Open(options, _clock);
        _writer = await AzureFixture.Open(options, _clock);
    }

    public async Task DisposeAsync()
    {
        await _sweeper.DisposeAsync();
        await _writer.DisposeAsync();
    }

    [Fact]
    public async Task Read_OverDaysThatWereEmptied_AsksForNoneOfThemTheNextTime()
    {
        var gone = Enumerable.Range(10, 20).Select(days => Entry(Noon.AddDays(-days))).ToList();
        var (lasting, recent) = (Entry(Noon.AddDays(-15).AddHours(1)), Entry(Noon.AddDays(-3)));
        await _writer.Timeline.Append([.. gone, lasting, recent]);
        await _sweeper.Timeline.Delete([.. gone, recent]);
        Assert.Equal([lasting.At], await Sweep());
        _sweeper.Faults.Sent.Clear();

        Assert.Equal([lasting.At], await Sweep());

        // The list; the day that has one; the recent day, which may be stored to at any moment: an hour, four hours, the rest.
        Assert.InRange(_sweeper.Faults.Sent.Count, 3, 8);
        Assert.All(_sweeper.Faults.Sent, sent => Assert.StartsWith("GET", sent.Request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_OfAPartOfADayThatIsEmpty_LeavesTheDay()
    {
        var day = Noon.AddDays(-20);
        await _writer.Timeline.Append([Entry(day)]);

        Assert.Empty((await _sweeper.Timeline.Read(Old(day.AddMinutes(-1)))).Entries);

        Assert.Equal([day], await Sweep());
    }

    [Fact]
    public async Task Append_BetweenTheLookIntoADayAndItsRemoval_IsFound()
    {
        var day = Noon.AddDays(-20);
        await Emptied(day);
        _sweeper.Faults.Before(IsUnlisting, () => _writer.Timeline.Append([Entry(day.AddHours(1))]));

        Assert.Empty(await Sweep());

        Assert.True(_sweeper.Faults.Done);
        Assert.Equal([day.AddHours(1)], await Sweep());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Append_WhoseDayIsRemovedBeforeTheEntryIsThere_IsFound(int entries)
    {
        var day = Noon.AddDays(-20);
        await Emptied(day);
        _writer.Faults.Before(IsStoring, async () => Assert.Empty(await Sweep()));

        await _writer.Timeline.Append([.. Enumerable.Range(0, entries).Select(n => Entry(day.AddHours(n)))]);

        Assert.True(_writer.Faults.Done);
        Assert.Contains(_sweeper.Faults.Sent, sent => sent.Request.StartsWith("DELETE", StringComparison.Ordinal));
        Assert.Equal(entries, (await Sweep()).Count);
    }

    [Fact]
    public async Task Append_ToADayThatThisProcessListedWhenItWasYoung_IsFound()
    {
        await Emptied(Noon);
        _clock.Advance(TimeSpan.FromDays(20));
        Assert.Empty(await Sweep());
        _sweeper.Faults.Sent.Clear();
        Assert.Empty(await Sweep());
        Assert.Single(_sweeper.Faults.Sent);
        _writer.Faults.Sent.Clear();

        await _writer.Timeline.Append([Entry(Noon.AddHours(1))]);

        // Listed before the entry is there, and after.
        Assert.Equal(["PATCH", "POST", "PATCH"], _writer.Faults.Sent.Select(sent => sent.Request.Split(' ')[0]));
        Assert.Equal([Noon.AddHours(1)], await Sweep());
    }

    [Fact]
    public async Task Append_OfToday_IsOneRequestOnceTheDayIsListed()
    {
        await _writer.Timeline.Append([Entry(Noon)]);
        _writer.Faults.Sent.Clear();

        await _writer.Timeline.Append([Entry(Noon.AddMinutes(1))]);

        Assert.Single(_writer.Faults.Sent);
    }

    private static bool IsUnlisting(HttpRequestMessage request) => request.Method == HttpMethod.Delete;

    private static bool IsStoring(HttpRequestMessage request) => request.Method == HttpMethod.Post;

    private TimelineEntry Entry(DateTimeOffset at) => new(_owner, TimelineKind.Event, at, Guid.NewGuid().ToString("N"), 0, default);

    private TimelineQuery Old(DateTimeOffset before) => new(_owner, TimelineKind.Event, DateTimeOffset.UnixEpoch, before, NewestFirst: false, 1_000);

    /// <summary>The day is listed, and has nothing.</summary>
    private async Task Emptied(DateTimeOffset day)
    {
        var entry = Entry(day);
        await _writer.Timeline.Append([entry]);
        await _writer.Timeline.Delete([entry]);
    }

    /// <summary>What lets old entries go reads so.</summary>
    private async Task<IReadOnlyList<DateTimeOffset>> Sweep() => [.. (await _sweeper.Timeline.Read(Old(_clock.GetUtcNow()))).Entries.Select(entry => entry.At)];
}
