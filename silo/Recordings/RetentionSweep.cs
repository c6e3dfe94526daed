using Mihari.Grains.Recordings;
using Mihari.Grains.Reports;
using Mihari.Grains.Timeline;
using Mihari.Notifications;
using Mihari.Silo.Sweeps;
using Mihari.Timeline;

namespace Mihari.Silo.Recordings;

/// <summary>
/// Every few hours has all that is too old let go, one grain after another: of cameras, of buildings, of outboxes, and the mails that are kept
/// as files; on one silo of the cluster.
/// </summary>
internal sealed partial class RetentionSweep(GrainVisits visits, IGrainFactory grains, SweepTurn turn, TimeProvider time, ILogger<RetentionSweep> logger)
    : BackgroundService
{
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
        // As the grains name their states.
        var missed = await visits.Visit("camera", 1, Camera, stopping)
            + await visits.Visit("building", 1, Building, stopping)
            + await visits.Visit("outbox", 1, outbox => History(outbox, TimelineKind.Notification), stopping);
        try
        {
            await All(grains.GetGrain<IMailPickup>(IMailPickup.Key).LetGo);
            await History(IServiceWatch.Key, TimelineKind.Outage);
        }
        catch (Exception e) when (e is not OutOfMemoryException && !stopping.IsCancellationRequested)
        {
            missed++;
            MailsFailed(logger, e);
        }

        if (missed > 0)
            Incomplete(logger, missed);

        async Task Building(string building)
        {
            await History(building, TimelineKind.Trouble);
            await History(building, TimelineKind.Day);
        }

        async Task Camera(string camera)
        {
            await All(grains.GetGrain<IRetention>(camera).LetGo);
            await History(camera, TimelineKind.Event);
            await History(camera, TimelineKind.Trouble);
            await History(camera, TimelineKind.Outage);
        }

        Task History(string owner, TimelineKind kind) => All(() => grains.GetGrain<IHistory>(owner).LetGo(kind));

        async Task All(Func<Task<bool>> letGo)
        {
            while (await letGo())
                stopping.ThrowIfCancellationRequested();
        }
    }

    [LoggerMessage(2120, LogLevel.Warning, "Mails that are too old, or when the server was down, could not be let go; it is tried again in some hours")]
    private static partial void MailsFailed(ILogger logger, Exception exception);

    [LoggerMessage(2122, LogLevel.Warning, "What is too old could not be let go in {Count} places; it is tried again in some hours")]
    private static partial void Incomplete(ILogger logger, int count);
}
