using System.Globalization;
using System.Text;
using Mihari.Media;
using Mihari.Storage;
using Mihari.Tests.Storage.Conformance;
using Mihari.Timeline;
using Orleans;
using Orleans.Runtime;

namespace Mihari.Tests.Storage.Transfer;

public sealed class EmbeddedBackupTests
{
    [Fact]
    public async Task Restore_OfABackup_HasAllThatWasThere()
    {
        using var folders = await Folders.WithSample();

        var manifest = await folders.Make();
        await folders.Restore();

        await folders.CheckRestored();
        Assert.Equal(SampleData.Counts, (manifest.States, manifest.Entries, manifest.Media));
        Assert.Equal(["demo/sign-in.json", "keys/" + SampleData.KeyFiles[0]], manifest.Files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(SampleData.Key, await File.ReadAllTextAsync(Path.Combine(folders.Restored, "keys", SampleData.KeyFiles[0])));
        Assert.False(Directory.Exists(folders.Restored + ".restoring"));
    }

    [Fact]
    public async Task Backup_WhileTheServerWrites_IsOfOneMoment()
    {
        using var folders = await Folders.WithSample();
        await using var storage = folders.Open(folders.Data);
        using var stop = new CancellationTokenSource();
        var first = new TaskCompletionSource();
        var writing = Write();
        await first.Task;

        await folders.Make();

        await stop.CancelAsync();
        var written = await writing;
        await folders.Restore();
        await folders.CheckRestored();

        // Each step stores the object, then the entry, then the state: what a copy has of one it has of all that came before.
        await using var copy = folders.Open(folders.Restored);
        var state = new GrainState<BlobState>();
        await copy.GrainStorage.ReadStateAsync("counter", Counter, state);
        var counted = BitConverter.ToInt32(state.State!.Bytes);
        Assert.InRange(counted, 1, written);
        var page = await copy.Timeline.Read(new TimelineQuery("steps", TimelineKind.Event, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), Limit: 1_000));
        Assert.InRange(page.Entries.Count, Math.Min(counted, 1_000), Math.Min(counted + 1, 1_000));
        for (var n = 1; n <= counted; n++)
        {
            await using var stream = await copy.Media.Open(Name(n), default);
            Assert.NotNull(stream);
        }

        async Task<int> Write()
        {
            var grain = new GrainState<BlobState>();
            for (var n = 1; ; n++)
            {
                var bytes = Encoding.UTF8.GetBytes(Name(n));
                await storage.Media.Write(Name(n), new MediaPromise(bytes.Length, SampleData.Hash(bytes), "video/mp4"), new MemoryStream(bytes), default);
                await storage.Timeline.Append([new TimelineEntry("steps", TimelineKind.Event, DateTimeOffset.UnixEpoch.AddMilliseconds(n), Id(n), 1, default)]);
                grain.State = new BlobState { Bytes = BitConverter.GetBytes(n) };
                await storage.GrainStorage.WriteStateAsync("counter", Counter, grain);
                first.TrySetResult();
                if (stop.IsCancellationRequested)
                    return n;
            }
        }
    }

    [Fact]
    public async Task Backup_AfterACrash_HasWhatOnlyTheLogHolds()
    {
        using var folders = await Folders.WithSample();
        var crashed = folders.Restored + "-crashed";
        await using (var storage = folders.Open(folders.Data))
        {
            await storage.GrainStorage.WriteStateAsync("counter", Counter, new GrainState<BlobState>(new BlobState { Bytes = [7] }));

            // As kill -9 leaves it: the log is not folded into the database.
            Directory.CreateDirectory(crashed);
            foreach (var file in new[] { "mihari.db", "mihari.db-wal" })
                File.Copy(Path.Combine(folders.Data, file), Path.Combine(crashed, file));
            Directory.Move(Path.Combine(folders.Data, "media"), Path.Combine(crashed, "media"));
        }

        Assert.NotEqual(0, new FileInfo(Path.Combine(crashed, "mihari.db-wal")).Length);
        Assert.Equal((45, 23), await Counts());

        await folders.Restore();
        await using var copy = folders.Open(folders.Restored);
        var state = new GrainState<BlobState>();
        await copy.GrainStorage.ReadStateAsync("counter", Counter, state);
        Assert.Equal([7], state.State!.Bytes);

        async Task<(long States, long Media)> Counts()
        {
            var manifest = await folders.Make(crashed);
            return (manifest.States, manifest.Media);
        }
    }

