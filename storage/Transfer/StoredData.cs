using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mihari.Media;
using Mihari.Storage.GrainState;
using Mihari.Storage.Media;
using Mihari.Storage.Sqlite;
using Mihari.Timeline;

namespace Mihari.Storage.Transfer;

/// <summary>How much a database holds.</summary>
internal sealed record StoredCounts(long States, long Entries, long Media, long MediaBytes, long Reminders);

/// <summary>A media object and the file that it lies in.</summary>
internal sealed record StoredMedia(string Key, string File, MediaPromise Promise);

/// <summary>All that an embedded database holds, read row by row over one connection. Not safe for use by two threads at once.</summary>
internal sealed class StoredData(SqliteSession session) : IDisposable
{
    private const int Cache = 16 << 10;

    /// <exception cref="StorageUnavailableException">It is no database, or not of the version that this program writes.</exception>
    public static StoredData Open(string file)
    {
        SqliteSession? session = null;
        try
        {
            session = SqliteSession.Open(file, writer: false, Cache);
            var version = Schema.Of(session);
            return version == Schema.Version
                ? new StoredData(session)
                : throw new StorageUnavailableException(string.Create(CultureInfo.InvariantCulture, $"the database {file} has schema {version}, and this program reads {Schema.Version}: use the version that wrote it, or let the server of this version start on it once"));
        }
        catch (Exception e)
        {
            session?.Dispose();
            if (e is not DatabaseException)
                throw;
            throw new StorageUnavailableException($"the database {file} cannot be read ({e.Message})", e);
        }
    }

    public StoredCounts Counts()
    {
        using var read = session.Prepare("SELECT (SELECT count(*) FROM grain_state), (SELECT count(*) FROM timeline), count(*), coalesce(sum(length), 0), (SELECT count(*) FROM reminder) FROM media");
        read.Step();
        return new StoredCounts(read.Int64(0), read.Int64(1), read.Int64(2), read.Int64(3), read.Int64(4));
    }

    /// <summary>The same for the same data, wherever it lies: every write of a state has an ETag of its own.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Counts().ToString()));
        using var read = session.Prepare("SELECT state, grain, etag FROM grain_state ORDER BY state, grain");
        while (read.Step())
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{read.Text(0)}\0{read.Text(1)}\0{read.Int64(2)}\0")));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public IEnumerable<StoredState> States()
    {
        using var read = session.Prepare("SELECT state, grain, payload FROM grain_state ORDER BY state, grain");
        while (read.Step())
            yield return new StoredState(read.Text(0), read.Text(1), read.Blob(2));
    }

    public IEnumerable<TimelineEntry> Timeline()
    {
        using var read = session.Prepare("SELECT owner, kind, at, id, revision, body FROM timeline ORDER BY owner, kind, at, id");
        while (read.Step())
            yield return new TimelineEntry(read.Text(0), (TimelineKind)read.Int64(1), DateTimeOffset.FromUnixTimeMilliseconds(read.Int64(2)), read.Text(3), (int)read.Int64(4), read.Blob(5));
    }

    /// <exception cref="StorageUnavailableException">A row names a file as this program never does.</exception>
    public IEnumerable<StoredMedia> Media()
    {
        using var read = session.Prepare("SELECT key, file, length, sha256, type FROM media ORDER BY key");
        while (read.Step())
        {
            if (!MediaFiles.IsName(read.Text(1)))
                throw new StorageUnavailableException("the database names a media file as this program never does: it is damaged or is none of ours");
            yield return new StoredMedia(read.Text(0), read.Text(1), new MediaPromise(read.Int64(2), read.Text(3), read.Text(4)));
        }
    }

    public void Dispose() => session.Dispose();
}
