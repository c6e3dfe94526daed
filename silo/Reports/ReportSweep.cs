using Mihari.Grains.Reports;
using Mihari.Silo.Sweeps;

namespace Mihari.Silo.Reports;

/// <summary>
/// Says each minute that the server is up, and each hour has every building account for its cameras, one after another; on one silo of the cluster.
/// </summary>
internal sealed partial class ReportSweep(GrainVisits visits, IGrainFactory grains, SweepTurn turn, TimeProvider time, ILogger<ReportSweep> logger) : BackgroundService
{
    /// <summary>The start of a server is not to be counted as its absence.</summary>
    private static readonly TimeSpan FirstTick = TimeSpan.FromSeconds(5);

    /// <summary>After a start, devices that come back come first.</summary>
    private static readonly TimeSpan FirstVisit = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(FirstTick, time, stoppingToken);
            await Task.WhenAll(Watch(stoppingToken), Account(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start goes on, or another silo.
        }
    }

    private async Task Watch(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                if (turn.IsMine)
                    await grains.GetGrain<IServiceWatch>(IServiceWatch.Key).Tick();
            }
            catch (Exception e) when (e is not OutOfMemoryException && !stopping.IsCancellationRequested)
            {
                TickFailed(logger, e);
            }

            await Task.Delay(IServiceWatch.Period, time, stopping);
        }
    }

    private async Task Account(CancellationToken stopping)
    {
        await Task.Delay(FirstVisit, time, stopping);
        while (true)
        {
            // As the building's grain names its state.
            if (turn.IsMine && await visits.Visit("building", 1, building => grains.GetGrain<IReportUpkeep>(building).Visit(), stopping) is > 0 and var missed)
                Incomplete(logger, missed);

            await Task.Delay(Period, time, stopping);
        }
    }

    [LoggerMessage(2160, LogLevel.Warning, "That the server is up could not be stored; it is tried again in a minute")]
    private static partial void TickFailed(ILogger logger, Exception exception);

    [LoggerMessage(2161, LogLevel.Warning, "The cameras of {Count} buildings could not be accounted for; it is tried again in an hour")]
    private static partial void Incomplete(ILogger logger, int count);
}
