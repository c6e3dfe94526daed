using System.Globalization;

namespace Mihari.Storage.Sqlite;

/// <summary>
/// The tables, as steps that each lead from one version to the next. A step that was released is never edited:
/// a change is a further step.
/// </summary>
internal static class Schema
{
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE grain_state (
            state TEXT NOT NULL, grain TEXT NOT NULL, etag INTEGER NOT NULL, payload BLOB NOT NULL,
            PRIMARY KEY (state, grain)) STRICT;

        CREATE TABLE reminder (
            grain TEXT NOT NULL, name TEXT NOT NULL, hash INTEGER NOT NULL,
            start INTEGER NOT NULL, period INTEGER NOT NULL, etag INTEGER NOT NULL,
            PRIMARY KEY (grain, name)) STRICT, WITHOUT ROWID;
        CREATE INDEX reminder_hash ON reminder (hash);

        -- One tree in the order in which it is read; a body is small beside a page.
        CREATE TABLE timeline (
            owner TEXT NOT NULL, kind INTEGER NOT NULL, at INTEGER NOT NULL, id TEXT NOT NULL,
            revision INTEGER NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY (owner, kind, at, id)) STRICT, WITHOUT ROWID;

        CREATE TABLE media (
            key TEXT NOT NULL PRIMARY KEY, file TEXT NOT NULL UNIQUE, length INTEGER NOT NULL,
            sha256 TEXT NOT NULL, type TEXT NOT NULL, stored INTEGER NOT NULL) STRICT;
        CREATE TABLE media_garbage (file TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
        """,
    ];

    /// <summary>The version that this program writes.</summary>
    public static int Version => Steps.Length;

    /// <summary>The version that a database has.</summary>
    public static long Of(SqliteSession session)
    {
        using var read = session.Prepare("PRAGMA user_version");
        read.Step();
        return read.Int64(0);
    }

    /// <summary>Brings a database up to <see cref="Version"/>; each step is a transaction of its own.</summary>
    /// <exception cref="StorageUnavailableException">A newer program has written it.</exception>
    public static void Migrate(SqliteSession session, string file)
    {
        var version = Of(session);
        if (version > Steps.Length)
            throw new StorageUnavailableException(string.Create(CultureInfo.InvariantCulture, $"the database {file} was written by a newer version of this program (schema {version}, this one knows {Steps.Length}): start that version again, or set Storage:Folder to another folder"));

        for (var step = version; step < Steps.Length; step++)
            session.Run(string.Create(CultureInfo.InvariantCulture, $"BEGIN IMMEDIATE; {Steps[step]} PRAGMA user_version={step + 1}; COMMIT"));
    }
}
