using Mihari.Grains.Recordings;
using Mihari.Silo.Presence;
using Mihari.Storage.GrainState;

namespace Mihari.Silo.Recordings;

/// <summary>Visits all cameras every few hours, one after another, so that what is too old is let go; on one silo of the cluster.</summary>
internal sealed partial class RetentionSweep(IGrainStateIndex index, IGrainFactory grains, SweepTurn turn, TimeProvider time, ILogger<RetentionSweep> logger)
    : BackgroundService
{
    /// <summary>As the camera's grain names its state.</summary>
    private const string CameraState = "camera";

    /// <summary>After a start everything else comes first.</summary>
    private static readonly TimeSpan First = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Period = TimeSpan.FromHours(6);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(First, time, stoppingToken);
            while (true)
            {
                if (turn.IsMine)
                    await Sweep(stoppingToken);
                await Task.Delay(Period, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start sweeps again, or another silo.
        }
    }

    private async Task Sweep(CancellationToken stopping)
    {
        var failed = 0;
        try
        {
            await foreach (var key in index.Keys(CameraState, stopping))
            {
                try
                {
                    while (await grains.GetGrain<IRetention>(key).LetGo())
                        stopping.ThrowIfCancellationRequested();
                }
                catch (Exception e) when (e is not OutOfMemoryException and not OperationCanceledException)
                {
                    failed++;
                    CameraFailed(logger, e);
                }
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException and not OperationCanceledException)
        {
            IndexFailed(logger, e);
        }

        if (failed > 0)
            Incomplete(logger, failed);
    }

    [LoggerMessage(2120, LogLevel.Debug, "What is too old of a camera could not be let go")]
    private static partial void CameraFailed(ILogger logger, Exception exception);

    [LoggerMessage(2121, LogLevel.Warning, "The list of cameras could not be read")]
    private static partial void IndexFailed(ILogger logger, Exception exception);

    [LoggerMessage(2122, LogLevel.Warning, "What is too old of {Count} cameras could not be let go; it is tried again in some hours")]
    private static partial void Incomplete(ILogger logger, int count);
}
