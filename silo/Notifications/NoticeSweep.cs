using Mihari.Grains.Notifications;
using Mihari.Grains.Troubles;
using Mihari.Silo.Sweeps;

namespace Mihari.Silo.Notifications;

/// <summary>
/// Wakes all outboxes and watches over lines after a start and after the loss of a silo: what waits in one that ran there has nobody else to
/// send it. One that waits for something stays awake by itself.
/// </summary>
internal sealed partial class NoticeSweep(GrainVisits visits, IGrainFactory grains, SweepTurn turn, TimeProvider time, ILogger<NoticeSweep> logger)
    : BackgroundService
{
    /// <summary>As the outbox's grain names its state.</summary>
    private const string OutboxState = "outbox";

    /// <summary>As the grain of the watch over a line does.</summary>
    private const string LineState = "line";

    private const int Concurrency = 8;

    /// <summary>Devices come first.</summary>
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Period = TimeSpan.FromHours(6);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var seen = turn.Losses;
                await Task.Delay(First, time, stoppingToken);
                while (turn.IsMine && await Sweep(stoppingToken) is > 0 and var missed)
                {
                    Incomplete(logger, missed);
                    await Task.Delay(Again, time, stoppingToken);
                }

                await turn.WaitForLoss(seen, Period, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start sweeps again, or another silo.
        }
    }

    /// <summary>How many could not be woken.</summary>
    private async Task<int> Sweep(CancellationToken stopping) =>
        await visits.Visit(OutboxState, Concurrency, outbox => grains.GetGrain<IOutboxUpkeep>(outbox).Wake(), stopping)
        + await visits.Visit(LineState, Concurrency, line => grains.GetGrain<ILineWatchUpkeep>(line).Wake(), stopping);

    [LoggerMessage(2142, LogLevel.Warning, "{Count} outboxes or watches over lines could not be woken; it is tried again in a minute")]
    private static partial void Incomplete(ILogger logger, int count);
}
