using Mihari.Storage.Sqlite;

namespace Mihari.Storage.Transfer;

/// <summary>The database of a backup: one file, without a log beside it, so that reading it changes nothing.</summary>
internal static class BackupDatabase
{
    /// <summary>Copies a database as it is at one moment, while others write it.</summary>
    public static void Copy(string from, string to)
    {
        using var session = SqliteSession.OpenToCopy(from);
        using var copy = session.Prepare("VACUUM INTO ?1");
        copy.Bind(1, to).Execute();
    }

    /// <summary>Takes out what has no file: rows of media that are lost, and what was to be deleted anyway.</summary>
    public static void Settle(string file, IEnumerable<StoredMedia> lost)
    {
        using var session = SqliteSession.Open(file, writer: true, cacheKibibytes: 4 << 10);
        session.Run("BEGIN IMMEDIATE; DELETE FROM media_garbage");
        foreach (var row in lost)
        {
            using var delete = session.Prepare("DELETE FROM media WHERE key = ?1");
            delete.Bind(1, row.Key).Execute();
        }

        session.Run("COMMIT");
        session.Forget();
        session.Run("PRAGMA journal_mode=DELETE");
    }
}
