using Orleans;
using Orleans.Runtime;

namespace Mihari.Tests.Storage.Conformance;

/// <summary>What every reminder table must do.</summary>
public abstract class ReminderTableConformance
{
    private static readonly DateTime Start = new(2026, 11, 22, 3, 4, 5, 678, DateTimeKind.Utc);

    protected abstract IReminderTable Table { get; }

    [Fact]
    public async Task Upsert_Entry_ComesBackWhole()
    {
        var id = GrainId.Create("room", "部屋/1");
        var etag = await Table.UpsertRow(Entry(id, "送信"));

        var row = await Table.ReadRow(id, "送信");

        Assert.NotNull(row);
        Assert.Equal((id, "送信", Start, TimeSpan.FromMinutes(1.5), etag), (row.GrainId, row.ReminderName, row.StartAt, row.Period, row.ETag));
        Assert.Equal(DateTimeKind.Utc, row.StartAt.Kind);
        Assert.Null(await Table.ReadRow(id, "other"));
    }

    [Fact]
    public async Task Upsert_Again_ReplacesAndGivesANewETag()
    {
        var id = GrainId.Create("room", "1");
        var first = await Table.UpsertRow(Entry(id, "a"));
        var changed = Entry(id, "a");
        changed.Period = TimeSpan.FromHours(1);

        var second = await Table.UpsertRow(changed);

        Assert.NotEqual(first, second);
        var row = Assert.Single((await Table.ReadRows(id)).Reminders);
        Assert.Equal((TimeSpan.FromHours(1), second), (row.Period, row.ETag));
    }

    [Fact]
    public async Task Remove_WrongETag_KeepsTheRow()
    {
        var id = GrainId.Create("room", "1");
        var stale = await Table.UpsertRow(Entry(id, "a"));
        var etag = await Table.UpsertRow(Entry(id, "a"));

        Assert.False(await Table.RemoveRow(id, "a", stale!));
        Assert.False(await Table.RemoveRow(id, "a", "nonsense"));
        Assert.False(await Table.RemoveRow(id, "b", etag!));
        Assert.NotNull(await Table.ReadRow(id, "a"));

        Assert.True(await Table.RemoveRow(id, "a", etag!));
        Assert.False(await Table.RemoveRow(id, "a", etag!));
        Assert.Null(await Table.ReadRow(id, "a"));
    }

    [Fact]
    public async Task ReadRows_OfAGrain_GivesAllItsReminders()
    {
        var (mine, other) = (GrainId.Create("room", "1"), GrainId.Create("room", "10"));
        await Task.WhenAll(Table.UpsertRow(Entry(mine, "a")), Table.UpsertRow(Entry(mine, "b")), Table.UpsertRow(Entry(other, "c")));

        var rows = await Table.ReadRows(mine);

        Assert.Equal(["a", "b"], rows.Reminders.Select(row => row.ReminderName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ReadRows_RingRanges_HoldBeginExclusiveEndInclusive()
    {
        var ids = Enumerable.Range(0, 40).Select(n => GrainId.Create("room", $"room-{n}")).OrderBy(id => id.GetUniformHashCode()).ToList();
        await Task.WhenAll(ids.Select(id => Table.UpsertRow(Entry(id, "a"))));
        var hashes = ids.ConvertAll(id => id.GetUniformHashCode());

        Assert.Equal(hashes[6..21], await Hashes(hashes[5], hashes[20]));
        Assert.Equal(hashes[..6].Concat(hashes[21..]), await Hashes(hashes[20], hashes[5]));
        Assert.Equal(hashes, await Hashes(hashes[7], hashes[7]));
        Assert.Equal(hashes, await Hashes(0, 0));
        Assert.Equal(hashes, await Hashes(0, uint.MaxValue));
        Assert.Equal(hashes, await Hashes(uint.MaxValue, uint.MaxValue));
        Assert.Equal(hashes[30..], await Hashes(hashes[29], 0));
    }

    [Fact]
    public async Task Clear_Table_LeavesNothing()
    {
        await Table.UpsertRow(Entry(GrainId.Create("room", "1"), "a"));

        await Table.TestOnlyClearTable();

        Assert.Empty(await Hashes(0, 0));
    }

    private static ReminderEntry Entry(GrainId id, string name) =>
        new() { GrainId = id, ReminderName = name, StartAt = Start, Period = TimeSpan.FromMinutes(1.5) };

    private async Task<IEnumerable<uint>> Hashes(uint begin, uint end) =>
        (await Table.ReadRows(begin, end)).Reminders.Select(row => row.GrainId.GetUniformHashCode()).Order();
}
