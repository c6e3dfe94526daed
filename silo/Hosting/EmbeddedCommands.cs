using System.Globalization;
using Mihari.Storage;
using Mihari.Storage.Transfer;

namespace Mihari.Silo.Hosting;

/// <summary>The commands of the embedded profile's program.</summary>
public static class EmbeddedCommands
{
    private static readonly DataCommandLine Line = new("Mihari.Web",
    [
        new DataCommand("backup", "--to", "copies the data folder into a new folder, also while the server runs", Add, async (services, folder, progress, cancel) =>
        {
            var manifest = await services.GetRequiredService<EmbeddedBackup>().Make(folder, progress, cancel);
            progress.Say(Told("backed up", manifest));
        }),
        new DataCommand("restore", "--from", "makes the data folder, which must be absent or empty, of a backup", Add, async (services, folder, progress, cancel) =>
        {
            var manifest = await services.GetRequiredService<EmbeddedRestore>().Make(folder, progress, cancel);
            progress.Say(Told("restored", manifest));
        }),
    ]);

    /// <summary>Runs the command that the arguments name, or else the server.</summary>
    public static Task<int> RunAsync(string[] args, Func<Task<int>> server) => Line.RunAsync(args, server);

    internal static string Told(string what, BackupManifest manifest) => string.Create(
        CultureInfo.InvariantCulture, $"{what}: {manifest.States} grain states, {manifest.Entries} timeline entries, {manifest.Media} media objects ({manifest.MediaBytes} bytes), {manifest.Files.Count} other files");

    private static void Add(IHostApplicationBuilder builder)
    {
        if (ClusterOptions.IsAskedFor(builder.Configuration))
            throw new StartupRefusedException($"{ClusterOptions.Section}:{nameof(ClusterOptions.Redis)} is set, and a web node of a cluster keeps nothing: run Mihari.Silo backup or import");

        builder.Services.AddSqliteTransfer();
        builder.Services.AddOptionsCheck<StorageOptions>(StorageOptions.Section);
    }
}
