using Mihari.Grains.Cameras;
using Mihari.Storage.GrainState;

namespace Mihari.Silo.Presence;

/// <summary>
/// Visits every camera after a start, and again every six hours. One that was online when the last process died has to become suspect, and
/// offline if it doesn't come back, also where nobody looks at it and no message of it comes (design, rule 3).
/// </summary>
internal sealed class PresenceSweep(IGrainStateIndex index, IGrainFactory grains, TimeProvider time, ILogger<PresenceSweep> logger) : BackgroundService
{
    /// <summary>As the camera's grain names its state.</summary>
    private const string CameraState = "camera";

    /// <summary>Beside devices that connect at the same time, the sweep takes a small share.</summary>
    private const int Concurrency = 16;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>A camera that is idle for longer than this has nobody else to wake it for what it waits for.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromHours(6);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = time.GetTimestamp();
        try
        {
            while (await Visit(stoppingToken) is var (visited, missed))
            {
                if (missed == 0)
                {
                    SweepLog.Done(logger, visited, time.GetElapsedTime(started));
                    await Task.Delay(Period, time, stoppingToken);
                    started = time.GetTimestamp();
                    continue;
                }

                SweepLog.Incomplete(logger, missed, visited);
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start sweeps again.
        }
    }

    private async Task<(int Visited, int Missed)> Visit(CancellationToken stopping)
    {
        var (visited, missed) = (0, 0);
        var work = new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = stopping };
        try
        {
            await Parallel.ForEachAsync(index.Keys(CameraState, stopping), work, async (key, _) =>
            {
                Interlocked.Increment(ref visited);
                try
                {
                    await grains.GetGrain<ICameraUpkeep>(key).CheckPresence();
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    Interlocked.Increment(ref missed);
                    SweepLog.CameraFailed(logger, key, e);
                }
            });
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            missed++;
            SweepLog.IndexFailed(logger, e);
        }

        return (visited, missed);
    }
}
