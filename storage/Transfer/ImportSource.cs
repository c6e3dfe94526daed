namespace Mihari.Storage.Transfer;

/// <summary>What an import reads: a data folder, whose lock is held so that no server changes it, or a backup, which nothing changes.</summary>
internal sealed class ImportSource : IDisposable
{
    private readonly DataFolder? _locked;

    private ImportSource(string path, DataFolder? locked)
    {
        (Path, _locked) = (path, locked);
        Data = StoredData.Open(System.IO.Path.Combine(path, DataFolder.Database));
        Counts = Data.Counts();
        Fingerprint = Data.Fingerprint();
    }

    /// <summary>Absolute.</summary>
    public string Path { get; }

    public StoredData Data { get; }

    public StoredCounts Counts { get; }

    /// <summary>By which an import that goes on knows its source again.</summary>
    public string Fingerprint { get; }

    /// <exception cref="StorageUnavailableException">It is neither, or not whole, or a server runs on it.</exception>
    public static async Task<ImportSource> Open(string from, CancellationToken cancel)
    {
        var path = BackupFolder.FullPath(from);
        if (BackupFolder.Is(path))
        {
            await BackupFolder.Open(path, cancel);
            return new ImportSource(path, null);
        }

        if (!File.Exists(System.IO.Path.Combine(path, DataFolder.Database)))
            throw new StorageUnavailableException($"the folder {path} is neither a data folder nor a backup: it has no {DataFolder.Database}");

        var locked = DataFolder.Open(path, "name another folder with --from");
        try
        {
            return new ImportSource(path, locked);
        }
        catch
        {
            locked.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Data.Dispose();
        _locked?.Dispose();
    }
}
