using Mihari.Storage;
using Mihari.Storage.Azure;
using Mihari.Storage.Transfer;

namespace Mihari.Silo.Hosting;

/// <summary>The commands of the silo's program. They speak to the Azure storage alone, and start no silo.</summary>
internal static class ClusterCommands
{
    private static readonly DataCommandLine Line = new("Mihari.Silo",
    [
        new DataCommand("backup", "--to", "copies the cluster's data into a new folder, also while the cluster runs", Add, async (services, folder, progress, cancel) =>
        {
            var manifest = await services.GetRequiredService<ClusterBackup>().Make(folder, progress, cancel);
            progress.Say(EmbeddedCommands.Told("backed up", manifest));
        }),
        new DataCommand("import", "--from", "brings a data folder, whose server is stopped, or a backup into the empty storage of a cluster", Add, async (services, folder, progress, cancel) =>
        {
            await services.GetRequiredService<ClusterImport>().Run(folder, progress, cancel);
            progress.Say("imported: the cluster can be started");
        }),
    ]);

    public static Task<int> RunAsync(string[] args, Func<Task<int>> silo, TextWriter? output = null, TextWriter? error = null) => Line.RunAsync(args, silo, output, error);

    private static void Add(IHostApplicationBuilder builder)
    {
        builder.Services.AddAzureTransfer();
        builder.Services.AddOptionsCheck<AzureStorageOptions>(AzureStorageOptions.Section);
    }
}
