using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Mihari.Grains.Cameras;
using Mihari.Grains.Gateways;
using Mihari.Silo.Sweeps;

namespace Mihari.Silo.Presence;

/// <summary>
/// Visits the cameras that nobody else wakes: those that have no connection a while after a start of everything or the loss of a silo,
/// and all of them every six hours. One that was online over a gateway that is gone has to become suspect, and offline if it doesn't
/// come back, also where nobody looks at it and no message of it comes (design, rule 3).
/// </summary>
internal sealed class PresenceSweep(GrainVisits visits, IGrainFactory grains, SweepTurn turn, IOptions<PresenceOptions> presence, TimeProvider time, ILogger<PresenceSweep> logger)
    : BackgroundService
{
    /// <summary>As the camera's grain names its state.</summary>
    private const string CameraState = "camera";

    /// <summary>Beside devices that connect at the same time, the sweep takes a small share.</summary>
    private const int Concurrency = 16;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>A camera that is idle for longer than this has nobody else to wake it for what it waits for.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromHours(6);

    /// <summary>
    /// The devices of a lost gateway come back by themselves, most within this; to visit them meanwhile would take from the store what
    /// their connecting needs.
    /// </summary>
    private TimeSpan Return => presence.Value.ReconnectWindow / 2;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var isLoss = true; // Of whatever ran before.
            while (true)
            {
                var seen = turn.Losses;
                if (isLoss)
                    await Task.Delay(Return, time, stoppingToken);
                await Sweep(onlyAbsent: isLoss, stoppingToken);
                isLoss = await turn.WaitForLoss(seen, Period, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start sweeps again, or another silo.
        }
    }

    private async Task Sweep(bool onlyAbsent, CancellationToken stopping)
    {
        var started = time.GetTimestamp();
        while (turn.IsMine)
        {
            var (visited, missed) = await Visit(onlyAbsent, stopping);
            if (missed == 0)
            {
                SweepLog.Done(logger, visited, time.GetElapsedTime(started));
                return;
            }

            SweepLog.Incomplete(logger, missed, visited);
            await Task.Delay(Pause, time, stopping);
        }
    }

    private async Task<(int Visited, int Missed)> Visit(bool onlyAbsent, CancellationToken stopping)
    {
        FrozenSet<string> connected;
        try
        {
            connected = onlyAbsent ? await Connected() : FrozenSet<string>.Empty;
        }
        catch (Exception e) when (e is not OutOfMemoryException && !stopping.IsCancellationRequested)
        {
            SweepLog.GatewaysFailed(logger, e);
            return (0, 1);
        }

        var visited = 0;
        var missed = await visits.Visit(CameraState, Concurrency, Check, stopping);
        return (visited, missed);

        Task Check(string camera)
        {
            if (connected.Contains(camera))
                return Task.CompletedTask;

            Interlocked.Increment(ref visited);
            return grains.GetGrain<ICameraUpkeep>(camera).CheckPresence();
        }
    }

    /// <summary>Whoever has a connection, over a gateway that answers.</summary>
    private async Task<FrozenSet<string>> Connected()
    {
        var gateways = await Task.WhenAll(turn.Active.Select(silo => grains.GetGrain<IGatewayGrain>(silo.ToParsableString()).GetConnected()));
        return gateways.SelectMany(devices => devices).Select(device => device.Value).ToFrozenSet(StringComparer.Ordinal);
    }
}
