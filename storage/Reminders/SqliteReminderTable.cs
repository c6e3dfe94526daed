using System.Globalization;
using Mihari.Storage.Sqlite;
using Orleans;
using Orleans.Runtime;

namespace Mihari.Storage.Reminders;

/// <summary>Orleans' reminders on the embedded database.</summary>
internal sealed class SqliteReminderTable(SqliteDatabase database) : IReminderTable
{
    internal const string OfRange = Columns + "WHERE hash > ?1 AND hash <= ?2";

    // Over the ring's seam: mostly the whole ring, so the planner may scan.
    private const string OverTheSeam = Columns + "WHERE hash > ?1 OR hash <= ?2";
    private const string Columns = "SELECT grain, name, start, period, etag FROM reminder ";

    public Task<ReminderTableData> ReadRows(GrainId grainId)
    {
        var grain = grainId.ToString();
        return database.Read(session =>
        {
            using var read = session.Prepare(Columns + "WHERE grain = ?1");
            read.Bind(1, grain);
            return new ReminderTableData(All(read));
        });
    }

    public Task<ReminderTableData> ReadRows(uint begin, uint end) => database.Read(session =>
    {
        using var read = session.Prepare(begin < end ? OfRange : OverTheSeam);
        read.Bind(1, begin).Bind(2, end);
        return new ReminderTableData(All(read));
    });

    public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName)
    {
        var grain = grainId.ToString();
        return database.Read(session =>
        {
            using var read = session.Prepare(Columns + "WHERE grain = ?1 AND name = ?2");
            read.Bind(1, grain).Bind(2, reminderName);
            return read.Step() ? Entry(read) : null;
        });
    }

    public Task<string?> UpsertRow(ReminderEntry entry)
    {
        var (grain, name, hash) = (entry.GrainId.ToString(), entry.ReminderName, entry.GrainId.GetUniformHashCode());
        var (start, period) = (entry.StartAt.ToUniversalTime().Ticks, entry.Period.Ticks);
        return database.Write<string?>(session =>
        {
            var etag = database.NextEtag();
            using var write = session.Prepare("""
                INSERT INTO reminder (grain, name, hash, start, period, etag) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                ON CONFLICT DO UPDATE SET hash = excluded.hash, start = excluded.start, period = excluded.period, etag = excluded.etag
                """);
            write.Bind(1, grain).Bind(2, name).Bind(3, hash).Bind(4, start).Bind(5, period).Bind(6, etag).Step();
            return etag.ToString(CultureInfo.InvariantCulture);
        });
    }

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag)
    {
        var grain = grainId.ToString();
        var etag = long.TryParse(eTag, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
        return database.Write(session =>
        {
            using var delete = session.Prepare("DELETE FROM reminder WHERE grain = ?1 AND name = ?2 AND etag = ?3");
            return delete.Bind(1, grain).Bind(2, reminderName).Bind(3, etag).Execute() == 1;
        });
    }

    public Task TestOnlyClearTable() => database.Write(session =>
    {
        using var delete = session.Prepare("DELETE FROM reminder");
        return delete.Execute();
    });

    private static List<ReminderEntry> All(SqliteStatement read)
    {
        var entries = new List<ReminderEntry>();
        while (read.Step())
            entries.Add(Entry(read));
        return entries;
    }

    private static ReminderEntry Entry(SqliteStatement read) => new()
    {
        GrainId = GrainId.Parse(read.Text(0), CultureInfo.InvariantCulture),
        ReminderName = read.Text(1),
        StartAt = new DateTime(read.Int64(2), DateTimeKind.Utc),
        Period = TimeSpan.FromTicks(read.Int64(3)),
        ETag = read.Int64(4).ToString(CultureInfo.InvariantCulture),
    };
}