    [Fact]
    public async Task Backup_MediaFileThatIsGone_IsLeftOutWithItsRow()
    {
        using var folders = await Folders.WithSample();
        File.Delete(Folders.AnyMedia(folders.Data));

        var manifest = await folders.Make();

        Assert.Equal(22, manifest.Media);
        Assert.Equal(22, (await folders.Restore()).Media);
    }

    [Fact]
    public async Task Backup_ChangesNothingOfTheDataFolder()
    {
        using var folders = await Folders.WithSample();
        var before = Facts();

        await folders.Make();

        Assert.Equal(before, Facts());

        // The two files of SQLite's log hold nothing, and the next server takes them away.
        string[] Facts() =>
        [
            .. Directory.EnumerateFiles(folders.Data, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Where(file => !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal))
                .Select(file => $"{file} {SampleData.Hash(File.ReadAllBytes(file))}"),
        ];
    }

    [Fact]
    public async Task Backup_FolderThatIsNotEmpty_IsRefused()
    {
        using var folders = await Folders.WithSample();
        await folders.Make();

        var refusal = await Assert.ThrowsAsync<StorageUnavailableException>(() => folders.Make());

        Assert.Contains("is not empty", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_OfAFolderWithoutADatabase_IsRefusedAndMakesNothing()
    {
        using var folders = new Folders();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => folders.Make());

        Assert.False(Directory.Exists(folders.Backup));
        Assert.False(Directory.Exists(folders.Data));
    }

    [Fact]
    public async Task Restore_BackupThatWasBrokenOff_IsRefused()
    {
        using var folders = await Folders.WithSample();
        await folders.Make();
        File.Move(Path.Combine(folders.Backup, "backup.json"), Path.Combine(folders.Backup, "backup.partial"));

        await Refused("was broken off", folders);
    }

    [Theory]
    [InlineData("mihari.db")]
    [InlineData("media")]
    [InlineData("keys")]
    public async Task Restore_DamagedFile_IsRefused(string what)
    {
        using var folders = await Folders.WithSample();
        await folders.Make();
        var file = what switch
        {
            "mihari.db" => Path.Combine(folders.Backup, what),
            "media" => Folders.AnyMedia(folders.Backup),
            _ => Path.Combine(folders.Backup, "keys", SampleData.KeyFiles[0]),
        };
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        await Refused(Path.GetFileName(file), folders);
    }

    [Fact]
    public async Task Restore_OverAnotherFolder_IsRefused()
    {
        using var folders = await Folders.WithSample();
        await folders.Make();
        await folders.Restore();

        var refusal = await Assert.ThrowsAsync<StorageUnavailableException>(folders.Restore);

        Assert.Contains("is not empty", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_AfterOneThatBrokeOff_BeginsAnew()
    {
        using var folders = await Folders.WithSample();
        await folders.Make();
        Directory.CreateDirectory(Path.Combine(folders.Restored + ".restoring", "media", "00"));
        await File.WriteAllTextAsync(Path.Combine(folders.Restored + ".restoring", "media", "00", "left"), "");
        await File.WriteAllTextAsync(Path.Combine(folders.Restored + ".restoring", "mihari.db"), "torn");
        Directory.CreateDirectory(folders.Restored);

        await folders.Restore();

        await folders.CheckRestored();
        Assert.False(File.Exists(Path.Combine(folders.Restored, "media", "00", "left")));
    }

    private static GrainId Counter { get; } = GrainId.Create("counter", "c");

    private static string Name(int n) => string.Create(CultureInfo.InvariantCulture, $"steps/{n}.mp4");

    private static string Id(int n) => string.Create(CultureInfo.InvariantCulture, $"{n}");

    private static async Task Refused(string expected, Folders folders)
    {
        var refusal = await Assert.ThrowsAsync<StorageUnavailableException>(folders.Restore);

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.False(Directory.Exists(folders.Restored));
    }
}
