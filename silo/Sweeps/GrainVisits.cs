using Mihari.Storage.GrainState;

namespace Mihari.Silo.Sweeps;

/// <summary>Visits all grains that have a state of a name, as far as the store lists them; one that can't be visited keeps none of the others waiting.</summary>
internal sealed partial class GrainVisits(IGrainStateIndex index, ILogger<GrainVisits> logger)
{
    /// <param name="state">As the grain names its state.</param>
    /// <param name="atOnce">How many are visited at a time.</param>
    /// <param name="visit">Gets a grain's key.</param>
    /// <param name="stopping">Ends it between two grains.</param>
    /// <returns>How many could not be visited; one more where the list could not be read to its end.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async Task<int> Visit(string state, int atOnce, Func<string, Task> visit, CancellationToken stopping)
    {
        var missed = 0;
        var work = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = stopping };
        try
        {
            await Parallel.ForEachAsync(index.Keys(state, stopping), work, async (key, _) =>
            {
                try
                {
                    await visit(key);
                }
                catch (Exception e) when (e is not OutOfMemoryException && !stopping.IsCancellationRequested)
                {
                    Interlocked.Increment(ref missed);
                    Missed(logger, state, key, e);
                }
            });
        }
        catch (Exception e) when (e is not OutOfMemoryException && !stopping.IsCancellationRequested)
        {
            missed++;
            Unlisted(logger, state, e);
        }

        return missed;
    }

    [LoggerMessage(2102, LogLevel.Debug, "{State} {Key} could not be visited")]
    private static partial void Missed(ILogger logger, string state, string key, Exception exception);

    [LoggerMessage(2103, LogLevel.Warning, "The list of {State} states could not be read")]
    private static partial void Unlisted(ILogger logger, string state, Exception exception);
}
