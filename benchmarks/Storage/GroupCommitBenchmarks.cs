using System.Globalization;
using BenchmarkDotNet.Attributes;
using Mihari.Storage.Sqlite;
using Mihari.Tests.Storage.CrashWriter;
using Mihari.Timeline;
using Orleans;
using Orleans.Runtime;

namespace Mihari.Benchmarks.Storage;

/// <summary>
/// One durable write, as the callers see it: so many of them at once, each waiting for its own before the next. The
/// comparison writes the same rows with the same settings of SQLite, a transaction each.
/// </summary>
[Config(typeof(LongRunConfig))]
public class GroupCommitBenchmarks
{
    private const int Writes = 20_000;
    private const int FewWrites = 4_000;

    private static readonly byte[] Body = new byte[200];
    private string _folder = "";
    private EmbeddedStorage? _storage;
    private SqliteSession? _raw;
    private long _next;

    /// <summary>Callers at once.</summary>
    [Params(1, 10, 100, 1000)]
    public int Writers { get; set; }

    private int Count => Writers == 1 ? FewWrites : Writes;

    [GlobalSetup]
    public void Open()
    {
        _folder = Directory.CreateTempSubdirectory("mihari-benchmark-").FullName;
        _storage = new EmbeddedStorage(Path.Combine(_folder, "data"));
        _raw = SqliteSession.Open(Path.Combine(_folder, "raw.db"), writer: true, 16 << 10);
        Schema.Migrate(_raw, "raw.db");
    }

    [GlobalCleanup]
    public async Task Close()
    {
        _raw!.Dispose();
        await _storage!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // The counts differ with the parameter, so a time is of the whole run: 4,000 writes by one writer, 20,000 by more.
    [Benchmark]
    public Task Timeline() => Spread(async (writer, n) => await _storage!.Timeline.Append([Entry(writer, n)]));

    [Benchmark]
    public Task GrainState() => Spread(async (writer, n) =>
    {
        var state = new GrainState<byte[]> { State = Body };
        await _storage!.GrainStorage.WriteStateAsync("benchmark", GrainId.Create("grain", n.ToString(CultureInfo.InvariantCulture)), state);
    });

    [Benchmark(Baseline = true)]
    public void RawTransactionARow()
    {
        for (var i = 0; i < Count; i++)
        {
            Run("BEGIN IMMEDIATE");
            using (var insert = _raw!.Prepare("INSERT INTO timeline (owner, kind, at, id, revision, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"))
            {
                var entry = Entry(i % Writers, _next++);
                insert.Bind(1, entry.Owner).Bind(2, 1).Bind(3, entry.At.ToUnixTimeMilliseconds()).Bind(4, entry.Id).Bind(5, 1).Bind(6, Body).Step();
            }

            Run("COMMIT");
        }
    }

    private void Run(string sql)
    {
        using var statement = _raw!.Prepare(sql);
        statement.Step();
    }

    private static TimelineEntry Entry(int writer, long n) => new(
        string.Create(CultureInfo.InvariantCulture, $"{writer:X12}"), TimelineKind.Event, DateTimeOffset.UnixEpoch.AddSeconds(n),
        n.ToString(CultureInfo.InvariantCulture), 1, Body);

    private Task Spread(Func<int, long, Task> write) => Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
    {
        for (var i = 0; i < Count / Writers; i++)
            await write(writer, Interlocked.Increment(ref _next));
    })));
}
