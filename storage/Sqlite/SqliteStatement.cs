using SQLitePCL;

namespace Mihari.Storage.Sqlite;

/// <summary>
/// A prepared statement of one <see cref="SqliteSession"/>. Disposing of it makes it ready for the next use;
/// the session finalizes it. Parameters count from 1, columns from 0.
/// </summary>
internal sealed class SqliteStatement(SqliteSession session, sqlite3_stmt handle) : IDisposable
{
    public sqlite3_stmt Handle { get; } = handle;

    public SqliteStatement Bind(int index, long value)
    {
        session.Check(raw.sqlite3_bind_int64(Handle, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, string value)
    {
        session.Check(raw.sqlite3_bind_text(Handle, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        session.Check(value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(Handle, index, 0)
            : raw.sqlite3_bind_blob(Handle, index, value));
        return this;
    }

    /// <summary>True on a row, false when there are no more.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(Handle);
        if (code == raw.SQLITE_ROW)
            return true;
        if (code == raw.SQLITE_DONE)
            return false;

        throw session.Failure(code);
    }

    /// <summary>Runs a statement that answers no rows; how many it changed.</summary>
    public int Execute()
    {
        while (Step())
        {
        }

        return session.Changes;
    }

    public long Int64(int column) => raw.sqlite3_column_int64(Handle, column);

    public string Text(int column) => raw.sqlite3_column_text(Handle, column).utf8_to_string() ?? "";

    public byte[] Blob(int column) => raw.sqlite3_column_blob(Handle, column).ToArray();

    public void Dispose()
    {
        // The code repeats the failure of the last step, which was thrown there.
        _ = raw.sqlite3_reset(Handle);
        _ = raw.sqlite3_clear_bindings(Handle);
    }
}
