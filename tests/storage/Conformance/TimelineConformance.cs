using System.Globalization;
using System.Text;
using Mihari.Refusals;
using Mihari.Timeline;

namespace Mihari.Tests.Storage.Conformance;

/// <summary>What every timeline must do.</summary>
public abstract class TimelineConformance
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private readonly string _owner = Guid.NewGuid().ToString("N");

    protected abstract ITimeline Timeline { get; }

    [Fact]
    public async Task Append_Entry_ComesBackWhole()
    {
        var body = Encoding.UTF8.GetBytes("""{"名":"エントランス 🎥"}""");
        var at = new DateTimeOffset(2026, 11, 22, 21, 0, 0, 123, TimeSpan.FromHours(9)).AddTicks(4567);
        await Timeline.Append([new TimelineEntry(_owner, TimelineKind.Clip, at, "a.B_c-1", 3, body)]);

        var entry = Assert.Single(await All(TimelineKind.Clip));

        Assert.Equal((_owner, TimelineKind.Clip, "a.B_c-1", 3), (entry.Owner, entry.Kind, entry.Id, entry.Revision));
        Assert.Equal(Noon.AddMilliseconds(123), entry.At);
        Assert.Equal(TimeSpan.Zero, entry.At.Offset);
        Assert.Equal(body, entry.Body.ToArray());
    }

    [Fact]
    public async Task Append_SameAgain_IsThereOnce()
    {
        await Timeline.Append([Entry("a", 1)]);
        await Timeline.Append([Entry("a", 1), Entry("a", 1)]);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Timeline.Append([Entry("a", 1)])));

        Assert.Single(await All());
    }

    [Fact]
    public async Task Delete_SomeOfADay_LeavesTheOthers_AndIsHarmlessAgain()
    {
        await Timeline.Append([Entry("a", 1), Entry("b", 2), Entry("c", 3)]);

        await Timeline.Delete([Entry("a", 1), Entry("c", 3)]);
        await Timeline.Delete([Entry("a", 1), Entry("b", 9), Entry("c", 3)]);

        Assert.Equal(["b"], (await All()).Select(e => e.Id));
    }

    [Fact]
    public async Task Delete_OverSeveralDaysAndMoreThanATransaction_LetsAllGo()
    {
        var entries = Enumerable.Range(0, 250).Select(n => new TimelineEntry(_owner, TimelineKind.Clip, Noon.AddHours(-n), $"e{n}", 0, "{}"u8.ToArray())).ToList();
        await Timeline.Append(entries);

        await Timeline.Delete(entries);

        Assert.Empty(await All(TimelineKind.Clip));
        await Timeline.Append([entries[0]]); // What was let go may come again.
        Assert.Single(await All(TimelineKind.Clip));
    }

    [Theory]
    [InlineData(1, 2, "2")]
    [InlineData(2, 1, "2")]
    [InlineData(2, 2, "first")]
    public async Task Append_OtherRevision_TheHighestStays(int first, int second, string kept)
    {
        await Timeline.Append([Entry("a", 1, first, first == second ? "first" : null)]);
        await Timeline.Append([Entry("a", 1, second)]);

        var entry = Assert.Single(await All());

        Assert.Equal(kept, Encoding.UTF8.GetString(entry.Body.Span));
        Assert.Equal(Math.Max(first, second), entry.Revision);
    }

    [Fact]
    public async Task Append_RevisionsInOneCall_TheHighestStays()
    {
        await Timeline.Append([Entry("a", 1, 2), Entry("a", 1, 3), Entry("a", 1, 1)]);

        Assert.Equal(3, Assert.Single(await All()).Revision);
    }

    [Fact]
    public async Task Append_Nothing_IsNoError() => await Timeline.Append([]);

    [Theory]
    [InlineData("", "id")]
    [InlineData("a/b", "id")]
    [InlineData("日本", "id")]
    [InlineData("owner", "")]
    [InlineData("owner", "a b")]
    [InlineData("owner", "a~b")]
    [InlineData("owner", "é")]
    public async Task Append_OneBadEntry_WritesNothing(string owner, string id)
    {
        var bad = new TimelineEntry(owner, TimelineKind.Event, Noon, id, 1, default);

        await Assert.ThrowsAsync<ArgumentException>(() => Timeline.Append([Entry("good", 1), bad]));

        Assert.Empty(await All());
    }

    [Fact]
    public async Task Append_AtTheLimits_IsTakenAndOverThemRefused()
    {
        var (owner, id, body) = (_owner + new string('x', 32), new string('i', 128), new byte[32 << 10]);
        await Timeline.Append([new TimelineEntry(owner, TimelineKind.Audit, Noon, id, int.MaxValue, body)]);
        Assert.True(await Timeline.Contains(owner, TimelineKind.Audit, Noon, id));

        foreach (var entry in new TimelineEntry[]
        {
            new(owner + "x", TimelineKind.Audit, Noon, "a", 1, default),
            new(owner, TimelineKind.Audit, Noon, id + "i", 1, default),
            new(owner, TimelineKind.Audit, Noon, "a", 1, new byte[(32 << 10) + 1]),
            new(owner, (TimelineKind)99, Noon, "a", 1, default),
        })
            await Assert.ThrowsAsync<ArgumentException>(() => Timeline.Append([entry]));
    }

    [Fact]
    public async Task Contains_OtherOwnerKindTimeOrId_IsFalse()
    {
        await Timeline.Append([Entry("a", 1)]);
        var at = Noon.AddSeconds(1);

        Assert.True(await Timeline.Contains(_owner, TimelineKind.Event, at, "a"));
        Assert.True(await Timeline.Contains(_owner, TimelineKind.Event, at.AddTicks(3), "a"));
        Assert.False(await Timeline.Contains(_owner + "x", TimelineKind.Event, at, "a"));
        Assert.False(await Timeline.Contains(_owner, TimelineKind.Clip, at, "a"));
        Assert.False(await Timeline.Contains(_owner, TimelineKind.Event, at.AddMilliseconds(1), "a"));
        Assert.False(await Timeline.Contains(_owner, TimelineKind.Event, at, "A"));
    }

    [Fact]
    public async Task Read_Bounds_AreFromInclusiveToExclusive()
    {
        await Timeline.Append([.. Enumerable.Range(0, 10).Select(n => Entry(Id(n), n))]);

        var page = await Timeline.Read(new TimelineQuery(_owner, TimelineKind.Event, Noon.AddSeconds(3), Noon.AddSeconds(6), NewestFirst: false));
        var between = await Timeline.Read(new TimelineQuery(_owner, TimelineKind.Event, Noon.AddSeconds(3).AddTicks(1), Noon.AddSeconds(6).AddTicks(1), NewestFirst: false));

        Assert.Equal([Id(3), Id(4), Id(5)], page.Entries.Select(entry => entry.Id));
        Assert.Equal([Id(4), Id(5), Id(6)], between.Entries.Select(entry => entry.Id));
    }

    [Theory]
    [InlineData(true, 7)]
    [InlineData(false, 7)]
    [InlineData(true, 1)]
    [InlineData(false, 100)]
    [InlineData(true, 1000)]
    public async Task Read_PageByPage_GivesEachOnceInOrder(bool newestFirst, int limit)
    {
        // Five of each time: the id decides among them.
        var entries = Enumerable.Range(0, 100).Select(n => Entry(Id(n), n / 5)).ToList();
        await Timeline.Append([.. entries.OrderBy(entry => entry.Id[^1])]);

        var read = await Pages(newestFirst, limit).ToListAsync();

        var expected = entries.Select(entry => entry.Id);
        Assert.Equal(newestFirst ? expected.Reverse() : expected, read.Select(entry => entry.Id));
    }

    [Fact]
    public async Task Read_LastPageExactlyFull_HasNoContinuation()
    {
        await Timeline.Append([Entry("a", 1), Entry("b", 2)]);

        Assert.Null((await Timeline.Read(Query(true, 2))).Continuation);
        Assert.NotNull((await Timeline.Read(Query(true, 1))).Continuation);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_WhileOthersInsert_MissesAndRepeatsNone(bool newestFirst)
    {
        var there = Enumerable.Range(0, 60).Select(n => Entry(Id(n), n * 10)).ToList();
        await Timeline.Append(there);
        var (read, continuation, n) = (new List<string>(), (string?)null, 0);
        do
        {
            var page = await Timeline.Read(Query(newestFirst, 7) with { Continuation = continuation });
            read.AddRange(page.Entries.Select(entry => entry.Id));
            continuation = page.Continuation;
            // On both sides of where the reader stands.
            await Timeline.Append([Entry("new-" + Id(n), (n * 50) + 1), Entry("new-far-" + Id(n), 590 - (n * 50)), Entry(Id(n), n * 10, revision: 2)]);
            n++;
        }
        while (continuation is not null);

        Assert.Equal(read.Count, read.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(there.Select(entry => entry.Id), read.Where(id => !id.StartsWith("new", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("~")]
    [InlineData("12~")]
    [InlineData("12~a\0b")]
    [InlineData("12~見張")]
    [InlineData(" 12~a")]
    [InlineData("+12~a")]
    [InlineData("99999999999999999999~a")]
    [InlineData("MTIzfmFiYw==")]
    public async Task Read_ForeignContinuation_IsRefused(string continuation)
    {
        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => Timeline.Read(Query(true, 10) with { Continuation = continuation }));

        Assert.Equal("continuation", refused.Field);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public async Task Read_LimitOutOfRange_IsRefused(int limit) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Timeline.Read(Query(true, limit)));

    [Fact]
    public async Task Read_TimesBeforeTheEpoch_AreInOrder()
    {
        var times = new[] { DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch.AddMilliseconds(-1), DateTimeOffset.UnixEpoch, Noon };
        await Timeline.Append([.. times.Select((at, n) => new TimelineEntry(_owner, TimelineKind.Event, at, Id(n), 1, default))]);

        Assert.Equal(times, (await Pages(newestFirst: false, 2).ToListAsync()).Select(entry => entry.At));
    }

    [Fact]
    public async Task Days_AcrossMidnight_AreCutAtTheOffset()
    {
        var tokyo = TimeSpan.FromHours(9);
        foreach (var at in new[]
        {
            new DateTimeOffset(2026, 11, 1, 0, 0, 0, tokyo),
            new DateTimeOffset(2026, 11, 3, 23, 59, 59, 999, tokyo),
            new DateTimeOffset(2026, 11, 3, 12, 0, 0, tokyo),
            new DateTimeOffset(2026, 11, 30, 23, 0, 0, tokyo),
            new DateTimeOffset(2026, 10, 31, 23, 59, 59, 999, tokyo),
            new DateTimeOffset(2026, 12, 1, 0, 0, 0, tokyo),
        })
            await Timeline.Append([new TimelineEntry(_owner, TimelineKind.Segment, at, "s", 1, default)]);

        var days = await Timeline.Days(_owner, TimelineKind.Segment, new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 30), tokyo);

        Assert.Equal([new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 3), new DateOnly(2026, 11, 30)], days);
    }

    [Fact]
    public async Task Days_OneUtcDayThatIsTwoOfTheOffset_AreBoth()
    {
        var (tokyo, newYork, day) = (TimeSpan.FromHours(9), TimeSpan.FromHours(-5), new DateOnly(2026, 11, 22));
        await Timeline.Append([Entry("a", -11 * 3600), Entry("b", 11 * 3600), Entry("c", 11 * 3600)]);

        Assert.Equal([day, day.AddDays(1)], await Timeline.Days(_owner, TimelineKind.Event, day.AddDays(-9), day.AddDays(9), tokyo));
        Assert.Equal([day.AddDays(-1), day], await Timeline.Days(_owner, TimelineKind.Event, day.AddDays(-9), day.AddDays(9), newYork));
        Assert.Equal([day], await Timeline.Days(_owner, TimelineKind.Event, day, day, newYork));
    }

    [Fact]
    public async Task Days_SpanTooLong_IsRefused()
    {
        var from = new DateOnly(2026, 1, 1);

        Assert.Empty(await Timeline.Days(_owner, TimelineKind.Clip, from, from.AddDays(399), TimeSpan.Zero));
        await Assert.ThrowsAsync<ArgumentException>(() => Timeline.Days(_owner, TimelineKind.Clip, from, from.AddDays(400), TimeSpan.Zero));
    }

    [Fact]
    public async Task Read_OfWhatLiesAtItsEnd_HasAllThatReachedIntoATime()
    {
        TimelineEntry Outage(string id, int endsAtMinute) => new(_owner, TimelineKind.Outage, Noon.AddMinutes(endsAtMinute), id, 0, "{}"u8.ToArray());
        await Timeline.Append([Outage("before", -1), Outage("at", 0), Outage("in", 30), Outage("months", 90)]);

        var page = await Timeline.Read(new TimelineQuery(_owner, TimelineKind.Outage, Noon, Noon.AddMinutes(90).AddMilliseconds(1), NewestFirst: false));

        Assert.Equal(["at", "in", "months"], page.Entries.Select(e => e.Id));
    }

    [Fact]
    public async Task Append_OfADayThatIsCountedAgain_ReplacesIt_AndLeavesThoseBesideIt()
    {
        TimelineEntry Day(string id, int revision, string body) => new(_owner, TimelineKind.Day, Noon.AddHours(-12), id, revision, Encoding.UTF8.GetBytes(body));
        await Timeline.Append([Day("one", 0, "open"), Day("other", 0, "whole")]);
        await Timeline.Append([Day("one", 1, "settled")]);
        await Timeline.Append([Day("one", 0, "open")]);

        Assert.Equal(["settled", "whole"], (await All(TimelineKind.Day)).OrderBy(e => e.Id, StringComparer.Ordinal).Select(e => Encoding.UTF8.GetString(e.Body.Span)));
    }

    private static string Id(int n) => n.ToString("D4", CultureInfo.InvariantCulture);

    private TimelineEntry Entry(string id, int second, int revision = 1, string? body = null) =>
        new(_owner, TimelineKind.Event, Noon.AddSeconds(second), id, revision, Encoding.UTF8.GetBytes(body ?? revision.ToString(CultureInfo.InvariantCulture)));

    private TimelineQuery Query(bool newestFirst, int limit, TimelineKind kind = TimelineKind.Event) =>
        new(_owner, kind, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, newestFirst, limit);

    private async Task<IReadOnlyList<TimelineEntry>> All(TimelineKind kind = TimelineKind.Event) => (await Timeline.Read(Query(true, 1000, kind))).Entries;

    private async IAsyncEnumerable<TimelineEntry> Pages(bool newestFirst, int limit)
    {
        string? continuation = null;
        do
        {
            var page = await Timeline.Read(Query(newestFirst, limit) with { Continuation = continuation });
            Assert.True(page.Entries.Count <= limit);
            foreach (var entry in page.Entries)
                yield return entry;
            continuation = page.Continuation;
        }
        while (continuation is not null);
    }
}
