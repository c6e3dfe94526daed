using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Mihari.Storage;
using Mihari.Storage.Azure;
using Mihari.Storage.GrainState;
using Mihari.Storage.Media;
using Mihari.Storage.Timeline;
using Mihari.Storage.Transfer;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;

namespace Mihari.Tests.Storage.Azure;

/// <summary>The providers on the emulator, without a host, over a network that fails where a test plans it.</summary>
internal sealed class AzureFixture : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly AzureClients _clients;

    private AzureFixture(AzureStorageOptions options, TimeProvider time)
    {
        _services = new ServiceCollection().AddMetrics().AddLogging().AddSerializer().BuildServiceProvider();
        _clients = new AzureClients(Options.Create(options), handler =>
        {
            Faults = new FaultyNetwork(handler);
            return Faults;
        });
        var instruments = new StorageInstruments(_services.GetRequiredService<IMeterFactory>());
        var calls = new AzureCalls(instruments, time);
        Blobs = new StateBlobs(_clients, NullLogger<StateBlobs>.Instance);
        var rows = new StateRows(_clients, Blobs);
        GrainStorage = new AzureTableGrainStorage(rows, calls, new JsonGrainStateSerializer(), _services.GetRequiredService<IActivatorProvider>());
        Sweeper = new StateBlobSweeper(Blobs, rows, time, NullLogger<StateBlobSweeper>.Instance);
        Timeline = new AzureTableTimeline(_clients, new TimelineDays(_clients, time), calls, time);
        Media = new AzureBlobMediaStore(_clients, calls, instruments);
        Keys = new AzureKeyRepository(_clients);
        Start = new AzureStart(_clients, [AzureParts.Silo, AzureParts.Web], time, NullLogger<AzureStart>.Instance);
        var stores = new ClusterStores(_clients, calls, Start, rows, Timeline, Media, Keys);
        Import = new ClusterImport(stores);
        Backup = new ClusterBackup(stores, instruments, time);
    }

    public FaultyNetwork Faults { get; private set; } = null!;

    public AzureClients Clients => _clients;

    public AzureTableGrainStorage GrainStorage { get; }

    public StateBlobs Blobs { get; }

    public StateBlobSweeper Sweeper { get; }

    public AzureTableTimeline Timeline { get; }

    public AzureBlobMediaStore Media { get; }

    public AzureKeyRepository Keys { get; }

    public AzureStart Start { get; }

    public ClusterImport Import { get; }

    public ClusterBackup Backup { get; }

    /// <summary>Nothing is made or asked yet.</summary>
    public static AzureFixture Closed(AzureStorageOptions options) => new(options, TimeProvider.System);

    /// <summary>With its tables and containers.</summary>
    public static async Task<AzureFixture> Open(AzureStorageOptions options, TimeProvider? time = null)
    {
        var fixture = new AzureFixture(options, time ?? TimeProvider.System);
        await fixture.Start.StartingAsync(default);
        return fixture;
    }

    public async ValueTask DisposeAsync()
    {
        Sweeper.Dispose();
        _clients.Dispose();
        await _services.DisposeAsync();
    }
}
