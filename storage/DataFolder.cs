using System.Globalization;

namespace Mihari.Storage;

/// <summary>The data folder, held by an exclusive lock from <see cref="Open"/> to <see cref="Dispose"/>.</summary>
internal sealed class DataFolder : IDisposable
{
    private const int LockedOnLinux = 11;
    private const int LockedOnMac = 35;
    private const int LockedOnWindows = unchecked((int)0x80070020);

    /// <summary>The database's name in the folder.</summary>
    public const string Database = "mihari.db";

    private const string AnotherFolder = "set Storage:Folder to another folder";

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <param name="configured">Its path.</param>
    /// <param name="otherwise">What else may be done where another process has it.</param>
    /// <exception cref="StorageUnavailableException">The folder cannot be made, written or locked.</exception>
    public static DataFolder Open(string configured, string otherwise = AnotherFolder)
    {
        if (string.IsNullOrWhiteSpace(configured))
            throw new StorageUnavailableException("the data folder has no name: set Storage:Folder to a folder");

        var path = System.IO.Path.GetFullPath(configured);
        if (File.Exists(path))
            throw new StorageUnavailableException($"the data folder {path} is a file: set Storage:Folder to a folder");

        if (!Directory.Exists(path))
        {
            var parent = System.IO.Path.GetDirectoryName(path);
            if (parent is null || !Directory.Exists(parent))
                throw new StorageUnavailableException($"the data folder {path} cannot be made because {parent} does not exist: create that folder, or set Storage:Folder to another one");
        }

        try
        {
            Make(path);
            return new DataFolder(path, Lock(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw IsLocked(e)
                ? InUse(path, otherwise, e)
                : new StorageUnavailableException($"the data folder {path} cannot be written ({e.Message.TrimEnd('.')}): give this user write access to it, or set Storage:Folder to another folder", e);
        }
    }

    /// <exception cref="StorageUnavailableException">Another process holds the folder. All else is left to <see cref="Open"/>.</exception>
    public static void RefuseInUse(string configured)
    {
        if (string.IsNullOrWhiteSpace(configured))
            return;

        var path = System.IO.Path.GetFullPath(configured);
        try
        {
            if (File.Exists(LockFile(path)))
                new FileStream(LockFile(path), FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (IsLocked(e))
                throw InUse(path, AnotherFolder, e);
        }
    }

    /// <summary>Removes what a folder has of its lock, once nobody holds it or will.</summary>
    public static void Forget(string path)
    {
        File.Delete(LockFile(path));
        File.Delete(HolderFile(path));
    }

    /// <summary>Lets another process in.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>Makes a folder. Who may read the clips of a home is for its owner to say: one that is made here is closed to all others.</summary>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static bool IsLocked(Exception e) => e is IOException && e.HResult is LockedOnLinux or LockedOnMac or LockedOnWindows;

    private static StorageUnavailableException InUse(string path, string otherwise, Exception e) =>
        new($"the data folder {path} is in use by another process{Holder(path)}: stop it, or {otherwise}", e);

    private static string LockFile(string path) => System.IO.Path.Combine(path, "lock");

    /// <summary>Beside the lock, because a locked file cannot be read.</summary>
    private static string HolderFile(string path) => System.IO.Path.Combine(path, "pid");

    private static FileStream Lock(string path)
    {
        var held = new FileStream(LockFile(path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            File.WriteAllText(HolderFile(path), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The number that the holder has left; only there to help, so its absence is no error.</summary>
    private static string Holder(string path)
    {
        try
        {
            return int.TryParse(File.ReadAllText(HolderFile(path)), CultureInfo.InvariantCulture, out var id)
                ? string.Create(CultureInfo.InvariantCulture, $" (process {id})")
                : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
