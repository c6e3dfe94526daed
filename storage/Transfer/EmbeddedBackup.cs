using System.Globalization;
using Mihari.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace Mihari.Storage.Transfer;

/// <summary>
/// A backup of the data folder, also while the server runs on it: the database as it is at one moment, then the media that it
/// names, which never change once they are named. Nothing is written into the data folder.
/// </summary>
public sealed class EmbeddedBackup(IOptions<StorageOptions> options, TimeProvider time)
{
    /// <summary>Makes a backup in a folder that is absent or empty.</summary>
    /// <exception cref="StorageUnavailableException">There is no data folder, or the target cannot be used.</exception>
    public async Task<BackupManifest> Make(string to, TransferProgress progress, CancellationToken cancel)
    {
        var from = BackupFolder.FullPath(options.Value.Folder);
        var database = Path.Combine(from, DataFolder.Database);
        if (!File.Exists(database))
            throw new StorageUnavailableException($"the data folder {from} has no {DataFolder.Database}: set Storage:Folder to the folder of the server");

        var made = time.GetUtcNow();
        var backup = BackupFolder.Begin(to, from);
        try
        {
            BackupDatabase.Copy(database, backup.Database);
        }
        catch (DatabaseException e)
        {
            throw new StorageUnavailableException($"the database {database} cannot be copied ({e.Message})", e);
        }

        await CopyMedia(from, backup, progress, cancel);
        var files = await OtherFiles.Copy(from, backup.Path, OtherFiles.Of(from), cancel);
        return await backup.Finish(made, files, cancel);
    }

    private static async Task CopyMedia(string from, BackupFolder backup, TransferProgress progress, CancellationToken cancel)
    {
        IReadOnlyCollection<StoredMedia> lost;
        using (var data = StoredData.Open(backup.Database))
        {
            progress.Begin("media", data.Counts().Media);
            lost = await MediaCopy.Run(from, backup.Path, data.Media(), progress, cancel);
            progress.End();
        }

        BackupDatabase.Settle(backup.Database, lost);
        if (lost.Count > 0)
            progress.Say(string.Create(CultureInfo.InvariantCulture, $"{lost.Count} media objects were deleted meanwhile, or their files are damaged; they are not in the backup"));
    }
}
