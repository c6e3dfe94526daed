using System.Globalization;
using SQLitePCL;

namespace Mihari.Storage.Sqlite;

/// <summary>One connection with its prepared statements. Not safe for use by two threads at once.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly sqlite3 _db;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    static SqliteSession() => Batteries_V2.Init();

    private SqliteSession(sqlite3 db) => _db = db;

    public int Changes => raw.sqlite3_changes(_db);

    public bool InTransaction => raw.sqlite3_get_autocommit(_db) == 0;

    /// <exception cref="DatabaseException">The file is no database, or cannot be opened.</exception>
    public static SqliteSession Open(string file, bool writer, int cacheKibibytes)
    {
        var flags = raw.SQLITE_OPEN_NOMUTEX | raw.SQLITE_OPEN_READWRITE | (writer ? raw.SQLITE_OPEN_CREATE : 0);
        var code = raw.sqlite3_open_v2(file, out var db, flags, null);
        var session = new SqliteSession(db);
        try
        {
            session.Check(code);
            _ = raw.sqlite3_extended_result_codes(db, 1);
            session.Run("PRAGMA busy_timeout=10000");
            if (writer)
            {
                session.Run("PRAGMA journal_mode=WAL");
                session.Run("PRAGMA synchronous=FULL");
                session.Run("PRAGMA journal_size_limit=67108864");
            }
            else
            {
                session.Run("PRAGMA query_only=1");
            }

            session.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA cache_size=-{cacheKibibytes}"));
            session.Run("PRAGMA temp_store=MEMORY");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>
    /// For copies of a database that another process may be writing: takes no lock of the data folder and cannot change the
    /// database. What SQLite itself keeps beside it, the index of its log, is all that may be touched.
    /// </summary>
    /// <exception cref="DatabaseException">The file is no database, or cannot be opened.</exception>
    public static SqliteSession OpenToCopy(string file)
    {
        var code = raw.sqlite3_open_v2(file, out var db, raw.SQLITE_OPEN_NOMUTEX | raw.SQLITE_OPEN_READONLY, null);
        var session = new SqliteSession(db);
        try
        {
            session.Check(code);
            _ = raw.sqlite3_extended_result_codes(db, 1);
            session.Run("PRAGMA busy_timeout=10000");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The statement of this text, prepared once; dispose of it after each use.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out var known))
            return known;

        Check(raw.sqlite3_prepare_v3(_db, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle));
        var statement = new SqliteStatement(this, handle);
        _statements.Add(sql, statement);
        return statement;
    }

    /// <summary>Runs one statement that is not worth keeping.</summary>
    public void Run(string sql) => Check(raw.sqlite3_exec(_db, sql));

    public void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw Failure(code);
    }

    public DatabaseException Failure(int code)
    {
        var extended = raw.sqlite3_extended_errcode(_db);
        return new DatabaseException(extended == raw.SQLITE_OK ? code : extended, "SQLite: " + raw.sqlite3_errmsg(_db).utf8_to_string());
    }

    /// <summary>Drops the prepared statements.</summary>
    public void Forget()
    {
        foreach (var statement in _statements.Values)
            statement.Handle.Dispose();
        _statements.Clear();
    }

    public void Dispose()
    {
        Forget();
        _db.Dispose();
    }
}
