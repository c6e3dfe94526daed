using System.Threading.Channels;
using Mihari.Buildings;
using Mihari.Identifiers;
using Mihari.Projections;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>Follows a building as a web node does, and hands its cards on.</summary>
internal sealed class DashboardWatch : IBuildingObserver, IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly Channel<CameraCard> _cards = Channel.CreateUnbounded<CameraCard>();
    private readonly Channel<bool> _reframed = Channel.CreateUnbounded<bool>();
    private readonly List<ProjectionPosition> _positions = [];
    private readonly ClusterFixture _cluster;
    private IBuildingObserver _reference = null!;

    private DashboardWatch(ClusterFixture cluster) => _cluster = cluster;

    /// <summary>Of the deltas that have come.</summary>
    public ProjectionPosition[] Positions
    {
        get
        {
            lock (_positions)
                return [.. _positions];
        }
    }

    public Dashboard First { get; private set; } = null!;

    public static async Task<DashboardWatch> Start(ClusterFixture cluster, Property property)
    {
        var watch = new DashboardWatch(cluster);
        watch._reference = cluster.Client.CreateObjectReference<IBuildingObserver>(watch);
        watch.First = await property.BuildingGrain.Subscribe(property.Viewer, watch._reference, TimeSpan.FromHours(12));
        cluster.Clock.Advance(Window);
        return watch;
    }

    public Task OnBuildingChanged(BuildingId building, ProjectionDelta<CameraCard> delta)
    {
        lock (_positions)
            _positions.Add(delta.Position);

        if (delta.IsReframed)
            _reframed.Writer.TryWrite(true);

        foreach (var card in delta.Changed)
            _cards.Writer.TryWrite(card);

        return Task.CompletedTask;
    }

    /// <summary>
    /// The next card that fits. After each card, and while none comes, the clock moves past the coalescing window, so that
    /// what comes next, or waits already, goes out; a timer that is set anew as its callback ends may be late for the first move.
    /// </summary>
    public async Task<CameraCard> Until(Func<CameraCard, bool> fits)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var card = await Next(limit.Token);
            _cluster.Clock.Advance(Window);
            if (fits(card))
                return card;
        }
    }

    public void Dispose() => _cluster.Client.DeleteObjectReference<IBuildingObserver>(_reference);

    /// <summary>The next word that a snapshot is to be fetched.</summary>
    public async Task Reframed()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await Next(_reframed, limit.Token);
    }

    private Task<CameraCard> Next(CancellationToken limit) => Next(_cards, limit);

    private async Task<T> Next<T>(Channel<T> from, CancellationToken limit)
    {
        var coming = from.Reader.ReadAsync(limit).AsTask();
        while (true)
        {
            try
            {
                return await coming.WaitAsync(Patience, limit);
            }
            catch (TimeoutException)
            {
                _cluster.Clock.Advance(Window);
            }
        }
    }
}
