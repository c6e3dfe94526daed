using System.Security.Cryptography;
using System.Text.Json;
using Mihari.Storage.Media;

namespace Mihari.Storage.Transfer;

/// <summary>
/// A backup: a folder of the shape of a data folder, with <c>backup.json</c>. While it is being made, and when that has
/// broken off, <c>backup.partial</c> is in that one's place.
/// </summary>
internal sealed class BackupFolder
{
    private const string ManifestName = "backup.json";
    private const string PartialName = "backup.partial";

    private BackupFolder(string path) => Path = path;

    /// <summary>Absolute.</summary>
    public string Path { get; }

    public string Database => System.IO.Path.Combine(Path, DataFolder.Database);

    /// <summary>Begins one in a folder that is absent or empty.</summary>
    /// <param name="to">The folder; its parent exists.</param>
    /// <param name="source">The data folder, in which no backup may lie.</param>
    /// <exception cref="StorageUnavailableException">There is something in the folder already, or it lies where it may not.</exception>
    public static BackupFolder Begin(string to, string? source = null)
    {
        var path = FullPath(to);
        if (source is not null && (path + System.IO.Path.DirectorySeparatorChar).StartsWith(source + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new StorageUnavailableException($"the backup's folder {path} lies in the data folder: name one outside of it");

        RefuseFull(path, "the backup's folder");
        DataFolder.Make(path);
        File.WriteAllText(System.IO.Path.Combine(path, PartialName), "This backup has not been finished; it cannot be restored.\n");
        DirectoryFlush.Flush(path);
        return new BackupFolder(path);
    }

    /// <summary>Whether a folder is one, finished or not.</summary>
    public static bool Is(string path) => File.Exists(System.IO.Path.Combine(path, ManifestName)) || File.Exists(System.IO.Path.Combine(path, PartialName));

    /// <summary>Opens a backup whose manifest, database and other files are whole; media are checked as they are read.</summary>
    /// <exception cref="StorageUnavailableException">It is none, or not whole.</exception>
    public static async Task<(BackupFolder Folder, BackupManifest Manifest)> Open(string from, CancellationToken cancel)
    {
        var folder = new BackupFolder(FullPath(from));
        var file = System.IO.Path.Combine(folder.Path, ManifestName);
        if (!File.Exists(file))
        {
            throw new StorageUnavailableException(File.Exists(System.IO.Path.Combine(folder.Path, PartialName))
                ? $"the backup {folder.Path} was broken off and is not whole: use another one"
                : $"the folder {folder.Path} is no backup: it has no {ManifestName}");
        }

        BackupManifest manifest;
        try
        {
            manifest = BackupManifest.Read(await File.ReadAllBytesAsync(file, cancel));
        }
        catch (JsonException e)
        {
            throw new StorageUnavailableException($"the backup's {file} cannot be read: use another backup", e);
        }

        if (await Sha256(folder.Database, cancel) != manifest.DatabaseSha256)
            throw NotWhole(folder.Database);
        foreach (var (name, sha256) in manifest.Files)
        {
            if (!OtherFiles.IsName(name) || await Sha256(System.IO.Path.Combine(folder.Path, name), cancel) != sha256)
                throw NotWhole(System.IO.Path.Combine(folder.Path, name));
        }

        return (folder, manifest);
    }

    /// <summary>The refusal of a file that is not as it was when the backup was made.</summary>
    public static StorageUnavailableException NotWhole(string file) =>
        new($"the backup's {file} is missing or is not as it was written: use another backup");

    /// <exception cref="StorageUnavailableException">A folder has something in it, or cannot be made.</exception>
    public static void RefuseFull(string path, string what)
    {
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
            throw new StorageUnavailableException($"{what} {path} is not empty: name one that does not exist yet, or empty it");
        if (!Directory.Exists(path) && !Directory.Exists(System.IO.Path.GetDirectoryName(path)))
            throw new StorageUnavailableException($"{what} {path} cannot be made because {System.IO.Path.GetDirectoryName(path)} does not exist: create that folder, or name another one");
    }

    public static string FullPath(string folder) => System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder));

    /// <summary>Counts what the database holds, and writes the manifest: from here on it is a backup.</summary>
    public async Task<BackupManifest> Finish(DateTimeOffset made, IReadOnlyDictionary<string, string> files, CancellationToken cancel)
    {
        StoredCounts counts;
        using (var data = StoredData.Open(Database))
            counts = data.Counts();

        await using (var written = new FileStream(Database, FileMode.Open, FileAccess.ReadWrite))
            written.Flush(flushToDisk: true);
        var hash = await Sha256(Database, cancel) ?? throw NotWhole(Database);
        var manifest = new BackupManifest(BackupManifest.Current, BackupManifest.Version, made, counts.States, counts.Entries, counts.Media, counts.MediaBytes, hash, files);

        var partial = System.IO.Path.Combine(Path, PartialName);
        await using (var file = new FileStream(partial, FileMode.Create))
        {
            await file.WriteAsync(manifest.ToJson(), cancel);
            file.Flush(flushToDisk: true);
        }

        DirectoryFlush.Flush(Path);
        File.Move(partial, System.IO.Path.Combine(Path, ManifestName));
        DirectoryFlush.Flush(Path);
        return manifest;
    }

    /// <summary>A file's hash, or null where it is missing.</summary>
    private static async Task<string?> Sha256(string file, CancellationToken cancel)
    {
        if (!File.Exists(file))
            return null;
        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel));
    }
}
