using Mihari.Storage.Sqlite;

namespace Mihari.Tests.Storage.Sqlite;

public sealed class GroupCommitTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly SqliteFixture _fixture = new();

    private SqliteDatabase Database => _fixture.Storage.Database;

    public async Task InitializeAsync() => await Database.Write(session =>
    {
        session.Run("CREATE TABLE number (n INTEGER PRIMARY KEY, parent INTEGER REFERENCES number(n) DEFERRABLE INITIALLY DEFERRED)");
        session.Run("PRAGMA foreign_keys=1");
        return true;
    });

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Write_ItemOfSeveralFailsHalfway_LeavesNothingOfItAndAllOfTheOthers()
    {
        using var held = Hold();
        var before = Insert(1);
        var bad = Database.Write<bool>(session =>
        {
            Insert(session, 2);
            throw new InvalidOperationException("halfway");
        }, several: true);
        var after = Insert(3);
        held.Go();

        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        await Task.WhenAll(before, after).WaitAsync(Patience);
        Assert.Equal([1, 3], await Numbers());
    }

    [Fact]
    public async Task Write_CommitFails_FailsAllOfTheBatchAndTheNextGoesOn()
    {
        using var held = Hold();
        var good = Insert(1);
        var orphan = Database.Write(session =>
        {
            session.Run("PRAGMA defer_foreign_keys=1; INSERT INTO number VALUES (2, 99)");
            return true;
        });
        held.Go();

        await Assert.ThrowsAsync<DatabaseException>(() => good);
        await Assert.ThrowsAsync<DatabaseException>(() => orphan);
        await Insert(3).WaitAsync(Patience);
        Assert.Equal([3], await Numbers());
    }

    [Fact]
    public async Task Write_CancelledWhileItWaits_IsNotDone()
    {
        using var cancel = new CancellationTokenSource();
        using var held = Hold();
        var cancelled = Database.Write(session => Insert(session, 1), cancel: cancel.Token);
        await cancel.CancelAsync();
        held.Go();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Empty(await Numbers());
    }

    [Fact]
    public async Task Write_MoreThanTheQueueHolds_AllAreDone()
    {
        using var held = Hold();
        var writes = Enumerable.Range(0, 40_000).Select(Insert).ToList();
        held.Go();

        await Task.WhenAll(writes).WaitAsync(Patience);
        Assert.Equal(40_000, (await Numbers()).Count);
    }

    [Fact]
    public async Task Dispose_WhileWritesWait_FinishesThemAndRefusesLaterOnes()
    {
        using var held = Hold();
        var writes = Enumerable.Range(0, 1_000).Select(Insert).ToList();
        var disposing = Database.DisposeAsync();
        held.Go();

        await Task.WhenAll(writes).WaitAsync(Patience);
        await disposing;
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Insert(-1));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Numbers());
    }

    [Fact]
    public async Task Read_AfterWrite_SeesIt()
    {
        for (var n = 0; n < 500; n++)
        {
            await Insert(n);
            Assert.Equal(n + 1, (await Numbers()).Count);
        }
    }

    [Fact]
    public async Task Read_QueryFails_GivesItsReaderBack()
    {
        for (var n = 0; n < 20; n++)
            await Assert.ThrowsAsync<DatabaseException>(() => Database.Read(session => session.Prepare("SELECT nothing FROM nowhere")));

        Assert.Empty(await Numbers().WaitAsync(Patience));
    }

    /// <summary>Holds the writer in a batch of its own, so that what is written meanwhile shares the next one.</summary>
    private Held Hold()
    {
        var held = new Held();
        _ = Database.Write(_ =>
        {
            held.Entered.Set();
            return held.Gate.Wait(Patience);
        });
        Assert.True(held.Entered.Wait(Patience));
        return held;
    }

    private Task Insert(int n) => Database.Write(session => Insert(session, n));

    private static int Insert(SqliteSession session, int n)
    {
        using var insert = session.Prepare("INSERT INTO number (n) VALUES (?1)");
        return insert.Bind(1, n).Execute();
    }

    private Task<List<long>> Numbers() => Database.Read(session =>
    {
        using var read = session.Prepare("SELECT n FROM number ORDER BY n");
        var numbers = new List<long>();
        while (read.Step())
            numbers.Add(read.Int64(0));
        return numbers;
    });

    private sealed class Held : IDisposable
    {
        public ManualResetEventSlim Entered { get; } = new();

        public ManualResetEventSlim Gate { get; } = new();

        public void Go() => Gate.Set();

        public void Dispose() => Gate.Set();
    }
}
