using Microsoft.Extensions.Options;
using Mihari.Storage;
using Mihari.Storage.Transfer;
using Mihari.Tests.Storage.CrashWriter;

namespace Mihari.Tests.Storage.Transfer;

/// <summary>A data folder with the sample in it, and places beside it.</summary>
internal sealed class Folders : IDisposable
{
    private readonly TemporaryFolder _all = new();

    public string Data => _all["data"];

    public string Backup => _all["backup"];

    public string Restored => _all["restored"];

    public string Key => Path.Combine(Data, "keys", SampleData.KeyFiles[0]);

    public static TransferProgress Quiet { get; } = new(TextWriter.Null, TimeProvider.System);

    public static async Task<Folders> WithSample()
    {
        var folders = new Folders();
        await using (var storage = folders.Open(folders.Data))
            await SampleData.Write(storage.GrainStorage, storage.Timeline, storage.Media);
        Directory.CreateDirectory(Path.Combine(folders.Data, "keys"));
        Directory.CreateDirectory(Path.Combine(folders.Data, "demo", "agent", "card"));
        await File.WriteAllTextAsync(folders.Key, SampleData.Key);
        await File.WriteAllTextAsync(Path.Combine(folders.Data, "demo", "sign-in.json"), "{}");
        await File.WriteAllTextAsync(Path.Combine(folders.Data, "demo", "agent", "card", "0.mp4"), "a camera's own");
        return folders;
    }

    public EmbeddedStorage Open(string folder) => new(folder);

    public Task<BackupManifest> Make(string? data = null) =>
        new EmbeddedBackup(Of(data ?? Data), TimeProvider.System).Make(Backup, Quiet, default);

    public Task<BackupManifest> Restore() => new EmbeddedRestore(Of(Restored)).Make(Backup, Quiet, default);

    public async Task CheckRestored()
    {
        await using var storage = Open(Restored);
        await SampleData.Check(storage.GrainStorage, storage.Timeline, storage.Media);
    }

    /// <summary>A media file of a folder.</summary>
    public static string AnyMedia(string folder) =>
        Directory.EnumerateFiles(Path.Combine(folder, "media"), "*.mp4", SearchOption.AllDirectories).First(file => new FileInfo(file).Length > 0);

    public void Dispose() => _all.Dispose();

    private static IOptions<StorageOptions> Of(string folder) => Options.Create(new StorageOptions { Folder = folder });
}
