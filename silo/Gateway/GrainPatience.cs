using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Orleans.Storage;

namespace Mihari.Silo.Gateway;

/// <summary>
/// Calls a grain until it has answered or <see cref="GatewayOptions.GrainTimeout"/> is over. While a lost silo is being given up, calls to the
/// grains that it had fail at once; whoever waits here for their new place spares ten thousand devices another connection each.
/// Only for calls that may be repeated.
/// </summary>
internal sealed class GrainPatience(IOptions<GatewayOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <param name="call">The call; its token ends when nobody waits for its answer any more.</param>
    /// <param name="over">The caller's.</param>
    /// <exception cref="TimeoutException">The grain could not be reached in time, or did not answer.</exception>
    public Task<T> Call<T>(Func<CancellationToken, Task<T>> call, CancellationToken over) => Call(call, options.Value.GrainTimeout, over);

    private async Task<T> Call<T>(Func<CancellationToken, Task<T>> call, TimeSpan within, CancellationToken over)
    {
        using var late = new CancellationTokenSource(within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, over);
        try
        {
            while (true)
            {
                try
                {
                    return await call(either.Token).WaitAsync(either.Token);
                }
                catch (Exception e) when (IsOfALostSilo(e))
                {
                    // Not all at the same moment.
                    await Task.Delay(Pause * (0.5 + Random.Shared.NextDouble()), time, either.Token);
                }
            }
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested && !over.IsCancellationRequested)
        {
            throw new TimeoutException($"the grain did not answer within {options.Value.GrainTimeout}", e);
        }
    }

    /// <summary>The same for each message of each device: nearly always the first call is answered, and then nothing is made for the others.</summary>
    /// <param name="call">The call; it takes what it needs from <paramref name="args"/>.</param>
    /// <param name="args">What the call is of.</param>
    /// <param name="over">The caller's.</param>
    /// <exception cref="TimeoutException">As above.</exception>
    public async Task Call<TArgs>(Func<TArgs, Task> call, TArgs args, CancellationToken over)
    {
        var began = time.GetTimestamp();
        try
        {
            var answer = call(args);
            if (!answer.IsCompletedSuccessfully)
                await answer.WaitAsync(options.Value.GrainTimeout, time, over);
            return;
        }
        catch (Exception e) when (IsOfALostSilo(e))
        {
            // Below, within the time that is left.
        }

        var left = options.Value.GrainTimeout - time.GetElapsedTime(began);
        await Again(call, args, left > TimeSpan.Zero ? left : TimeSpan.Zero, over);
    }

    private Task Again<TArgs>(Func<TArgs, Task> call, TArgs args, TimeSpan within, CancellationToken over) => Call(
        async _ =>
        {
            await call(args);
            return true;
        },
        within,
        over);

    /// <summary>The grain is, or was, on a silo that is gone; or another activation of it came first.</summary>
    private static bool IsOfALostSilo(Exception error) => error is OrleansMessageRejectionException or SiloUnavailableException or InconsistentStateException;
}
