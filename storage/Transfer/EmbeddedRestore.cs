using Mihari.Storage.Media;
using Microsoft.Extensions.Options;

namespace Mihari.Storage.Transfer;

/// <summary>
/// Makes a data folder of a backup. It is put together beside its place and renamed when it is whole and durable; what a restore
/// that broke off has left there is begun anew.
/// </summary>
public sealed class EmbeddedRestore(IOptions<StorageOptions> options)
{
    /// <summary>Restores into the data folder of the configuration, which has to be absent or empty.</summary>
    /// <exception cref="StorageUnavailableException">The backup is not whole, or the data folder is not empty.</exception>
    public async Task<BackupManifest> Make(string from, TransferProgress progress, CancellationToken cancel)
    {
        var to = BackupFolder.FullPath(options.Value.Folder);
        BackupFolder.RefuseFull(to, "the data folder");
        var (backup, manifest) = await BackupFolder.Open(from, cancel);

        var temporary = to + ".restoring";
        using (DataFolder.Open(temporary))
        {
            Clear(temporary);
            await Copy(backup, manifest, temporary, progress, cancel);
        }

        if (Directory.Exists(to))
            Directory.Delete(to);
        Directory.Move(temporary, to);
        DirectoryFlush.Flush(Path.GetDirectoryName(to)!);
        return manifest;
    }

    private static async Task Copy(BackupFolder backup, BackupManifest manifest, string to, TransferProgress progress, CancellationToken cancel)
    {
        using (var data = StoredData.Open(backup.Database))
        {
            progress.Begin("media", manifest.Media);
            if ((await MediaCopy.Run(backup.Path, to, data.Media(), progress, cancel)).FirstOrDefault() is { } lost)
                throw BackupFolder.NotWhole(Path.Combine(backup.Path, "media", lost.File));
            progress.End();
        }

        var copied = await OtherFiles.Copy(backup.Path, to, manifest.Files.Keys, cancel);
        if (manifest.Files.FirstOrDefault(file => copied.GetValueOrDefault(file.Key) != file.Value) is { Key: { } name })
            throw BackupFolder.NotWhole(Path.Combine(backup.Path, name));

        var database = Path.Combine(to, DataFolder.Database);
        await using (var source = File.OpenRead(backup.Database))
        await using (var target = new FileStream(database, FileMode.CreateNew))
        {
            await source.CopyToAsync(target, cancel);
            target.Flush(flushToDisk: true);
        }

        DirectoryFlush.Flush(to);
    }

    /// <summary>Leaves the lock and who holds it.</summary>
    private static void Clear(string folder)
    {
        foreach (var below in Directory.EnumerateDirectories(folder))
            Directory.Delete(below, recursive: true);
        foreach (var file in Directory.EnumerateFiles(folder, DataFolder.Database + "*"))
            File.Delete(file);
    }
}
