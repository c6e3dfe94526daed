using System.Diagnostics;
using System.Globalization;
using Mihari.Storage.Sqlite;

namespace Mihari.Benchmarks.Limits;

/// <summary>SQLite alone, with the settings of the embedded store: rows as an event has them, many to a transaction, one writer without a queue.</summary>
internal static class StoreLimit
{
    private static readonly byte[] Body = new byte[200];

    /// <param name="batch">Rows a transaction.</param>
    /// <param name="length">For how long.</param>
    /// <returns>Durable rows a second.</returns>
    public static double RowsASecond(int batch, TimeSpan length)
    {
        var rows = 0L;
        var took = Run(length, session =>
        {
            session.Run("BEGIN IMMEDIATE");
            for (var i = 0; i < batch; i++)
                Insert(session, rows++);
            session.Run("COMMIT");
        });
        return rows / took.TotalSeconds;
    }

    /// <summary>One row a transaction.</summary>
    /// <param name="length">For how long.</param>
    /// <returns>How long each took to be durable.</returns>
    public static List<TimeSpan> Commits(TimeSpan length)
    {
        var times = new List<TimeSpan>();
        Run(length, session =>
        {
            var from = Stopwatch.GetTimestamp();
            Insert(session, times.Count);
            times.Add(Stopwatch.GetElapsedTime(from));
        });
        return times;
    }

    /// <returns>How long it really was.</returns>
    private static TimeSpan Run(TimeSpan length, Action<SqliteSession> work)
    {
        var folder = Directory.CreateTempSubdirectory("mihari-limit-").FullName;
        try
        {
            using var session = SqliteSession.Open(Path.Combine(folder, "raw.db"), writer: true, 16 << 10);
            Schema.Migrate(session, "raw.db");
            var from = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(from) < length)
                work(session);
            return Stopwatch.GetElapsedTime(from);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Insert(SqliteSession session, long row)
    {
        using var insert = session.Prepare("INSERT INTO timeline (owner, kind, at, id, revision, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        insert.Bind(1, string.Create(CultureInfo.InvariantCulture, $"{row % 1000:X12}")).Bind(2, 1).Bind(3, row)
            .Bind(4, row.ToString(CultureInfo.InvariantCulture)).Bind(5, 1).Bind(6, Body).Step();
    }
}
