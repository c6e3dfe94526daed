using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Projections;
using Mihari.Refusals;
using Mihari.Web.Live;

namespace Mihari.Web.Fleet;

/// <summary>
/// Follows the portfolio of a customer and each of its buildings, and makes a snapshot of what they tell: the first change at once, those that
/// come after it together, every 50 ms, or 200 ms where they are many.
/// </summary>
internal sealed partial class FleetFollower(
    ILiveFeeds feeds, CustomerId customer, Caller caller, TimeProvider time, FleetInstruments instruments, ILogger log)
{
    /// <summary>Snapshots are at least this far apart.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromMilliseconds(50);

    /// <summary>So far apart where there is much in each: all pages are drawn anew for each of them.</summary>
    internal static readonly TimeSpan WideWindow = TimeSpan.FromMilliseconds(200);

    /// <summary>From so many changes within a window the next is wide.</summary>
    internal const int Many = 20;

    /// <summary>So many buildings are asked for at a time as it begins.</summary>
    private const int AtOnce = 32;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(20); // A timer may be a little early.

    private readonly FleetIndex _index = new(customer);
    private readonly Dictionary<BuildingId, (CancellationTokenSource Stop, Task Run)> _buildings = [];
    private readonly SemaphoreSlim _turns = new(AtOnce);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public async IAsyncEnumerable<FleetSnapshot> Follow([EnumeratorCancellation] CancellationToken cancel)
    {
        instruments.Followed(1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var portfolio = FollowPortfolio(stop.Token);
        try
        {
            long? last = null;
            var window = Window;
            while (await Changed(portfolio, cancel))
            {
                var since = time.GetTimestamp();
                if (last is { } at && window - time.GetElapsedTime(at) is var wait && wait > TimeSpan.Zero)
                    await Task.Delay(wait, time, cancel);

                _index.Expire(time.GetUtcNow());
                if (_index.Pending == 0)
                    continue; // What woke it is in the one before.

                window = _index.Pending >= Many ? WideWindow : Window;
                last = time.GetTimestamp();
                instruments.Published(time.GetElapsedTime(since));
                yield return _index.Publish();
            }
        }
        finally
        {
            await stop.CancelAsync();
            await portfolio.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var (own, run) in _buildings.Values)
            {
                await run;
                own.Dispose();
            }

            _turns.Dispose();
            instruments.Followed(-1);
        }
    }

    /// <summary>Waits for a change, also for one that no feed tells: a recording that ends. False: the portfolio has ended.</summary>
    /// <exception cref="RefusalException">The portfolio is refused.</exception>
    private async Task<bool> Changed(Task portfolio, CancellationToken cancel)
    {
        using var own = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var changed = _wake.Reader.WaitToReadAsync(own.Token).AsTask();
        var expiry = _index.NextChange is { } at ? Task.Delay(Wait(at), time, own.Token) : Task.Delay(Timeout.InfiniteTimeSpan, time, own.Token);
        await Task.WhenAny(portfolio, changed, expiry);
        await own.CancelAsync();
        cancel.ThrowIfCancellationRequested();
        if (portfolio.IsCompleted) // However much changes beside it.
        {
            await portfolio;
            return false;
        }

        while (_wake.Reader.TryRead(out _))
        {
            // What woke it is in the index.
        }

        return true;
    }

    private TimeSpan Wait(DateTimeOffset at) => at - time.GetUtcNow() + Slack is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero;

    private async Task FollowPortfolio(CancellationToken cancel)
    {
        string name = "";
        var known = ImmutableDictionary<string, BuildingSummary>.Empty;
        await foreach (var update in feeds.WatchPortfolio(caller, customer, cancel))
        {
            if (update.Snapshot is { } snapshot)
                (name, known) = (snapshot.Name, snapshot.Buildings.Items.ToImmutableDictionary(b => b.Building.Value, StringComparer.Ordinal));
            else
                known = With(known, update.Delta!);

            _index.Take(name, [.. known.Values]);
            await FollowBuildings([.. known.Values.Select(b => b.Building)], cancel);
            _wake.Writer.TryWrite(true);
        }
    }

    private static ImmutableDictionary<string, BuildingSummary> With(ImmutableDictionary<string, BuildingSummary> known, ProjectionDelta<BuildingSummary> delta) =>
        known.RemoveRange(delta.Removed).SetItems(delta.Changed.Select(b => KeyValuePair.Create(b.Building.Value, b)));

    private async Task FollowBuildings(HashSet<BuildingId> now, CancellationToken cancel)
    {
        foreach (var building in _buildings.Keys.Where(building => !now.Contains(building)).ToList())
        {
            _buildings.Remove(building, out var gone);
            await gone.Stop.CancelAsync();
            await gone.Run;
            gone.Stop.Dispose();
            _index.Drop(building);
        }

        foreach (var building in now.Where(building => !_buildings.ContainsKey(building)))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            _buildings[building] = (stop, FollowBuilding(building, stop.Token));
        }
    }

    /// <summary>Never fails; ends when it is cancelled.</summary>
    private async Task FollowBuilding(BuildingId building, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await Listen(building, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (UnknownIdException)
            {
                _index.Drop(building); // The portfolio is about to say so too.
            }
#pragma warning disable CA1031 // Whatever it is, the building is asked again.
            catch (Exception error)
#pragma warning restore CA1031
            {
                BuildingBroke(error);
                _index.Fail(building);
            }

            _wake.Writer.TryWrite(true);
            await Task.Delay(Pause, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Listen(BuildingId building, CancellationToken cancel)
    {
        await _turns.WaitAsync(cancel);
        var hasTurn = true;
        try
        {
            await foreach (var update in feeds.WatchBuilding(caller, building, cancel))
            {
                if (hasTurn)
                    _turns.Release();

                hasTurn = false;
                if (update.Snapshot is { } snapshot)
                    _index.Take(snapshot, time.GetUtcNow());
                else
                    _index.Take(building, update.Delta!, time.GetUtcNow());

                _wake.Writer.TryWrite(true);
            }
        }
        finally
        {
            if (hasTurn)
                _turns.Release();
        }
    }

    [LoggerMessage(3701, LogLevel.Warning, "The feed of a building broke off within a fleet and is taken up again")]
    private partial void BuildingBroke(Exception error);
}
