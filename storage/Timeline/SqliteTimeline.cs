using Mihari.Storage.Sqlite;
using Mihari.Timeline;

namespace Mihari.Storage.Timeline;

/// <summary>The timeline on the embedded database: one tree, ordered by owner, kind, time and id.</summary>
internal sealed class SqliteTimeline(SqliteDatabase database) : ITimeline
{
    internal const string FirstOfDay = "SELECT at FROM timeline WHERE owner = ?1 AND kind = ?2 AND at >= ?3 AND at < ?4 ORDER BY at LIMIT 1";

    private const string Upsert = """
        INSERT INTO timeline (owner, kind, at, id, revision, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT DO UPDATE SET revision = excluded.revision, body = excluded.body WHERE excluded.revision > revision
        """;

    // The row value and the bound on the time are both taken from the key, so a page costs what it holds.
    private const string Columns = "SELECT at, id, revision, body FROM timeline WHERE owner = ?1 AND kind = ?2 AND at >= ?3 AND at < ?4";
    internal const string FirstNewest = Columns + " ORDER BY at DESC, id DESC LIMIT ?5";
    internal const string FirstOldest = Columns + " ORDER BY at, id LIMIT ?5";
    internal const string NextNewest = Columns + " AND (at, id) < (?6, ?7) ORDER BY at DESC, id DESC LIMIT ?5";
    internal const string NextOldest = Columns + " AND (at, id) > (?6, ?7) ORDER BY at, id LIMIT ?5";

    public async Task Append(IReadOnlyList<TimelineEntry> entries, CancellationToken cancel = default)
    {
        var bytes = 0;
        foreach (var entry in entries)
        {
            TimelineRules.Check(entry);
            bytes += entry.Body.Length + 64;
        }

        if (entries.Count > 0)
            await database.Write(session => Append(session, entries), bytes, several: entries.Count > 1, cancel);
    }

    public async Task Delete(IReadOnlyList<TimelineEntry> entries, CancellationToken cancel = default)
    {
        if (entries.Count > 0)
            await database.Write(session => Delete(session, entries), several: true, cancel: cancel);
    }

    public Task<bool> Contains(string owner, TimelineKind kind, DateTimeOffset at, string id, CancellationToken cancel = default) =>
        database.Read(session =>
        {
            using var read = session.Prepare("SELECT 1 FROM timeline WHERE owner = ?1 AND kind = ?2 AND at = ?3 AND id = ?4");
            return read.Bind(1, owner).Bind(2, (int)kind).Bind(3, at.ToUnixTimeMilliseconds()).Bind(4, id).Step();
        }, cancel);

    public Task<TimelinePage> Read(TimelineQuery query, CancellationToken cancel = default)
    {
        TimelineRules.Check(query);
        (long At, string Id)? after = null;
        if (query.Continuation is not null)
            after = TimelineRules.Position(query.Continuation);
        return database.Read(session => Read(session, query, after), cancel);
    }

    public Task<IReadOnlyList<DateOnly>> Days(string owner, TimelineKind kind, DateOnly from, DateOnly to, TimeSpan offset, CancellationToken cancel = default)
    {
        TimelineRules.CheckDays(owner, kind, from, to);
        return database.Read<IReadOnlyList<DateOnly>>(session => Days(session, owner, kind, from, to, offset), cancel);
    }

    private static bool Append(SqliteSession session, IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries)
        {
            using var write = session.Prepare(Upsert);
            write.Bind(1, entry.Owner).Bind(2, (int)entry.Kind).Bind(3, entry.At.ToUnixTimeMilliseconds()).Bind(4, entry.Id)
                .Bind(5, entry.Revision).Bind(6, entry.Body.Span);
            write.Step();
        }

        return true;
    }

    private static bool Delete(SqliteSession session, IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries)
        {
            using var delete = session.Prepare("DELETE FROM timeline WHERE owner = ?1 AND kind = ?2 AND at = ?3 AND id = ?4");
            delete.Bind(1, entry.Owner).Bind(2, (int)entry.Kind).Bind(3, entry.At.ToUnixTimeMilliseconds()).Bind(4, entry.Id).Step();
        }

        return true;
    }

    private static TimelinePage Read(SqliteSession session, TimelineQuery query, (long At, string Id)? after)
    {
        using var read = session.Prepare((query.NewestFirst, after) switch
        {
            (true, null) => FirstNewest,
            (false, null) => FirstOldest,
            (true, _) => NextNewest,
            (false, _) => NextOldest,
        });

        // One more than asked for tells whether there is a further page.
        read.Bind(1, query.Owner).Bind(2, (int)query.Kind).Bind(3, Milliseconds(query.From)).Bind(4, Milliseconds(query.To)).Bind(5, query.Limit + 1);
        if (after is var (at, id))
            read.Bind(6, at).Bind(7, id);

        var entries = new List<TimelineEntry>(Math.Min(query.Limit, 128));
        while (read.Step())
        {
            if (entries.Count == query.Limit)
            {
                var last = entries[^1];
                return new TimelinePage(entries, TimelineRules.Continuation(last.At.ToUnixTimeMilliseconds(), last.Id));
            }

            entries.Add(new TimelineEntry(query.Owner, query.Kind, DateTimeOffset.FromUnixTimeMilliseconds(read.Int64(0)), read.Text(1), (int)read.Int64(2), read.Blob(3)));
        }

        return new TimelinePage(entries, null);
    }

    /// <summary>Jumps from each day that has an entry to the first entry after that day: one seek a day, however full it is.</summary>
    private static List<DateOnly> Days(SqliteSession session, string owner, TimelineKind kind, DateOnly from, DateOnly to, TimeSpan offset)
    {
        var days = new List<DateOnly>();
        var end = StartOf(to.AddDays(1), offset);
        var next = StartOf(from, offset);
        while (next < end)
        {
            using var seek = session.Prepare(FirstOfDay);
            if (!seek.Bind(1, owner).Bind(2, (int)kind).Bind(3, next).Bind(4, end).Step())
                break;

            var day = DateOnly.FromDateTime((DateTimeOffset.FromUnixTimeMilliseconds(seek.Int64(0)) + offset).DateTime);
            days.Add(day);
            next = StartOf(day.AddDays(1), offset);
        }

        return days;
    }

    private static long StartOf(DateOnly day, TimeSpan offset) =>
        new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds() - (long)offset.TotalMilliseconds;

    /// <summary>A bound between two milliseconds is met by the later one, for entries are kept to the millisecond.</summary>
    private static long Milliseconds(DateTimeOffset bound)
    {
        var floor = bound.ToUnixTimeMilliseconds();
        return DateTimeOffset.FromUnixTimeMilliseconds(floor) < bound ? floor + 1 : floor;
    }
}
