using Azure;
using Mihari.Storage.Azure;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mihari.Storage.GrainState;

/// <summary>
/// Removes, after the start and beside the running program, the large payloads that a crash has left without a row. Other
/// silos write meanwhile, so only those that are older than any write takes.
/// </summary>
internal sealed partial class StateBlobSweeper(StateBlobs blobs, StateRows rows, TimeProvider time, ILogger<StateBlobSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    /// <summary>Sweeps; how many blobs went.</summary>
    public async Task<int> Sweep(CancellationToken cancel)
    {
        var swept = 0;
        await foreach (var (name, partition) in blobs.WrittenBefore(time.GetUtcNow() - Age, cancel))
        {
            if (await rows.Names(partition, name, cancel))
                continue;
            await blobs.Discard(name);
            swept++;
        }

        return swept;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (await Sweep(stoppingToken) is > 0 and var swept)
                LogSwept(logger, swept);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or OperationCanceledException or IOException)
        {
            LogSweepFailed(logger, AzureCalls.Cause(e));
        }
    }

    [LoggerMessage(5023, LogLevel.Information, "Removed {Blobs} large payloads that a crash had left behind")]
    private static partial void LogSwept(ILogger logger, int blobs);

    [LoggerMessage(5024, LogLevel.Warning, "Large payloads that a crash has left behind could not be removed ({Cause}); the next start tries again")]
    private static partial void LogSweepFailed(ILogger logger, string cause);
}
