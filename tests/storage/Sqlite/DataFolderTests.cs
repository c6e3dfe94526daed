using Mihari.Storage;
using Mihari.Tests.Storage.CrashWriter;

namespace Mihari.Tests.Storage.Sqlite;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_AbsentFolder_IsMade()
    {
        await using var storage = new EmbeddedStorage(_folder["data"]);

        Assert.True(File.Exists(_folder["data/mihari.db"]));
    }

    [Fact]
    public async Task Open_AbsentFolder_IsItsOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
            return;

        await using var storage = new EmbeddedStorage(_folder["data"]);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder["data"]));
    }

    [Fact]
    public async Task Open_FolderThatIsThere_KeepsItsMode()
    {
        if (OperatingSystem.IsWindows())
            return;

        const UnixFileMode shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        Directory.CreateDirectory(_folder["data"]);
        File.SetUnixFileMode(_folder["data"], shared);

        await using var storage = new EmbeddedStorage(_folder["data"]);

        Assert.Equal(shared, File.GetUnixFileMode(_folder["data"]));
    }

    [Fact]
    public void Open_AbsentParent_SaysWhichAndWhatToDo() => Refused(_folder["absent/data"], "does not exist", "create that folder");

    [Fact]
    public void Open_FileInItsPlace_SaysSo()
    {
        File.WriteAllText(_folder["data"], "");

        Refused(_folder["data"], "is a file", "Storage:Folder");
    }

    [Fact]
    public async Task Open_FolderInUse_SaysByWhom()
    {
        await using var storage = new EmbeddedStorage(_folder.Path);

        Refused(_folder.Path, "in use by another process", $"(process {Environment.ProcessId})");
    }

    [Fact]
    public void Open_LockThatCannotBeWritten_SaysSo()
    {
        // Stands for a folder without write access, which root has everywhere.
        Directory.CreateDirectory(_folder["lock"]);

        Refused(_folder.Path, "cannot be written", "give this user write access");
    }

    [Fact]
    public void Open_FileThatIsNoDatabase_SaysSoAndLetsTheFolderGo()
    {
        File.WriteAllText(_folder["mihari.db"], new string('x', 8192));

        Refused(_folder.Path, "cannot be opened", "backup");
        Refused(_folder.Path, "cannot be opened", "backup");
    }

    [Fact]
    public async Task Open_DatabaseOfANewerVersion_IsRefused()
    {
        await using (var storage = new EmbeddedStorage(_folder.Path))
        {
            await storage.Database.Write(session =>
            {
                session.Run("PRAGMA user_version=9");
                return true;
            });
        }

        Refused(_folder.Path, "newer version", "schema 9", "start that version");
    }

    [Fact]
    public async Task Open_AfterClose_FindsEverything()
    {
        await using (var storage = new EmbeddedStorage(_folder.Path))
            await storage.Timeline.Append([new("owner", Mihari.Timeline.TimelineKind.Event, DateTimeOffset.UnixEpoch, "a", 1, default)]);

        await using var again = new EmbeddedStorage(_folder.Path);

        Assert.True(await again.Timeline.Contains("owner", Mihari.Timeline.TimelineKind.Event, DateTimeOffset.UnixEpoch, "a"));
    }

    private static void Refused(string folder, params string[] parts)
    {
        var refusal = Assert.Throws<StorageUnavailableException>(() => new EmbeddedStorage(folder));

        Assert.Contains(folder, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.All(parts, part => Assert.Contains(part, refusal.Message, StringComparison.Ordinal));
    }
}
