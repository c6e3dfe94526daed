using System.Globalization;
using System.Runtime.CompilerServices;
using Mihari.Storage.Sqlite;
using Orleans.Runtime;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Mihari.Storage.GrainState;

/// <summary>Orleans' grain storage on the embedded database. A write is durable when its task completes.</summary>
internal sealed class SqliteGrainStorage(SqliteDatabase database, IGrainStorageSerializer serializer, IActivatorProvider activators)
    : IGrainStorage, IGrainStateIndex
{
    internal const string KeyPage = "SELECT grain FROM grain_state WHERE state = ?1 AND grain > ?2 ORDER BY grain LIMIT ?3";

    private const int KeysAtOnce = 1_000;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var grain = grainId.ToString();
        var stored = await database.Read(session => Find(session, stateName, grain), cancellationToken);
        if (stored is not var (etag, payload))
        {
            Forget(grainState);
            return;
        }

        grainState.State = serializer.Deserialize<T>(BinaryData.FromBytes(payload)) ?? New<T>();
        grainState.ETag = Text(etag);
        grainState.RecordExists = true;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        // Serialized on the grain's turn: the writer's thread must not see a state that changes.
        var payload = serializer.Serialize(grainState.State).ToMemory();
        var grain = grainId.ToString();
        var held = grainState.ETag;
        var etag = await database.Write(
            session => Store(database, session, stateName, grain, held, payload.Span), payload.Length, several: false, cancellationToken);
        grainState.ETag = Text(etag);
        grainState.RecordExists = true;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var grain = grainId.ToString();
        var held = grainState.ETag;
        await database.Write(session => Remove(session, stateName, grain, held), cancel: cancellationToken);
        Forget(grainState);
    }

    public async IAsyncEnumerable<string> Keys(string stateName, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var last = "";
        while (true)
        {
            var after = last;
            var grains = await database.Read(session =>
            {
                using var read = session.Prepare(KeyPage);
                read.Bind(1, stateName).Bind(2, after).Bind(3, KeysAtOnce);
                var page = new List<string>();
                while (read.Step())
                    page.Add(read.Text(0));
                return page;
            }, cancel);

            foreach (var grain in grains)
                yield return GrainId.Parse(grain, CultureInfo.InvariantCulture).Key.ToString()!;
            if (grains.Count < KeysAtOnce)
                yield break;
            last = grains[^1];
        }
    }

    /// <summary>Stores a payload as it is, whatever was there; not for grains.</summary>
    internal static Task<long> Put(SqliteDatabase database, string state, string grain, ReadOnlyMemory<byte> payload, CancellationToken cancel) =>
        database.Write(session => Store(database, session, state, grain, StoredEtag(session, state, grain), payload.Span), payload.Length, several: false, cancel);

    private static (long Etag, byte[] Payload)? Find(SqliteSession session, string state, string grain)
    {
        using var read = session.Prepare("SELECT etag, payload FROM grain_state WHERE state = ?1 AND grain = ?2");
        read.Bind(1, state).Bind(2, grain);
        return read.Step() ? (read.Int64(0), read.Blob(1)) : null;
    }

    private static long Store(SqliteDatabase database, SqliteSession session, string state, string grain, string? held, ReadOnlySpan<byte> payload)
    {
        var etag = database.NextEtag();
        using var write = session.Prepare(held is null
            ? "INSERT INTO grain_state (state, grain, etag, payload) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"
            : "UPDATE grain_state SET etag = ?3, payload = ?4 WHERE state = ?1 AND grain = ?2 AND etag = ?5");
        write.Bind(1, state).Bind(2, grain).Bind(3, etag).Bind(4, payload);
        if (held is not null)
            write.Bind(5, Number(held));
        return write.Execute() == 1 ? etag : throw Conflict(session, state, grain, held);
    }

    private static bool Remove(SqliteSession session, string state, string grain, string? held)
    {
        if (held is null)
            return StoredEtag(session, state, grain) is null ? false : throw Conflict(session, state, grain, held);

        using var delete = session.Prepare("DELETE FROM grain_state WHERE state = ?1 AND grain = ?2 AND etag = ?3");
        delete.Bind(1, state).Bind(2, grain).Bind(3, Number(held));
        return delete.Execute() == 1 ? true : throw Conflict(session, state, grain, held);
    }

    private static InconsistentStateException Conflict(SqliteSession session, string state, string grain, string? held) =>
        new($"the state {state} of {grain} was changed by somebody else", StoredEtag(session, state, grain), held);

    private static string? StoredEtag(SqliteSession session, string state, string grain)
    {
        using var read = session.Prepare("SELECT etag FROM grain_state WHERE state = ?1 AND grain = ?2");
        read.Bind(1, state).Bind(2, grain);
        return read.Step() ? Text(read.Int64(0)) : null;
    }

    private static string Text(long etag) => etag.ToString(CultureInfo.InvariantCulture);

    /// <summary>An ETag that is none of ours matches nothing.</summary>
    private static long Number(string etag) =>
        long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    /// <summary>Orleans' activators make objects without calling a constructor where need be, but neither strings nor arrays.</summary>
    private T? New<T>() =>
        typeof(T) == typeof(string) || typeof(T).IsArray || typeof(T).IsAbstract ? default : activators.GetActivator<T>().Create();

    private void Forget<T>(IGrainState<T> grainState)
    {
        grainState.State = New<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }
}
