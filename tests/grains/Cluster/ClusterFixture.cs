using Mihari.Grains;
using Mihari.Grains.Gateways;
using Mihari.Media;
using Mihari.Notifications;
using Mihari.Storage;
using Mihari.Timeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>One silo with the real grains on the real embedded storage, a clock that stands still until told, and devices without sockets.</summary>
public sealed class ClusterFixture : IAsyncLifetime, IUploadAddress
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mihari-grains-").FullName;
    private InProcessTestCluster _cluster = null!;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero));

    public Devices Devices { get; } = new();

    public Mailbox Mailbox { get; } = new();

    public Faults Faults { get; } = new();

    public Told Told { get; } = new();

    public ITimeline Timeline => _cluster.Silos.Cast<InProcessSiloHandle>().First().ServiceProvider.GetRequiredService<ITimeline>();

    public IMediaStore Media => _cluster.Silos.Cast<InProcessSiloHandle>().First().ServiceProvider.GetRequiredService<IMediaStore>();

    public AuditFaults AuditFaults { get; } = new();

    public Logged Logged { get; } = new();

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
            silo.Services.AddSingleton<ILoggerProvider>(Logged);
            silo.Services.AddSingleton<IDeviceConnections>(Devices);
            silo.Services.AddSingleton<IUploadAddress>(this);
            silo.Services.AddSingleton<IMailTransport>(Mailbox);
            silo.Services.AddSingleton<IPushTransport>(Mailbox);
            silo.Services.AddSingleton<IWebhookTransport>(Mailbox);
            silo.AddSqliteStorage(options =>
            {
                options.Folder = _folder;
                options.ReserveBytes = 0;
            });
            var timeline = silo.Services.Last(s => s.ServiceType == typeof(ITimeline));
            silo.Services.Remove(timeline);
            silo.Services.AddSingleton(services => AuditFaults.Wrap((ITimeline)(timeline.ImplementationFactory?.Invoke(services)
                ?? ActivatorUtilities.CreateInstance(services, timeline.ImplementationType!))));
            silo.AddMihariGrains(isAlone: true);
            silo.AddIncomingGrainCallFilter(Faults);
            silo.AddIncomingGrainCallFilter(Told);
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

    /// <summary>What is stored of a grain.</summary>
    public async Task<TState> ReadState<TState>(string name, GrainId grain)
        where TState : new() => (await Stored<TState>(name, grain)).State!;

    /// <summary>Stores what a crash would have left. The grain must not be active.</summary>
    public async Task WriteState<TState>(string name, GrainId grain, TState state)
        where TState : new()
    {
        var stored = await Stored<TState>(name, grain);
        stored.State = state;
        await Storage.WriteStateAsync(name, grain, stored);
    }

    private IGrainStorage Storage => _cluster.Silos[0].ServiceProvider.GetRequiredKeyedService<IGrainStorage>("Default");

    private async Task<GrainState<TState>> Stored<TState>(string name, GrainId grain)
        where TState : new()
    {
        var stored = new GrainState<TState>(new TState());
        await Storage.ReadStateAsync(name, grain, stored);
        return stored;
    }
}

/// <summary>Tests that share the cluster; each uses keys of its own.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<ClusterFixture>
{
    public const string Name = "cluster";
}
