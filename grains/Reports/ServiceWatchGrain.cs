using Mihari.Grains.State;
using Mihari.Grains.Timeline;
using Mihari.Timeline;
using Orleans.Runtime;

namespace Mihari.Grains.Reports;

/// <summary>When the server was down: its cameras may have been well meanwhile, or not.</summary>
internal sealed class ServiceWatchGrain([PersistentState("serviceWatch")] IPersistentState<ServiceWatchState> store, ITimeline timeline, TimeProvider time)
    : StatefulGrain<ServiceWatchState>(store), IServiceWatch
{
    /// <summary>A minute that is missed is none.</summary>
    public static readonly TimeSpan Shortest = 3 * IServiceWatch.Period;

    public async Task Tick()
    {
        var now = time.GetUtcNow();

        // The row first: where the write of the state is lost, the next tick writes one that has this one in it.
        if (State.Seen is { } seen && now - seen >= Shortest)
            await timeline.Append([TimelineEntries.Outage(IServiceWatch.Key, seen, now, isLostByUs: true)]);

        await Commit(State with { Seen = now });
    }
}

/// <summary>What is stored of it.</summary>
internal sealed record ServiceWatchState
{
    public int Version { get; init; } = 1;

    /// <summary>When it was up last; null: it never was.</summary>
    public DateTimeOffset? Seen { get; init; }
}
