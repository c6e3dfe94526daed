using Mihari.Grains;
using Mihari.Grains.Gateways;
using Mihari.Media;
using Mihari.Storage;
using Mihari.Timeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>One silo with the real grains on the real embedded storage, a clock that stands still until told, and devices without sockets.</summary>
public sealed class ClusterFixture : IAsyncLifetime, IUploadAddress
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mihari-grains-").FullName;
    private InProcessTestCluster _cluster = null!;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero));

    public Devices Devices { get; } = new();

    public Faults Faults { get; } = new();

    public ITimeline Timeline => _cluster.Silos.Cast<InProcessSiloHandle>().First().ServiceProvider.GetRequiredService<ITimeline>();

    public IClusterClient Client => _cluster.Client;

    public string Gateway => _cluster.Silos[0].SiloAddress.ToParsableString();

    public Uri Base { get; } = new("http://uploads.test/");

    public async Task InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(Clock);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddSingleton<IDeviceConnections>(Devices);
            silo.Services.AddSingleton<IUploadAddress>(this);
            silo.AddSqliteStorage(options =>
            {
                options.Folder = _folder;
                options.ReserveBytes = 0;
            });
            silo.AddMihariGrains();
            silo.AddIncomingGrainCallFilter(Faults);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Ends the activation of a grain, so that the next call reads what is stored.</summary>
    public Task Deactivate(IAddressable grain) => _cluster.DeactivateAsync(grain);
}

/// <summary>Tests that share the cluster; each uses keys of its own.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<ClusterFixture>
{
    public const string Name = "cluster";
}
